import { describe, expect, test } from 'vitest';
import { sparseFloats } from '../../../src/engine/networkFloats';
import { createRandom } from '../../../src/engine/random';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Floats, Kernels, SparseRows } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { largestExcess, normals } from '../../support/randomFloats';

const module = compileKernels(kernelBytes);

/** B, I, O: around the widths of blocks and panels, with and without a copy, and more inputs than a panel holds. */
const shapes = [
  [1, 1, 1],
  [3, 7, 5],
  [15, 20, 8],
  [16, 20, 9],
  [17, 33, 31],
  [20, 784, 32],
  [64, 50, 33],
  [5, 784, 47],
  [33, 100, 64],
  [18, 300, 73],
  [16, 1500, 36],
  [40, 13, 128],
  [257, 3, 17],
] as const;

/** A row of zeros among them, and a first row that is full. */
function fewNumbers(B: number, I: number, seed: number): number[] {
  const random = createRandom(seed);
  const x = normals(random, B * I, 0.8);
  return x.map((value, at) => Math.fround(at < I ? value + 3 : Math.floor(at / I) === 1 ? 0 : value));
}

function fill<F extends Floats>(rows: SparseRows<F>, x: readonly number[], B: number, I: number): void {
  let k = 0;
  for (let b = 0; b < B; b++) {
    rows.starts[b] = k;
    for (let i = 0; i < I; i++) {
      if (x[b * I + i] === 0) continue;
      rows.columns[k] = i;
      rows.values[k++] = x[b * I + i];
    }
  }
  rows.starts[B] = k;
}

function buffersOf<F extends Floats>(kernels: Kernels<F>, ...arrays: number[][]): F[] {
  return arrays.map((values) => {
    const buffer = kernels.alloc(values.length);
    buffer.set(values.map(Math.fround));
    return buffer;
  });
}

/** A sparse layer, forward and backward for all inputs and for some, beside the dense one. */
function both<F extends Floats>(kernels: Kernels<F>, [B, I, O]: readonly number[], adds: boolean) {
  const random = createRandom(B * I * O);
  const x = fewNumbers(B, I, I);
  const rows = kernels.allocSparse(B, I);
  fill(rows, x, B, I);
  const [dense, w, bias, dy, y, z, dw, dv] = buffersOf(
    kernels,
    x,
    normals(random, I * O),
    normals(random, O),
    normals(random, B * O),
    normals(random, B * O),
    normals(random, B * O),
    ...[1, 1].map(() => Array.from({ length: I * O }, (_, i) => i / 7)),
  );
  kernels.sparseDenseForward(y, rows, w, bias, B, I, O);
  kernels.denseForward(z, dense, w, bias, B, I, O);
  kernels.groupByColumn(rows, B, I);
  const middle = Math.floor(I / 2);
  for (const [from, to] of [
    [0, middle],
    [middle, I],
  ]) {
    if (from === to) continue;
    const [mine, theirs] = [dw, dv].map((all) => all.subarray(from * O, to * O) as F);
    kernels.sparseDenseBackwardWeights(mine, dy, rows, from, to, adds, O);
    kernels.denseBackwardWeights(theirs, dy, dense, from, to, adds, B, I, O);
  }
  return { sparse: [y, dw], dense: [z, dv] };
}

/** Three Adam steps of a sparse layer's weights, beside the ones along a gradient that is kept. */
function adamSteps<F extends Floats>(kernels: Kernels<F>, [B, I, O]: readonly number[]) {
  const random = createRandom(B + I + O);
  const rows = kernels.allocSparse(B, I);
  fill(rows, fewNumbers(B, I, I), B, I);
  kernels.groupByColumn(rows, B, I);
  const w = normals(random, I * O);
  const zeros = w.map(() => 0);
  const [dy, mine, m, v, theirs, n, u, dw] = buffersOf(
    kernels,
    normals(random, B * O),
    ...[w, zeros, zeros, w, zeros, zeros, zeros],
  );
  for (let step = 1; step <= 3; step++) {
    kernels.sparseAdamStep(mine, m, v, dy, rows, 0.01, 0.9, 0.999, 1e-8, step, I, O);
    kernels.sparseDenseBackwardWeights(dw, dy, rows, 0, I, false, O);
    kernels.adamStep(theirs, n, u, dw, 0.01, 0.9, 0.999, 1e-8, step, I * O);
  }
  return { along: [mine, m, v], kept: [theirs, n, u] };
}

