import { describe, expect, test } from 'vitest';
import { createOptimizer, optimizerDefaults } from '../../../src/engine/optimizers/registry';
import {
  checkRegularizationSpec,
  clipByNorm,
  noRegularization,
  regularize,
} from '../../../src/engine/regularization';
import { referenceKernels } from '../../../src/kernels/reference';

const kernels = referenceKernels('float64');

describe('clipByNorm', () => {
  test('leaves gradients whose norm is small enough, and scales larger ones to it within 1e-6', () => {
    const g = Float64Array.of(3, -4);
    expect(clipByNorm(kernels, g, 6)).toBe(5);
    expect([...g]).toEqual([3, -4]);
    expect(clipByNorm(kernels, g, 1)).toBe(5);
    expect(Math.abs(Math.hypot(...g) - 1)).toBeLessThan(1e-6);
    expect(g[0] / g[1]).toBeCloseTo(-0.75, 14);
  });

  test('does not hide NaN or Infinity', () => {
    for (const bad of [NaN, Infinity]) {
      const g = Float64Array.of(bad, 1);
      clipByNorm(kernels, g, 1);
      expect(g[0]).toBeNaN();
    }
  });
});

test('noRegularization changes nothing', () => {
  const [w, g] = [Float64Array.of(1, -2), Float64Array.of(30, 40)];
  regularize(kernels, noRegularization, w, g, 0.1);
  expect([...w, ...g]).toEqual([1, -2, 30, 40]);
});

test('weight decay before Adam is AdamW, to the bit', () => {
  const adamW = optimizerDefaults.adamW;
  const run = (isW: boolean) => {
    const optimizer = createOptimizer(kernels, isW ? adamW : optimizerDefaults.adam, 2);
    const w = Float64Array.of(1, -2);
    for (let step = 1; step <= 5; step++) {
      const g = Float64Array.of(step, 1 / step);
      if (!isW)
        regularize(kernels, { ...noRegularization, weightDecay: adamW.weightDecay }, w, g, optimizer.rate);
      optimizer.step(w, g);
    }
    return w;
  };
  expect(run(false)).toEqual(run(true));
});

test('the first steps of RPROP have the size of the rate, and it makes its way along the sign alone', () => {
  const optimizer = createOptimizer(kernels, optimizerDefaults.rprop, 3);
  const w = Float64Array.of(0, 0, 0);
  optimizer.step(w, Float64Array.of(1e-9, -5, 0));
  expect([...w]).toEqual([-0.1, 0.1, 0]);
  optimizer.step(w, Float64Array.of(1e9, 5, 0));
  expect(w[0]).toBeCloseTo(-0.22, 14);
  expect(w[1]).toBe(0.1);
});

test.each([
  [{ maxNorm: 0 }, 'regularization: maxNorm must be at least'],
  [{ l1: -1 }, 'regularization: l1 must be at least 0'],
  [{ l2: NaN }, 'regularization: l2 must be at least 0'],
  [{ weightDecay: Infinity }, 'regularization: weightDecay must be at least 0'],
])('%o is refused', (change, message) => {
  expect(() => checkRegularizationSpec({ ...noRegularization, ...change })).toThrow(message);
});
