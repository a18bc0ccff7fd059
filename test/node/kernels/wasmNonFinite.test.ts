import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../src/engine/random';
import { elementwiseActivations } from '../../support/activations';
import { forward, gradient, openComparison } from '../../support/kernelComparison';
import { normals } from '../../support/randomFloats';

const { exact, excess } = openComparison(100_000);
const sizes = Array.from({ length: 257 }, (_, i) => i + 1);
const losses = ['meanSquaredError', 'softmaxCrossEntropy', 'huber', 'sigmoidBinaryCrossEntropy'] as const;

/** `n` normal numbers, about one in ten of them NaN, Infinity or −Infinity: in every lane, and in every tail. */
function sprinkled(random: Random, n: number): number[] {
  const strangers = [NaN, Infinity, -Infinity];
  return normals(random, n).map((x) => (random.uniform() < 0.1 ? strangers[random.integer(3)] : x));
}

describe('with NaN and ±Infinity among 1 to 257 numbers, wasm gives them where the float64 reference does, and the rest as ever', () => {
  for (const activation of elementwiseActivations) {
    test(`${activation}, forward and backward`, () => {
      const random = createRandom(1);
      for (const n of sizes) {
        const [x, dy] = [sprinkled(random, n), sprinkled(random, n)];
        expect(
          excess([normals(random, n), x], n % 4, forward, (k, y, a) =>
            k.activationForward(y, a, activation, n),
          ),
        ).toBeLessThanOrEqual(0);
        const y = new Float64Array(n);
        exact.activationForward(y, Float64Array.from(x), activation, n);
        expect(
          excess([normals(random, n), dy, [...y], x], n % 4, gradient, (k, dx, a, b, c) =>
            k.activationBackward(dx, a, b, c, activation, n),
          ),
        ).toBeLessThanOrEqual(0);
      }
    });
  }

  test('softmax, forward and backward', () => {
    const random = createRandom(2);
    for (const N of sizes) {
      // Each number of a row depends on all of them: rows with one stranger, and rows with none.
      const rows = [0, 1, 2, 3].map((row) => {
        const x = normals(random, N);
        if (row > 0) x[random.integer(N)] = [NaN, Infinity, -Infinity][row - 1];
        return x;
      });
      const y = normals(random, 4 * N).map(Math.abs);
      expect(
        excess([normals(random, 4 * N), rows.flat()], N % 4, forward, (k, a, b) =>
          k.softmaxForward(a, b, 4, N),
        ),
      ).toBeLessThanOrEqual(0);
      expect(
        excess([normals(random, 4 * N), rows.flat(), y], N % 4, gradient, (k, dx, dy, a) =>
          k.softmaxBackward(dx, dy, a, 4, N),
        ),
      ).toBeLessThanOrEqual(0);
    }
  });

  for (const loss of losses) {
    test(loss, () => {
      const random = createRandom(3);
      for (const N of sizes) {
        const target = normals(random, N, 0.7).map((t) => Math.min(Math.abs(t), 1));
        for (const stranger of [NaN, Infinity, -Infinity]) {
          const y = normals(random, N);
          y[random.integer(N)] = stranger;
          expect(
            excess([normals(random, N), y, target], N % 4, gradient, (k, dy, a, t) =>
              k[loss](dy, a, t, 1, N),
            ),
          ).toBeLessThanOrEqual(0);
        }
      }
    });
  }

  test('every optimizer’s step', () => {
    const random = createRandom(4);
    const { abs } = Math;
    for (const n of sizes) {
      const [w, g, m] = [0, 1, 2].map(() => sprinkled(random, n));
      const v = normals(random, n).map(abs);
      const check = (over: number) => expect(over).toBeLessThanOrEqual(0);
      check(excess([w, m, g], n % 4, forward, (k, a, b, c) => k.sgdStep(a, b, c, 0.1, 0.9, n), 2));
      check(excess([w, m, g], n % 4, forward, (k, a, b, c) => k.nesterovStep(a, b, c, 0.1, 0.9, n), 2));
      check(
        excess([w, v, g], n % 4, forward, (k, a, b, c) => k.rmspropStep(a, b, c, 0.01, 0.99, 1e-8, n), 2),
      );
      check(
        excess(
          [w, m, v, g],
          n % 4,
          forward,
          (k, a, b, c, d) => k.adamStep(a, b, c, d, 0.01, 0.9, 0.999, 1e-8, 3, n),
          3,
        ),
      );
      check(
        excess(
          [w, v, m, g],
          n % 4,
          forward,
          (k, a, b, c, d) => k.rpropStep(a, b, c, d, 0.5, 1.2, 0.1, 1, n),
          3,
        ),
      );
    }
  });

  test('addPenalty, squaredSum and scale', () => {
    const random = createRandom(5);
    for (const n of sizes) {
      const [g, w] = [sprinkled(random, n), sprinkled(random, n)];
      expect(
        excess([g, w], n % 4, forward, (k, a, b) => k.addPenalty(a, b, 0.1, 0.01, n)),
      ).toBeLessThanOrEqual(0);
      expect(excess([g], n % 4, forward, (k, a) => k.scale(a, 0.3, n))).toBeLessThanOrEqual(0);
      for (const stranger of [NaN, Infinity]) {
        const x = normals(random, n);
        x[random.integer(n)] = stranger;
        expect(excess([x], n % 4, forward, (k, a) => k.squaredSum(a, n), 0)).toBeLessThanOrEqual(0);
      }
    }
  });

  test('a dense layer, forward and backward, in what comes in from either side and in the weights', () => {
    const random = createRandom(6);
    for (const n of sizes) {
      for (const [B, I, O] of [
        [1, n, 1 + (n % 19)],
        [3, 1 + (n % 17), n],
        [n, 5, 6],
      ]) {
        // Strangers on one side at a time, and no zeros: what an input of zero makes of an infinite weight is left open.
        for (const [first, second] of [
          [sprinkled, normals],
          [normals, sprinkled],
        ]) {
          const small = (values: number[], terms: number) => values.map((x) => x / Math.sqrt(terms));
          expect(
            excess(
              [normals(random, B * O), small(first(random, B * I), I), second(random, I * O)],
              n % 4,
              forward,
              (k, y, x, w) => k.denseForward(y, x, w, null, B, I, O),
            ),
          ).toBeLessThanOrEqual(0);
          expect(
            excess(
              [normals(random, I * O), small(first(random, B * O), B), second(random, B * I)],
              n % 4,
              gradient,
              (k, dw, dy, x) => k.denseBackwardWeights(dw, dy, x, 0, I, true, B, I, O),
            ),
          ).toBeLessThanOrEqual(0);
          expect(
            excess([normals(random, O), small(first(random, B * O), B)], n % 4, gradient, (k, db, dy) =>
              k.denseBackwardBias(db, dy, B, O),
            ),
          ).toBeLessThanOrEqual(0);
          expect(
            excess(
              [normals(random, B * I), small(first(random, B * O), O), second(random, I * O)],
              n % 4,
              gradient,
              (k, dx, dy, w) => k.denseBackwardInput(dx, dy, w, B, I, O),
            ),
          ).toBeLessThanOrEqual(0);
        }
      }
    }
  });
});