const open = (B: number, I: number, O: number) =>
  wasmKernels(module, sparseFloats(B, I) + B * I + 7 * I * O + 3 * B * O + O + 64);

describe.each(shapes)('a batch of %i sparse rows of %i numbers, %i outputs', (...shape) => {
  test.each([true, false])(
    'gives the bits of the dense product, in wasm and in the reference; adding: %s',
    (adds) => {
      for (const { sparse, dense } of [
        both(open(...shape), shape, adds),
        both(referenceKernels('float64'), shape, adds),
      ])
        sparse.forEach((values, i) => {
          expect([...values]).toEqual([...dense[i]]);
        });
    },
  );

  test('wasm is within 1e-5 + 1e-4|x| of the float64 reference', () => {
    const mine = both(open(...shape), shape, true).sparse;
    const exact = both(referenceKernels('float64'), shape, true).sparse;
    mine.forEach((values, i) => {
      expect(largestExcess(values, exact[i], 1e-4)).toBeLessThan(1e-5);
    });
  });

  test('sparseAdamStep gives the bits of adamStep with the gradient, in wasm and in the reference', () => {
    const wasm = adamSteps(open(...shape), shape);
    const exact = adamSteps(referenceKernels('float64'), shape);
    for (const { along, kept } of [wasm, exact])
      expect(along.map((x) => [...x])).toEqual(kept.map((x) => [...x]));
  });

  test('sparseAdamStep in wasm is within 1e-5 + 1e-4|x| of the float64 reference', () => {
    const wasm = adamSteps(open(...shape), shape).along;
    const exact = adamSteps(referenceKernels('float64'), shape).along;
    wasm.forEach((values, i) => {
      expect(largestExcess(values, exact[i], 1e-4)).toBeLessThan(1e-5);
    });
  });
});

test('a batch of more rows than there is room for is refused', () => {
  const kernels = wasmKernels(module, 1000);
  const rows = kernels.allocSparse(2, 3);
  expect(() => kernels.groupByColumn(rows, 3, 3)).toThrow(
    new RangeError('There is room for 2 sparse rows, not 3'),
  );
});

test('rows that claim more entries than there is room for are refused', () => {
  const kernels = wasmKernels(module, 1000);
  const rows = kernels.allocSparse(2, 3);
  rows.starts[2] = 7;
  expect(() => kernels.groupByColumn(rows, 2, 3)).toThrow(RangeError);
});

/** Beside a number behind it. */
function expanded<F extends Floats>(kernels: Kernels<F>, x: readonly number[], B: number, I: number): F {
  const rows = kernels.allocSparse(B, I);
  fill(rows, x, B, I);
  const y = kernels.alloc(B * I + 1);
  y.fill(7);
  kernels.expandRows(y, rows, B, I);
  return y;
}

test.each(shapes)(
  '%i rows of %i numbers are expanded with their zeros, in wasm and in the reference',
  (B, I) => {
    const x = fewNumbers(B, I, 3);
    expect([...expanded(open(B, I, 1), x, B, I)]).toEqual([...x, 7]);
    expect([...expanded(referenceKernels('float64'), x, B, I)]).toEqual([...x, 7]);
  },
);

test('packed rows: columns as they are, levels become their share of 255, rounded once, in wasm and in the reference', () => {
  const counts = [0, 1, 3, 4, 7, 8, 9, 17, 100, 107];
  const unpacked = [wasmKernels(module, 9000), referenceKernels('float32')].map((kernels) => {
    const rows = kernels.allocSparse(counts.length, 110);
    rows.values.fill(7);
    rows.columns.fill(9);
    let entries = 0;
    counts.forEach((count, b) => {
      for (let i = 0; i < count; i++) {
        const column = 60_000 + b * 50 + i;
        rows.packed.set([column & 255, column >> 8], 3 * entries + 2 * i);
        rows.packed[3 * entries + 2 * count + i] = entries + i;
      }
      entries += count;
      rows.starts[b + 1] = entries;
    });
    kernels.unpackRows(rows, counts.length);
    return { columns: [...rows.columns], values: [...rows.values] };
  });
  expect(unpacked[0]).toEqual(unpacked[1]);
  const { columns, values } = unpacked[0];
  expect(columns.slice(0, 256)).toEqual(
    counts.flatMap((count, b) => Array.from({ length: count }, (_, i) => 60_000 + b * 50 + i)),
  );
  expect(values.slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, level) => Math.fround(level / 255)));
  expect([columns[256], values[256]]).toEqual([9, 7]);
});
