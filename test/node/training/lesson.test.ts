/** Digits of the user's own among those of the data. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DIGIT_PIXELS } from '../../../src/datasets/digitRows';
import { countCorrect } from '../../../src/engine/metrics';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { createNodeTrainer } from '../../../src/node/trainer';
import { completeData } from '../../../src/training/data';
import { xorRecipe } from '../../../src/training/recipes';
import { createRun, type Run, runFloats } from '../../../src/training/run';
import type { Lesson, Progress, RunSpec } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(drawnDigits(200), drawnDigits(30, 12), 60);
const start = (spec: RunSpec = smallDigitsSpec) =>
  createRun(spec, openKernels(kernelBuilds, runFloats(spec), spec.arithmetic), digits);
const losses = (run: Run, steps: number) => Array.from({ length: steps }, () => run.trainBatch().loss);
const weightBits = (run: Run) => run.weights().flatMap(({ values }) => bits(values));

/** Bars, each of another height, that no digit of the data looks like. */
function barLesson(change: Partial<Lesson> = {}): Lesson {
  const labels = Uint8Array.of(3, 8, 8);
  const images = new Uint8Array(labels.length * DIGIT_PIXELS);
  labels.forEach((_, n) => {
    images.fill(255, n * DIGIT_PIXELS + (4 + 8 * n) * 28 + 2, n * DIGIT_PIXELS + (4 + 8 * n) * 28 + 26);
  });
  return { images, labels, share: 0.3, rate: 0.01, ...change };
}

const inputsOf = ({ images }: Lesson) => Float32Array.from(images, (level) => level / 255);

function countRight(outputs: Float32Array, { labels }: Lesson): number {
  const targets = new Float32Array(outputs.length);
  labels.forEach((label, n) => {
    targets[10 * n + label] = 1;
  });
  return countCorrect(outputs, targets, labels.length, 10);
}

describe('a lesson', () => {
  test('is learned', () => {
    const run = start();
    losses(run, 40);
    const lesson = barLesson();
    expect(countRight(run.predict(inputsOf(lesson), false).outputs, lesson)).toBeLessThan(3);
    run.teach(lesson);
    losses(run, 160);
    expect(countRight(run.predict(inputsOf(lesson), false).outputs, lesson)).toBe(3);
  });

  test('has its own rate, whatever the schedule says', () => {
    const run = start({ ...smallDigitsSpec, schedule: { type: 'cosine', steps: 4, least: 0 } });
    losses(run, 4);
    expect(run.trainBatch().rate).toBe(0);
    run.teach(barLesson({ rate: 0.02 }));
    expect(run.trainBatch().rate).toBe(0.02);
    run.teach(null);
    expect(run.trainBatch().rate).toBe(0);
  });

  test('that is taken back before a step leaves no trace', () => {
    const [one, other] = [start(), start()];
    one.teach(barLesson());
    one.teach(null);
    expect(losses(one, 20)).toEqual(losses(other, 20));
    expect(weightBits(one)).toEqual(weightBits(other));
  });

  test('gives the same bits for the same seed', () => {
    const [one, other] = [start(), start()];
    for (const run of [one, other]) run.teach(barLesson());
    expect(losses(one, 20)).toEqual(losses(other, 20));
    expect(losses(start(), 20)).not.toEqual(losses(one, 20));
  });

  test.each([
    ['has 1 to 10000 digits, not 0', barLesson({ labels: new Uint8Array(0), images: new Uint8Array(0) })],
    ['Digit 1 of the lesson has the label 10', barLesson({ labels: Uint8Array.of(0, 10, 3) })],
    ['2 labels came with 2352 pixels', barLesson({ labels: Uint8Array.of(0, 1) })],
    ["share of the lesson's digits must be above 0", barLesson({ share: 0 })],
    ['at most 1, not NaN', barLesson({ share: Number.NaN })],
    ['rate of a lesson must be a number above 0, not Infinity', barLesson({ rate: Infinity })],
  ])('is refused when wrong (%s), and nothing has changed', (message, lesson) => {
    const [run, untouched] = [start(), start()];
    expect(() => run.teach(lesson)).toThrow(message);
    expect(losses(run, 10)).toEqual(losses(untouched, 10));
  });
});

describe('Trainer.teach', () => {
  const openDigits = () => Promise.resolve(digits);

  test('ends as train does, and what is trained next has no lesson in it', async () => {
    const rates: number[] = [];
    const progress = ({ rate }: Progress) => void rates.push(rate);
    const trainer = createTestTrainer({ openDigits, listener: { progress } });
    await trainer.open(smallDigitsSpec);
    expect(await trainer.teach(barLesson({ rate: 0.5 }), { steps: 5 })).toEqual({
      reason: 'completed',
      step: 5,
      reached: 'steps',
    });
    expect(rates.at(-1)).toBe(0.5);
    await trainer.train({ steps: 5 });
    expect(rates.at(-1)).toBe(0.01);
  });

  test('is refused while training runs, which goes on as it was', async () => {
    const trainer = createTestTrainer({ openDigits });
    await trainer.open(smallDigitsSpec);
    const training = trainer.train();
    await expect(trainer.teach(barLesson(), { steps: 5 })).rejects.toThrow('running already');
    await trainer.stop();
    expect((await training).reason).toBe('stopped');
    const taught = (await trainer.weights()).flatMap(({ values }) => bits(values));
    const run = start();
    losses(run, (await training).step);
    expect(taught).toEqual(weightBits(run));
  });

  test('of 300 steps is learned by the shipped network, which still reads 97 % of the test digits', async () => {
    const trainer = createNodeTrainer();
    await trainer.importWeights(new Uint8Array(readFileSync('public/models/digits.npz')), 'digits');
    const lesson = barLesson({ share: 0.2, rate: 0.0005 });
    const right = async () => countRight((await trainer.predict(inputsOf(lesson))).outputs, lesson);
    expect(await right()).toBe(0);
    await trainer.teach(lesson, { steps: 300 });
    expect(await right()).toBe(3);
    expect((await trainer.evaluate()).accuracy).toBeGreaterThan(0.97);
    trainer.close();
  });

  test('is refused for a network of other data', async () => {
    const trainer = createTestTrainer();
    await trainer.open(xorRecipe);
    await expect(trainer.teach(barLesson(), { steps: 5 })).rejects.toThrow('Only a network of digits');
    expect(await trainer.train({ steps: 3 })).toEqual({ reason: 'completed', step: 3, reached: 'steps' });
  });
});
