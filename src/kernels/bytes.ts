/** The WebAssembly of the kernels in both builds, inlined where it is built: to be handed to `openKernels`. */

import strict from './assembly/index.ts?asc';
import relaxed from './assembly/index.ts?asc-relaxed';
import type { KernelBytes } from './openKernels';

export { strict as kernelBytes };
export const kernelBuilds: KernelBytes = { strict, relaxed };
