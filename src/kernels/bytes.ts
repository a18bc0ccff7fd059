/** The WebAssembly of the kernels, inlined where it is built: to be handed to `openKernels`. */
export { default as kernelBytes } from './assembly/index.ts?asc';
