/** The real worker in a real browser, with the digits fetched over HTTP. */
import { expect, test } from 'vitest';
import { xorRecipe } from '../../../src/training/recipes';
import type { Progress, TrainerListener } from '../../../src/training/trainer';
import { createWorkerTrainer } from '../../../src/worker/client';
import golden from '../../fixtures/runs/golden.json';
import { goldenHashes } from '../../support/goldenRuns';

function createTrainer(listener: TrainerListener = {}) {
  const worker = new Worker(new URL('../../../src/worker/main.ts', import.meta.url), { type: 'module' });
  return createWorkerTrainer({ worker, mnistUrl: new URL('/mnist/', location.href).href, listener });
}

test('Chromium gives the bits on file: weights after 500 steps in a worker, and the elementary functions', async () => {
  expect(await goldenHashes(createTrainer)).toEqual(golden);
});

test('a checkpoint out of one worker goes on in another with the same bits', async () => {
  const [first, second] = [createTrainer(), createTrainer()];
  await first.open(xorRecipe);
  await first.train({ steps: 100 });
  const { bytes } = await first.exportCheckpoint('a test', 'npz');
  expect(await second.importCheckpoint(bytes, 'xor')).toMatchObject({ step: 100, epoch: 100 });
  const weights = [first, second].map(async (trainer) => {
    await trainer.train({ steps: 100 });
    return (await trainer.weights()).map(({ values }) => Array.from(values));
  });
  expect(await weights[1]).toEqual(await weights[0]);
  for (const trainer of [first, second]) trainer.close();
});

test('a full-speed run reports, answers in between, and stops', async () => {
  const seen: Progress[] = [];
  const trainer = createTrainer({
    progress: (progress) => void seen.push(progress),
  });
  await trainer.open(xorRecipe);
  const training = trainer.train();
  const corners = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
  let answers = 0;
  while (seen.length < 5) {
    await trainer.predict(corners);
    answers += 1;
  }
  await trainer.stop();
  const end = await training;
  expect(end.reason).toBe('stopped');
  expect(seen.at(-1)?.step).toBe(end.step);
  expect(answers).toBeGreaterThan(4);
  trainer.close();
});

test('an error in the worker reaches the page with its name and code', async () => {
  const trainer = createTrainer();
  await trainer.open(xorRecipe);
  await expect(trainer.importWeights(new Uint8Array(0), 'xor')).rejects.toMatchObject({
    name: 'FormatError',
    code: 'empty',
  });
  trainer.close();
});

test('a worker whose script is not there fails the trainer instead of waiting for ever', async () => {
  const failed = new Promise<Error>((resolve) => {
    const worker = new Worker(new URL('/no-such-worker.js', location.href), { type: 'module' });
    const trainer = createWorkerTrainer({ worker, mnistUrl: '', listener: { failed: resolve } });
    trainer.open(xorRecipe).catch(() => {});
  });
  await expect(failed).resolves.toBeInstanceOf(Error);
});
