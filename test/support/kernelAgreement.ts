/** The WebAssembly kernels beside the float64 reference, on the same numbers. */
import { kernelBytes } from '../../src/kernels/bytes';
import type { Kernels } from '../../src/kernels/kernels';
import { referenceKernels } from '../../src/kernels/reference';
import { compileKernels, wasmKernels } from '../../src/kernels/wasm';
import { guardedBuffers, largestExcess } from './randomFloats';

const capacity = 600_000;
export const wasm = wasmKernels(compileKernels(kernelBytes), capacity);
export const buffers = guardedBuffers(wasm, capacity);
export const exact = referenceKernels('float64');

export const forward = { absolute: 1e-6, relative: 1e-5 };
export const gradient = { absolute: 1e-5, relative: 1e-4 };

/**
 * Runs one operation on both kernels with the same float32 numbers, the wasm's buffers out of line by `shift`,
 * and returns by how much the outputs (the first of the arguments) are outside of `tolerance`.
 */
export function excess(
  values: readonly (readonly number[] | null)[],
  shift: number,
  tolerance: { absolute: number; relative: number },
  // biome-ignore lint/suspicious/noConfusingVoidType: some operations return the loss.
  run: (kernels: Kernels<never>, ...arrays: never[]) => number | void,
  outputs = 1,
): number {
  buffers.reset();
  const single = values.map((v) => v && Float32Array.from(v));
  const mine = single.map((v, i) => v && buffers.of(v, (shift * (i + 1)) % 4));
  const theirs = single.map((v) => v && Float64Array.from(v));
  const returned = run(wasm as Kernels<never>, ...(mine as never[]));
  const expected = run(exact as Kernels<never>, ...(theirs as never[]));
  if (!buffers.areIntact()) return Infinity;
  let largest = largestExcess([returned ?? 0], [expected ?? 0], tolerance.relative);
  for (let i = 0; i < outputs; i++) {
    if (mine[i]) largest = Math.max(largest, largestExcess(mine[i]!, theirs[i]!, tolerance.relative));
  }
  return largest - tolerance.absolute;
}
