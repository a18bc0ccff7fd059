import { expect, test } from 'vitest';
import { maxChannels, maxConvolutions, maxUnits } from '../../../src/app/controls/recipeEdit';
import { FormatError } from '../../../src/formats/weights';
import { cardOf, specFor } from '../../../src/training/exchange';
import {
  convDigitsRecipe,
  convolutionLayers,
  denseLayers,
  digitsRecipe,
  maxBatch,
} from '../../../src/training/recipes';
import type { RunSpec } from '../../../src/training/trainer';

const at = { kernels: 'wasm', steps: 0, epochs: 0, test: null, madeBy: 'a test' } as const;

function convolutional(count: number, channels: number, kernel: number, units: number): RunSpec {
  const images = Array.from(
    { length: count },
    () => ({ channels, kernel, activation: 'relu', pool: false }) as const,
  );
  const dense = denseLayers([
    { units, activation: 'relu' },
    { units: 10, activation: 'softmax' },
  ]);
  return {
    ...digitsRecipe,
    batchSize: maxBatch,
    network: {
      inputs: 784,
      inputShape: [28, 28, 1],
      layers: [...convolutionLayers(images), { type: 'flatten' }, ...dense],
    },
  };
}

test.each([3, 5])(
  'the largest convolutional network that the page offers, with kernels of side %i, opens from a file',
  (kernel) => {
    const spec = convolutional(maxConvolutions, maxChannels, kernel, maxUnits(convDigitsRecipe));
    expect(specFor(cardOf(spec, at), 'digits')).toEqual(spec);
  },
);

test.each([
  ['takes too long a step', convolutional(2, 64, 9, 16), 'billion multiply-adds'],
  ['takes too much memory', { ...convolutional(3, 40, 3, 16), batchSize: 1 }, 'MB'],
  ['has too large a batch', { ...digitsRecipe, batchSize: maxBatch + 1 }, 'at most 1024 are taken'],
  [
    'has a loss that does not fit',
    { ...digitsRecipe, loss: 'binaryCrossEntropy' },
    'needs sigmoid as the last layer',
  ],
] satisfies [string, RunSpec, string][])('a file is refused that %s', (_, spec, message) => {
  const open = () => specFor(cardOf(spec, at), 'digits');
  expect(open).toThrow(FormatError);
  expect(open).toThrow(message);
});
