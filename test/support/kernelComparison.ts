/** wasm and its specification, the float64 reference, on the same numbers. */
import { kernelBuilds } from '../../src/kernels/bytes';
import type { Kernels } from '../../src/kernels/kernels';
import { referenceKernels } from '../../src/kernels/reference';
import { wasmKernels } from '../../src/kernels/wasm';
import { compileKernels } from '../../src/kernels/wasmModule';
import { guardedBuffers, largestExcess } from './randomFloats';

export type Tolerance = { readonly absolute: number; readonly relative: number };

/** Of results, and of gradients. */
export const forward: Tolerance = { absolute: 1e-6, relative: 1e-5 };
export const gradient: Tolerance = { absolute: 1e-5, relative: 1e-4 };

/** Both kernels; `capacity` numbers are the most that one comparison may need. `build`: which of the two of wasm. */
export function openComparison(capacity: number, build: 'strict' | 'relaxed' = 'strict') {
  const wasm = wasmKernels(compileKernels(kernelBuilds[build]), capacity);
  const buffers = guardedBuffers(wasm, capacity);
  const exact = referenceKernels('float64');

  /**
   * Runs one operation on both kernels with the same float32 numbers, the wasm's buffers out of line by `shift`,
   * and returns by how much the outputs (the first of the arguments) are outside of `tolerance`, or what it returns
   * (a loss) outside of the one for results: at most 0 if all is well. NaN and ±Infinity must stand where they should.
   */
  function excess(
    values: readonly (readonly number[] | null)[],
    shift: number,
    tolerance: Tolerance,
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
    let largest = largestExcess([returned ?? 0], [expected ?? 0], forward.relative) - forward.absolute;
    for (let i = 0; i < outputs; i++) {
      if (!mine[i]) continue;
      const over = largestExcess(mine[i]!, theirs[i]!, tolerance.relative) - tolerance.absolute;
      largest = Math.max(largest, over);
    }
    return largest;
  }

  return { wasm, exact, buffers, excess };
}
