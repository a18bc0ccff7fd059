/** The gradient check of the page: right networks pass it, a mistake in any part of the backward pass does not. */
import { expect, test } from 'vitest';
import { xorTable } from '../../../src/datasets/gate';
import type { Kernels } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { completeData } from '../../../src/training/data';
import { startNetworkCheck } from '../../../src/training/networkCheck';
import { convolutionLayers, denseLayers, digitsRecipe, xorRecipe } from '../../../src/training/recipes';
import type { NetworkCheck, RunSpec } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { createTestTrainer } from '../../support/trainers';

const real = referenceKernels('float64');
const digits = completeData(drawnDigits(600), drawnDigits(60, 12), 200);

async function trained(spec: RunSpec, steps: number) {
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open(spec);
  await trainer.train({ steps });
  return trainer;
}

const small: RunSpec = {
  ...digitsRecipe,
  network: {
    inputs: 784,
    inputShape: [28, 28, 1],
    layers: [
      ...convolutionLayers([{ channels: 2, kernel: 5, activation: 'relu', pool: true }]),
      { type: 'flatten' },
      ...denseLayers([{ units: 10, activation: 'softmax' }]),
    ],
  },
};

const gelu: RunSpec = {
  ...digitsRecipe,
  loss: 'binaryCrossEntropy',
  network: {
    inputs: 784,
    layers: [
      { type: 'standardize', mean: 0.1, deviation: 0.3 },
      ...denseLayers([{ units: 20, activation: 'gelu' }]),
      { type: 'dropout', rate: 0.4 },
      ...denseLayers([{ units: 10, activation: 'sigmoid' }]),
    ],
  },
};

test.each([
  ['XOR, learned', xorRecipe, 2000],
  ['digits, dense', digitsRecipe, 40],
  ['digits, convolutional', small, 10],
  ['gelu, dropout and binary cross-entropy', gelu, 20],
] as const)('every tensor passes: %s', async (_, spec, steps) => {
  const trainer = await trained(spec, steps);
  const checks: NetworkCheck[] = [await trainer.checkGradients(0)];
  for (let i = 1; i < checks[0].tensors; i++) checks.push(await trainer.checkGradients(i));
  expect(checks.map(({ name }) => name)).toEqual((await trainer.weights()).map(({ name }) => name));
  for (const check of checks) {
    expect(check.relativeError, JSON.stringify(check)).toBeLessThan(check.tolerance / 10);
    expect(check.checked).toBe(Math.min(24, check.numbers));
  }
});

test('of XOR after 400,000 steps, where gradients are next to nothing, no error is beyond what rounding explains', async () => {
  const trainer = await trained(xorRecipe, 400_000);
  const checks = await Promise.all([0, 1, 2, 3].map((index) => trainer.checkGradients(index)));
  for (const { relativeError, rounding, tolerance } of checks) {
    expect(relativeError).toBeLessThan(tolerance + rounding);
    expect(rounding).toBeLessThan(1e-3);
  }
  expect(Math.max(...checks.map(({ relativeError }) => relativeError))).toBeGreaterThan(checks[0].tolerance);
});

test.each([
  [
    'weights',
    {
      denseBackwardWeights(dw, ...rest) {
        real.denseBackwardWeights(dw, ...rest);
        dw[0] *= 1.01;
      },
    },
    2,
  ],
  ['biases', { denseBackwardBias: () => undefined }, 3],
  [
    'slopes',
    {
      activationBackward: (dx, dy, y, _x, _name, n) => {
        for (let i = 0; i < n; i++) dx[i] = dy[i] * (1 - y[i]);
      },
    },
    0,
  ],
] satisfies [string, Partial<Kernels<Float64Array>>, number][])(
  'a mistake in the gradient of %s is found',
  async (_, mistake, index) => {
    const trainer = await trained(xorRecipe, 50);
    const weights = await trainer.weights();
    const check = (kernels: Kernels<Float64Array>) => {
      const work = startNetworkCheck(kernels, xorRecipe, weights, xorTable(), index, 0);
      while (!work.advance());
      return work.result();
    };
    const { relativeError, tolerance } = check(real);
    expect(relativeError).toBeLessThan(tolerance);
    const wrong = check({ ...real, ...mistake });
    expect(wrong.relativeError).toBeGreaterThan(10 * (tolerance + wrong.rounding));
  },
);
