/** Test rows as points of a plane, as the trainer tells them. */
import { describe, expect, test } from 'vitest';
import { completeData } from '../../../src/training/data';
import { spreadRows } from '../../../src/training/hiddenMap';
import { convolutionLayers, denseLayers } from '../../../src/training/recipes';
import type { NetworkSpec, Trainer } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(drawnDigits(600), drawnDigits(300, 12), 200);

const networks: Record<string, { network: NetworkSpec; layer: number; D: number }> = {
  dense: { network: smallDigitsSpec.network, layer: 1, D: 16 },
  'convolutional, with dropout before the last layer': {
    network: {
      inputs: 784,
      inputShape: [28, 28, 1],
      layers: [
        ...convolutionLayers([{ channels: 3, kernel: 5, activation: 'relu', pool: true }]),
        { type: 'flatten' },
        ...denseLayers([{ units: 12, activation: 'tanh' }]),
        { type: 'dropout', rate: 0.3 },
        ...denseLayers([{ units: 10, activation: 'softmax' }]),
      ],
    },
    layer: 6,
    D: 12,
  },
  'without a hidden layer': {
    network: { inputs: 784, layers: denseLayers([{ units: 10, activation: 'softmax' }]) },
    layer: -1,
    D: 784,
  },
};

async function open(network: NetworkSpec): Promise<Trainer> {
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open({ ...smallDigitsSpec, network });
  await trainer.train({ steps: 20 });
  return trainer;
}

describe.each(Object.entries(networks))('%s', (_, { network, layer, D }) => {
  test('a point is what the last layer gets, less the mean, along the two components, to 1e-4', async () => {
    const trainer = await open(network);
    const map = await trainer.hiddenMap({ rows: 100, from: null });
    expect(map).toMatchObject({ layer, step: 20 });
    expect(map.mean.length).toBe(D);
    expect([...map.rows]).toEqual(Array.from({ length: 100 }, (_unused, i) => 3 * i));
    const { inputs, labels } = await trainer.testRows(map.rows);
    expect([...map.labels]).toEqual([...labels]);
    const { layers, outputs } = await trainer.predict(inputs, { layers: true });
    const hidden = layer < 0 ? inputs : layers?.[layer];
    for (let n = 0; n < 100; n++) {
      for (const k of [0, 1]) {
        let along = 0;
        for (let d = 0; d < D; d++)
          along += ((hidden?.[n * D + d] ?? Number.NaN) - map.mean[d]) * map.components[k * D + d];
        expect(Math.abs(along - map.points[2 * n + k])).toBeLessThan(1e-4);
      }
      const own = [...outputs.subarray(10 * n, 10 * n + 10)];
      expect(map.answers[n]).toBe(own.indexOf(Math.max(...own)));
    }
  });

  test('the first direction has the larger share of the variance, and both no more than all', async () => {
    const { shares, points } = await (await open(network)).hiddenMap({ rows: 300, from: null });
    expect(shares[0]).toBeGreaterThanOrEqual(shares[1]);
    expect(shares[1]).toBeGreaterThan(0);
    expect(shares[0] + shares[1]).toBeLessThanOrEqual(1 + 1e-6);
    // The points lie around their middle.
    for (const k of [0, 1]) {
      const sum = points.reduce((total, value, i) => total + (i % 2 === k ? value : 0), 0);
      expect(Math.abs(sum / 300)).toBeLessThan(1e-4);
    }
  });
});

test('a map that goes on from an earlier one is not turned round', async () => {
  const trainer = await open(smallDigitsSpec.network);
  const first = await trainer.hiddenMap({ rows: 300, from: null });
  const turned = first.components.map((value) => -value);
  const next = await trainer.hiddenMap({ rows: 300, from: turned });
  next.points.forEach((value, i) => {
    expect(Math.abs(value + first.points[i])).toBeLessThan(2e-2);
  });
});

test('a map of a trainer that trains leaves the bits of the run as they are', async () => {
  const [alone, watched] = [await open(smallDigitsSpec.network), await open(smallDigitsSpec.network)];
  await alone.train({ steps: 200 });
  const training = watched.train({ steps: 200 });
  let from: Float32Array | null = null;
  for (let i = 0; i < 5; i++) from = (await watched.hiddenMap({ rows: 300, from })).components;
  await training;
  const weights = async (of: Trainer) => (await of.weights()).map(({ values }) => bits(values));
  expect(await weights(watched)).toEqual(await weights(alone));
});

test('a map of one point is refused', async () => {
  const trainer = await open(smallDigitsSpec.network);
  await expect(trainer.hiddenMap({ rows: 1, from: null })).rejects.toThrow('at least 2 points, not 1');
});

test('rows are spread evenly, each taken once; of fewer all are taken', () => {
  expect([...spreadRows(10, 4)]).toEqual([0, 2, 5, 7]);
  expect([...spreadRows(3, 1000)]).toEqual([0, 1, 2]);
});
