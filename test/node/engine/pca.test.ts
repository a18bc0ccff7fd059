import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ComponentOptions, searchComponents } from '../../../src/engine/pca';
import { createRandom } from '../../../src/engine/random';

/** As test/fixtures/golden/makePca.py writes it. */
const golden: {
  N: number;
  D: number;
  K: number;
  x: number[];
  mean: number[];
  variances: number[];
  components: number[];
  points: number[];
} = JSON.parse(readFileSync(new URL('../../fixtures/golden/pca.json', import.meta.url), 'utf8'));

function componentsOf(x: ArrayLike<number>, N: number, D: number, K: number, options: ComponentOptions = {}) {
  const search = searchComponents(Float64Array.from(x), N, D, K, options);
  while (!search.advance());
  return search.result();
}

const { N, D, K, x } = golden;
const exact = { tolerance: 1e-12, mostIterations: 10_000 };

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

test('mean, components with their signs, variances and points are NumPy’s, to 1e-9', () => {
  const found = componentsOf(x, N, D, K, exact);
  expect(largestDifference(found.mean, golden.mean)).toBeLessThan(1e-12);
  expect(largestDifference(found.components, golden.components)).toBeLessThan(1e-9);
  expect(largestDifference(found.variances, golden.variances.slice(0, K))).toBeLessThan(1e-9);
  expect(largestDifference(found.points, golden.points)).toBeLessThan(1e-9);
  const total = golden.variances.reduce((sum, variance) => sum + variance);
  expect(Math.abs(found.totalVariance - total)).toBeLessThan(1e-9);
});

test('components are orthonormal, and each is an eigenvector of the covariance, to 1e-9', () => {
  const { components, variances, mean } = componentsOf(x, N, D, K, exact);
  const centred = x.map((value, i) => value - mean[i % D]);
  for (let k = 0; k < K; k++) {
    const own = components.subarray(k * D, (k + 1) * D);
    for (let j = 0; j < K; j++) {
      const product = own.reduce((sum, value, d) => sum + value * components[j * D + d], 0);
      expect(Math.abs(product - Number(j === k))).toBeLessThan(1e-9);
    }
    const image = new Float64Array(D);
    for (let n = 0; n < N; n++) {
      const along = own.reduce((sum, value, d) => sum + value * centred[n * D + d], 0);
      for (let d = 0; d < D; d++) image[d] += (along * centred[n * D + d]) / (N - 1);
    }
    expect(
      largestDifference(
        image,
        own.map((value) => variances[k] * value),
      ),
    ).toBeLessThan(1e-9);
  }
});

test('a smaller tolerance takes more iterations and comes nearer; 1e-6 comes as near as 1e-4', () => {
  const loose = componentsOf(x, N, D, K, { tolerance: 1e-2 });
  const usual = componentsOf(x, N, D, K);
  expect(usual.iterations).toBeGreaterThan(loose.iterations);
  const error = ({ components }: typeof usual) => largestDifference(components, golden.components);
  expect(error(usual)).toBeLessThan(error(loose));
  expect(error(usual)).toBeLessThan(1e-4);
});

test('a search from components that are near takes less than half of the iterations, and keeps their signs', () => {
  const flipped = golden.components.map((value, i) => (i < D ? -value : value));
  // As after some steps of training.
  const random = createRandom(3);
  const moved = x.map((value) => value + 0.01 * random.normal());
  const afresh = componentsOf(moved, N, D, K);
  const from = Float64Array.from(flipped);
  const goneOn = componentsOf(moved, N, D, K, { from });
  expect(goneOn.iterations).toBeLessThan(afresh.iterations / 2);
  const signed = afresh.components.map((value, i) => (i < D ? -value : value));
  expect(largestDifference(goneOn.components, signed)).toBeLessThan(1e-4);
});

test('a search from the second component finds the first all the same', () => {
  const from = Float64Array.from([...golden.components.slice(D, 2 * D), ...golden.components.slice(0, D)]);
  const { components, variances } = componentsOf(x, N, D, 2, { ...exact, from });
  expect(largestDifference(variances, golden.variances.slice(0, 2))).toBeLessThan(1e-9);
  const first = golden.components.slice(0, D);
  const along = first.reduce((sum, value, d) => sum + value * components[d], 0);
  expect(Math.abs(Math.abs(along) - 1)).toBeLessThan(1e-9);
});

test('rows that are all the same have no variance, and finite points at 0', () => {
  const { variances, points, totalVariance } = componentsOf(Array(20).fill(3), 5, 4, 2);
  expect([...variances, ...points, totalVariance]).toEqual(Array(2 + 10 + 1).fill(0));
});

test('rows of one number have one component, of 1 as no other is positive; the second is 0', () => {
  const { components, variances, points } = componentsOf([0, 0, 6, 2], 4, 1, 2);
  expect([...components]).toEqual([1, 0]);
  expect(largestDifference(variances, [8, 0])).toBeLessThan(1e-12);
  expect([...points]).toEqual([-2, 0, -2, 0, 4, 0, 0, 0]);
});

test('a search from components that are no numbers, as of a network that diverged, begins afresh', () => {
  const lost = componentsOf(x, N, D, K, { from: new Float64Array(K * D).fill(Number.NaN) });
  expect(largestDifference(lost.components, componentsOf(x, N, D, K).components)).toBe(0);
  expect(componentsOf([Number.NaN, 1, 2, 3], 2, 2, 2).points.every(Number.isNaN)).toBe(true);
});

test('rows that differ in one number alone have one component, and all their variance along it', () => {
  const rows = [1, 0, 2, 0, 6, 0].map((value, i) => (i % 2 === 0 ? value : 7));
  const { components, variances, totalVariance } = componentsOf(rows, 3, 2, 2, exact);
  expect(largestDifference(components.subarray(0, 2), [1, 0])).toBeLessThan(1e-9);
  expect(variances[0]).toBeCloseTo(totalVariance, 9);
  expect(variances[1]).toBeCloseTo(0, 9);
});
