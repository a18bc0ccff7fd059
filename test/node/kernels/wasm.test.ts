import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import type { Kernels } from '../../../src/kernels/kernels';
import { elementwiseActivations } from '../../support/activations';
import { forward, gradient, openComparison } from '../../support/kernelComparison';
import { normals } from '../../support/randomFloats';

const { wasm, exact, buffers, excess } = openComparison(600_000);

const sizes = Array.from({ length: 257 }, (_, i) => i + 1);
const someSizes = [
  1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 127, 128, 129, 256, 257,
];

describe('wasm against the float64 reference: 1e-6 + 1e-5|x| forward, 1e-5 + 1e-4|x| for gradients', () => {
  /**
   * Calls `check` with B, I, O, so that each of the three takes every size from 1 to 257, beside odd ones; I and O
   * also with one sample.
   */
  function forShapes(check: (B: number, I: number, O: number, shift: number) => number): void {
    for (const n of sizes) {
      for (const B of new Set([1, 1 + (n % 3)])) {
        expect(check(B, 1 + ((n * 7) % 29), n, n % 4)).toBeLessThanOrEqual(0);
        expect(check(B, n, 1 + ((n * 5) % 37), n % 4)).toBeLessThanOrEqual(0);
      }
      expect(check(n, 1 + (n % 11), 1 + ((n * 3) % 19), n % 4)).toBeLessThanOrEqual(0);
    }
    for (const n of someSizes) expect(check(1, n, 784, 0)).toBeLessThanOrEqual(0);
  }

  test('denseForward, with and without bias, overwrites y and nothing behind it', () => {
    const random = createRandom(1);
    forShapes((B, I, O, shift) =>
      excess(
        [
          normals(random, B * O),
          normals(random, B * I, 0.5),
          normals(random, I * O).map((w) => w / Math.sqrt(I)),
          B % 2 ? normals(random, O) : null,
        ],
        shift,
        forward,
        (kernels, y, x, w, bias) => kernels.denseForward(y, x, w, bias, B, I, O),
      ),
    );
  });

  test('denseBackwardWeights, of all inputs and of some, accumulates or overwrites dw and touches nothing behind it', () => {
    const random = createRandom(2);
    forShapes((B, I, O, shift) => {
      const [from, to] = shift % 2 ? [Math.floor(I / 3), Math.ceil(I / 2)] : [0, I];
      return excess(
        [
          normals(random, (to - from) * O),
          normals(random, B * O).map((g) => g / B),
          normals(random, B * I, 0.8),
        ],
        shift,
        gradient,
        (kernels, dw, dy, x) => kernels.denseBackwardWeights(dw, dy, x, from, to, shift < 2, B, I, O),
      );
    });
  });

  test('denseBackwardBias accumulates into dbias and touches nothing behind it', () => {
    const random = createRandom(2);
    forShapes((B, _, O, shift) =>
      excess(
        [normals(random, O), normals(random, B * O).map((g) => g / B)],
        shift,
        gradient,
        (kernels, dbias, dy) => kernels.denseBackwardBias(dbias, dy, B, O),
      ),
    );
  });

  test('denseBackwardInput overwrites dx and nothing behind it', () => {
    const random = createRandom(3);
    forShapes((B, I, O, shift) =>
      excess(
        [normals(random, B * I), normals(random, B * O), normals(random, I * O).map((w) => w / Math.sqrt(O))],
        shift,
        gradient,
        (kernels, dx, dy, w) => kernels.denseBackwardInput(dx, dy, w, B, I, O),
      ),
    );
  });

  test('dense layers longer than the panels inside: 5000 inputs, 700 samples', () => {
    const random = createRandom(4);
    for (const [B, I, O] of [
      [3, 5000, 13],
      [700, 6, 33],
    ]) {
      const x = normals(random, B * I, 0.1);
      const w = normals(random, I * O).map((v) => v / Math.sqrt(I));
      const dy = normals(random, B * O).map((v) => v / B);
      const run = (y: number[], g: number[]) => [
        excess([y, x, w, null], 1, forward, (k, a, b, c) => k.denseForward(a, b, c, null, B, I, O)),
        excess([g, dy, x], 1, gradient, (k, a, b, c) => k.denseBackwardWeights(a, b, c, 0, I, true, B, I, O)),
      ];
      for (const over of run(normals(random, B * O), normals(random, I * O)))
        expect(over).toBeLessThanOrEqual(0);
    }
  });

  for (const activation of elementwiseActivations) {
    test(`${activation}, forward and backward, of 1 to 257 numbers`, () => {
      const random = createRandom(5);
      for (const n of sizes) {
        const x = normals(random, n, 0.1).map((v) => 4 * v);
        expect(
          excess([normals(random, n), x], n % 4, forward, (k, y, a) =>
            k.activationForward(y, a, activation, n),
          ),
        ).toBeLessThanOrEqual(0);
        const y = new Float64Array(n);
        exact.activationForward(y, Float64Array.from(x), activation, n);
        expect(
          excess([normals(random, n), normals(random, n), [...y], x], n % 4, gradient, (k, dx, dy, a, b) =>
            k.activationBackward(dx, dy, a, b, activation, n),
          ),
        ).toBeLessThanOrEqual(0);
      }
    });
  }

  test('softmax, forward and backward, of rows of 1 to 257 numbers, of one and of several', () => {
    const random = createRandom(6);
    for (const N of sizes) {
      for (const B of new Set([1, 1 + (N % 4)])) {
        const x = normals(random, B * N).map((v) => 5 * v);
        expect(
          excess([normals(random, B * N), x], N % 4, forward, (k, y, a) => k.softmaxForward(y, a, B, N)),
        ).toBeLessThanOrEqual(0);
        const y = new Float64Array(B * N);
        exact.softmaxForward(y, Float64Array.from(x), B, N);
        expect(
          excess([normals(random, B * N), normals(random, B * N), [...y]], N % 4, gradient, (k, dx, dy, a) =>
            k.softmaxBackward(dx, dy, a, B, N),
          ),
        ).toBeLessThanOrEqual(0);
      }
    }
  });

  for (const loss of [
    'meanSquaredError',
    'softmaxCrossEntropy',
    'huber',
    'sigmoidBinaryCrossEntropy',
  ] as const) {
    test(`${loss}: value and gradient for rows of 1 to 257 numbers, for one and for several`, () => {
      const random = createRandom(7);
      for (const N of sizes) {
        for (const B of new Set([1, 1 + (N % 5)])) {
          const y = normals(random, B * N).map((v) => 3 * v);
          const target = normals(random, B * N, 0.5).map((v) => Math.min(Math.abs(v), 1));
          expect(
            excess([normals(random, B * N), y, target], N % 4, gradient, (k, dy, a, t) =>
              k[loss](dy, a, t, B, N),
            ),
          ).toBeLessThanOrEqual(0);
        }
      }
    });
  }

  test('sgdStep and ten adamSteps on 1 to 257 parameters', () => {
    const random = createRandom(8);
    for (const n of sizes) {
      const [w, v, g] = [normals(random, n), normals(random, n), normals(random, n)];
      expect(
        excess([w, v, g], n % 4, forward, (k, a, b, c) => k.sgdStep(a, b, c, 0.1, 0.9, n), 2),
      ).toBeLessThanOrEqual(0);
      const zero = new Array<number>(n).fill(0);
      expect(
        excess(
          [w, zero, zero, g],
          n % 4,
          forward,
          (k, a, m, s, c) => {
            for (let step = 1; step <= 10; step++) k.adamStep(a, m, s, c, 0.01, 0.9, 0.999, 1e-8, step, n);
          },
          3,
        ),
      ).toBeLessThanOrEqual(0);
    }
  });

  test('nesterovStep, and ten steps of rmsprop, on 1 to 257 parameters', () => {
    const random = createRandom(8);
    for (const n of sizes) {
      const [w, v, g] = [normals(random, n), normals(random, n), normals(random, n)];
      expect(
        excess([w, v, g], n % 4, forward, (k, a, b, c) => k.nesterovStep(a, b, c, 0.1, 0.9, n), 2),
      ).toBeLessThanOrEqual(0);
      const ten = (k: Kernels<never>, a: never, s: never, c: never) => {
        for (let step = 0; step < 10; step++) k.rmspropStep(a, s, c, 0.01, 0.99, 1e-8, n);
      };
      const zero = new Array<number>(n).fill(0);
      expect(excess([w, zero, g], n % 4, forward, ten, 2)).toBeLessThanOrEqual(0);
    }
  });

  test('rpropStep on 1 to 257 parameters, with gradients that turn, stay, are zero, and whose product underflows', () => {
    const random = createRandom(11);
    for (const n of sizes) {
      for (const scale of [1, 1e-30]) {
        const [g, previous] = [0, 1].map(() => normals(random, n, 0.2).map((x) => x * scale));
        const size = normals(random, n).map((x) => Math.abs(x) + 0.01);
        expect(
          excess(
            [normals(random, n), size, previous, g],
            n % 4,
            forward,
            (k, a, b, c, d) => k.rpropStep(a, b, c, d, 0.5, 1.2, 0.1, 1, n),
            3,
          ),
        ).toBeLessThanOrEqual(0);
      }
    }
  });

  test('addPenalty, squaredSum and scale of 1 to 257 numbers', () => {
    const random = createRandom(12);
    for (const n of sizes) {
      const [g, w] = [normals(random, n), normals(random, n, 0.2)];
      expect(
        excess([g, w], n % 4, forward, (k, a, b) => k.addPenalty(a, b, 0.1, 0.01, n)),
      ).toBeLessThanOrEqual(0);
      expect(excess([g], n % 4, forward, (k, a) => k.squaredSum(a, n))).toBeLessThanOrEqual(0);
      expect(excess([g], n % 4, forward, (k, a) => k.scale(a, 0.3, n))).toBeLessThanOrEqual(0);
    }
  });

  test('fill sets the first n numbers and no more', () => {
    for (const n of sizes) {
      expect(
        excess([normals(createRandom(n), n)], n % 4, forward, (k, x) => k.fill(x, 0.5, n)),
      ).toBeLessThanOrEqual(0);
    }
  });
});

test('in place, activations and softmax give the same bits as out of place', () => {
  const random = createRandom(9);
  const n = 39;
  for (const activation of elementwiseActivations) {
    buffers.reset();
    const x = buffers.of(normals(random, n), 1);
    const y = buffers.of(x, 2);
    wasm.activationForward(y, x, activation, n);
    const dy = buffers.of(normals(random, n), 3);
    const dx = buffers.of(dy, 1);
    wasm.activationBackward(dx, dy, y, x, activation, n);
    wasm.activationBackward(dy, dy, y, x, activation, n);
    wasm.activationForward(x, x, activation, n);
    expect(x).toEqual(y);
    expect(dy).toEqual(dx);
  }
  buffers.reset();
  const x = buffers.of(normals(random, n), 1);
  const y = buffers.of(x, 2);
  wasm.softmaxForward(y, x, 3, 13);
  const dy = buffers.of(normals(random, n), 3);
  const dx = buffers.of(dy, 1);
  wasm.softmaxBackward(dx, dy, y, 3, 13);
  wasm.softmaxBackward(dy, dy, y, 3, 13);
  wasm.softmaxForward(x, x, 3, 13);
  expect(x).toEqual(y);
  expect(dy).toEqual(dx);
});
