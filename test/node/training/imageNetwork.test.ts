import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completeData } from '../../../src/training/data';
import type { LayerSpec, RunSpec, Trainer } from '../../../src/training/trainer';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const conv2d = (channels: number, kernel: number, stride: number, padding: number): LayerSpec => ({
  type: 'conv2d',
  channels,
  kernel,
  stride,
  padding,
  bias: true,
  initializer: 'heNormal',
});
const relu: LayerSpec = { type: 'activation', activation: 'relu' };

const spec: RunSpec = {
  ...smallDigitsSpec,
  network: {
    inputs: 784,
    inputShape: [28, 28, 1],
    layers: [
      conv2d(4, 5, 2, 2),
      relu,
      { type: 'maxPool2d', size: 2, stride: 2 },
      conv2d(6, 3, 1, 1),
      relu,
      { type: 'flatten' },
      { type: 'dropout', rate: 0.3 },
      { type: 'dense', units: 10, bias: true, initializer: 'glorotUniform' },
      { type: 'activation', activation: 'softmax' },
    ],
  },
};

const createTrainer = (kernels: 'wasm' | 'reference' = 'wasm'): Trainer =>
  createTestTrainer({
    kernels,
    openDigits: async () => completeData(new StripeDigits(600), new StripeDigits(100), 200),
  });

const weightBits = async (trainer: Trainer) => (await trainer.weights()).map(({ values }) => bits(values));

test('a network with convolutions and dropout learns, the same bits from the same seed', async () => {
  const runs: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    const trainer = createTrainer();
    await trainer.open(spec);
    await trainer.train({ steps: 100 });
    expect((await trainer.evaluate()).accuracy).toBeGreaterThan(0.9);
    runs.push(await weightBits(trainer));
    trainer.close();
  }
  expect(runs[1]).toEqual(runs[0]);
});

test('its weights go out to a file and come back: the same bits, the same answers, other than those it started with', async () => {
  const trainer = createTrainer();
  await trainer.open(spec);
  await trainer.train({ steps: 20 });
  const inputs = Float32Array.from({ length: 3 * 784 }, (_, i) => ((i * 37) % 11) / 10);
  const { outputs } = await trainer.predict(inputs);
  const { bytes } = await trainer.exportWeights('a test', 'npz');
  const other = createTrainer();
  const { run } = await other.importWeights(bytes, 'digits');
  expect(run.spec.network).toEqual(spec.network);
  expect(await weightBits(other)).toEqual(await weightBits(trainer));
  expect(bits((await other.predict(inputs)).outputs)).toEqual(bits(outputs));
  await other.open(spec);
  expect(bits((await other.predict(inputs)).outputs)).not.toEqual(bits(outputs));
});

test('the reference kernels drop the same, and after 5 steps have the weights within 1e-4', async () => {
  const [mine, theirs] = [createTrainer('wasm'), createTrainer('reference')];
  for (const trainer of [mine, theirs]) {
    await trainer.open(spec);
    await trainer.train({ steps: 5 });
  }
  const expected = await theirs.weights();
  (await mine.weights()).forEach(({ values }, i) => {
    const largest = values.reduce((most, w, at) => Math.max(most, Math.abs(w - expected[i].values[at])), 0);
    expect(largest).toBeLessThan(1e-4);
  });
});

test('a network of images that gives three answers is no network for digits', async () => {
  const file = new URL('../../fixtures/formats/convNet.npz', import.meta.url);
  await expect(createTrainer().importWeights(new Uint8Array(readFileSync(file)), 'digits')).rejects.toThrow(
    'The network of this file has 120 inputs and 3 outputs; Digits needs 784 and 10.',
  );
});
