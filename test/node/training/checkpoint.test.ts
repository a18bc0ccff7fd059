/** Checkpoints through the trainer: out of one, into another. */
import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeNpyText } from '../../../src/formats/npz/npy';
import { positionText, type RunPosition } from '../../../src/formats/position';
import { completeData } from '../../../src/training/data';
import { noRegularization, optimizerDefaults, originalXorRecipe } from '../../../src/training/recipes';
import type { Progress, RunSpec, Trainer } from '../../../src/training/trainer';
import { readOwnNpz } from '../../support/ownWeights';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(new StripeDigits(200), new StripeDigits(50), 60);
const openDigits = async () => digits;

const digitsSpec: RunSpec = {
  ...smallDigitsSpec,
  optimizer: optimizerDefaults.adamW,
  schedule: { type: 'warmUp', steps: 5, next: { type: 'cosine', steps: 40, least: 0 } },
  regularization: { ...noRegularization, maxNorm: 1 },
};

async function weightBits(trainer: Trainer) {
  return (await trainer.weights()).map(({ name, values }) => [name, bits(values)]);
}

test('a run goes on in another trainer as it does in its own: weights, rates, and the next checkpoint', async () => {
  const rates: number[][] = [[], []];
  const [own, other] = rates.map((list) =>
    createTestTrainer({ openDigits, listener: { progress: ({ rate }: Progress) => void list.push(rate) } }),
  );
  await own.open(digitsSpec);
  await own.train({ steps: 10 });
  await own.tune({ rate: 0.004, batchSize: 24 });
  await own.train({ steps: 3 });
  const { bytes, card } = await own.exportCheckpoint('a test', 'npz');
  expect(card).toMatchObject({ steps: 13, batchSize: 24, optimizer: { rate: 0.004 }, testRows: 50 });
  const imported = await other.importCheckpoint(bytes, 'digits');
  expect(imported).toMatchObject({ step: 13, card });
  expect(imported.run.spec).toEqual({
    ...digitsSpec,
    batchSize: 24,
    optimizer: { ...digitsSpec.optimizer, rate: 0.004 },
  });
  expect(imported.epoch).toBe(card.epochs);
  for (const trainer of [own, other])
    expect(await trainer.train({ steps: 20 })).toEqual({ reason: 'completed', step: 33, reached: 'steps' });
  expect(rates[1].at(-1)).toBe(rates[0].at(-1));
  expect(await weightBits(other)).toEqual(await weightBits(own));
  const files = await Promise.all([own, other].map((trainer) => trainer.exportCheckpoint('a test', 'npz')));
  expect(Buffer.compare(files[0].bytes, files[1].bytes)).toBe(0);
});

test('passes count from the start of the run', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(digitsSpec);
  await trainer.train({ steps: 10 });
  const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
  await trainer.train({ epochs: 3 });
  const whole = await weightBits(trainer);
  await trainer.importCheckpoint(bytes, 'digits');
  await trainer.train({ epochs: 3 });
  expect(await weightBits(trainer)).toEqual(whole);
});

test('a checkpoint is weights too, opened at step 0; weights are no checkpoint', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(digitsSpec);
  await trainer.train({ steps: 10 });
  const trained = await weightBits(trainer);
  const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
  const { bytes: weights } = await trainer.exportWeights('a test', 'npz');
  await trainer.open(digitsSpec);
  await trainer.importWeights(bytes, 'digits');
  expect(await weightBits(trainer)).toEqual(trained);
  expect(await trainer.train({ steps: 1 })).toEqual({ reason: 'completed', step: 1, reached: 'steps' });
  await expect(trainer.importCheckpoint(weights, 'digits')).rejects.toMatchObject({
    name: 'FormatError',
    code: 'missing',
    place: { field: 'position' },
  });
});

test('steps before the weights of a run were opened from a file are counted after a break too', async () => {
  const trainer = createTestTrainer();
  await trainer.open(originalXorRecipe);
  await trainer.train({ epochs: 2 });
  const { bytes: weights } = await trainer.exportWeights('a test', 'npz');
  await trainer.importWeights(weights, 'xor');
  await trainer.train({ steps: 5 });
  const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
  await trainer.importCheckpoint(bytes, 'xor');
  await trainer.train({ steps: 3 });
  const { steps, epochs } = (await trainer.exportWeights('a test', 'npz')).card;
  expect(steps).toBe(2 * 16 + 5 + 3);
  expect(epochs).toBeCloseTo(2 + (8 * 64) / 1000, 12);
});

test('a checkpoint taken while it trains is of one step', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(smallDigitsSpec);
  const training = trainer.train();
  const blank = new Float32Array(784);
  while ((await trainer.predict(blank)).step < 20) await new Promise((resolve) => setImmediate(resolve));
  const { bytes, card } = await trainer.exportCheckpoint('a test', 'npz');
  await trainer.stop();
  const { step } = await training;
  const whole = await weightBits(trainer);
  await trainer.importCheckpoint(bytes, 'digits');
  await trainer.train({ steps: step - card.steps });
  expect(await weightBits(trainer)).toEqual(whole);
});

test('a checkpoint that does not fit is refused with the place, and the run there was goes on', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(digitsSpec);
  await trainer.train({ steps: 10 });
  const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
  const { saved } = readOwnNpz(bytes);
  const at = (change: Partial<RunPosition>) => {
    const position = { ...(saved?.position as RunPosition), ...change };
    return zipSync({
      ...unzipSync(bytes),
      'scratchnet.position.npy': writeNpyText(positionText(position)),
    });
  };
  const { 'optimizer.1.layers.2.bias.npy': _, ...rest } = unzipSync(bytes);
  const bad: [Uint8Array, object][] = [
    [at({ row: 200 }), { code: 'position', place: { field: 'position.row' } }],
    [at({ step: 11 }), { code: 'position', place: { field: 'position.step' } }],
    [zipSync(rest), { code: 'missing', place: { entry: 'optimizer.1.layers.2.bias' } }],
    [bytes.slice(0, -100), { name: 'FormatError' }],
    [Uint8Array.of(), { code: 'empty' }],
  ];
  for (const [file, error] of bad)
    await expect(trainer.importCheckpoint(file, 'digits')).rejects.toMatchObject(error);
  await expect(trainer.importCheckpoint(bytes, 'xor')).rejects.toMatchObject({
    code: 'unexpected',
    message: expect.stringContaining('for Digits, not for XOR'),
  });
  await expect(trainer.train({ steps: 10 })).resolves.toMatchObject({ step: 20 });
  const undisturbed = createTestTrainer({ openDigits });
  await undisturbed.open(digitsSpec);
  await undisturbed.train({ steps: 20 });
  expect(await weightBits(trainer)).toEqual(await weightBits(undisturbed));
});
