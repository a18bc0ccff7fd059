import { expect, test } from 'vitest';
import { scaleOf } from '../../../src/app/charts/curveScale';
import { describeOrigin } from '../../../src/app/digits/ModelCard';
import { sentenceFor } from '../../../src/app/shell/useRunAnnouncements';
import { xorPlane } from '../../../src/app/space2d/plane';
import { truthRows } from '../../../src/app/space2d/truth';
import type { Evaluation } from '../../../src/training/trainer';
import { fakeSession } from './fakeSession';

const measured: Evaluation = { step: 0, loss: 0.08, accuracy: 0.977, rows: 10_000 };

test('an answer that is not a number is wrong, whatever is wanted', () => {
  const outputs = new Float32Array([Number.NaN, Number.NaN, 0.9, 0.1]);
  const answer = { plane: xorPlane, side: 0, classes: 2, prediction: { step: 0, outputs } };
  expect(truthRows(answer).map(({ right }) => right)).toEqual([false, false, true, true]);
});

test('a measurement names its step where the weights have gone on since', () => {
  const trained = { origin: 'fresh', card: null, step: 391, openedStep: 0, epoch: 0.4 } as const;
  expect(describeOrigin({ ...trained, test: measured })).toContain('97.7 % of 10,000 test digits at step 0.');
  expect(describeOrigin({ ...trained, test: { ...measured, step: 391 } })).toContain('10,000 test digits.');

  const { run } = fakeSession('digits').session.getState();
  const before = { ...run, status: 'training' } as const;
  const now = { ...run, step: 391, trainLoss: 0.1, test: measured };
  expect(sentenceFor(before, now)).toBe(
    'Paused at step 391: train loss 0.1000, test accuracy 97.70 % at step 0.',
  );
});

/** Of a chart of the accuracy in training and test. */
const domainOf = (
  accuracies: readonly number[],
  problem: 'xor' | 'digits',
  firstTest: number | null = null,
) =>
  scaleOf(
    accuracies.map((accuracy, i) => [accuracy, i === 0 ? firstTest : null]),
    'accuracy',
    problem,
    false,
  ).domain;

test('the accuracy of XOR is drawn from 0, that of digits from where it was but for the first two points', () => {
  const learned = [0.5, 0.5, ...Array.from({ length: 98 }, () => 1)];
  expect(domainOf(learned, 'xor')).toEqual([0, 1]);
  const [low] = domainOf(learned, 'digits');
  expect(low).toBeGreaterThanOrEqual(0.9);
  const slower = [0.1, 0.3, 0.62, ...Array.from({ length: 97 }, () => 0.97)];
  expect(domainOf(slower, 'digits')[0]).toBeCloseTo(0.6);
  expect(domainOf(slower.slice(0, 10), 'digits')[0]).toBeLessThanOrEqual(0.1);
});

test('the newest measurement lies in the picture', () => {
  const accuracies = Array.from({ length: 100 }, () => 0.95);
  expect(domainOf(accuracies, 'digits', 0.1)[0]).toBeLessThanOrEqual(0.1);
});
