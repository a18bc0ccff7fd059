import { expect, test } from 'vitest';
import { createProgressFold } from '../../../src/training/progressFold';

const evaluation = (step: number, accuracy: number) => ({ step, accuracy, loss: 1, rows: 4 });

test('a fold has the mean, the extremes, the share of right answers and the last rate of its batches, and is empty afterwards', () => {
  const fold = createProgressFold();
  fold.addBatch({ loss: 1, samples: 4, labelled: 4, correct: 3, rate: 0.3, figures: null });
  fold.addBatch({ loss: 4, samples: 4, labelled: 4, correct: 0, rate: 0.2, figures: null });
  fold.addBatch({ loss: 1, samples: 2, labelled: 2, correct: 2, rate: 0.1, figures: null });
  const progress = fold.take({ step: 3, epoch: 0.3 }, 2);
  expect(progress).toEqual({
    step: 3,
    epoch: 0.3,
    trainLoss: 2,
    trainLossMin: 1,
    trainLossMax: 4,
    trainAccuracy: 0.5,
    rate: 0.1,
    samplesPerSecond: 5,
    test: null,
    bestTest: null,
    figures: null,
  });
  expect(fold.isEmpty()).toBe(true);
});

test('the share of right answers is of the samples that have a class, and stays when there is none', () => {
  const fold = createProgressFold();
  const accuracy = (labelled: number, correct: number) => {
    fold.addBatch({ loss: 1, samples: 10, labelled, correct, rate: 1, figures: null });
    return fold.take({ step: 1, epoch: 1 }, 1).trainAccuracy;
  };
  expect(accuracy(8, 6)).toBe(0.75);
  expect(accuracy(0, 0)).toBe(0.75);
  expect(accuracy(10, 5)).toBe(0.5);
});

test('of several measurements it keeps the newest and the most accurate, the first of equals', () => {
  const fold = createProgressFold();
  fold.addBatch({ loss: 1, samples: 1, labelled: 1, correct: 1, rate: 1, figures: null });
  for (const [step, accuracy] of [
    [1, 0.5],
    [2, 1],
    [3, 1],
    [4, 0.75],
  ] as const)
    fold.addTest(evaluation(step, accuracy));
  expect(fold.take({ step: 4, epoch: 4 }, 1)).toMatchObject({ test: { step: 4 }, bestTest: { step: 2 } });
  fold.addBatch({ loss: 1, samples: 1, labelled: 1, correct: 1, rate: 1, figures: null });
  expect(fold.take({ step: 5, epoch: 5 }, 1)).toMatchObject({ test: null, bestTest: null });
});

test('of several measured steps it keeps the figures of the newest, and has none afterwards', () => {
  const fold = createProgressFold();
  const figures = (step: number) => ({ step, layers: [] });
  const batch = { loss: 1, samples: 1, labelled: 1, correct: 1, rate: 1 };
  for (const measured of [figures(1), figures(2), null]) fold.addBatch({ ...batch, figures: measured });
  expect(fold.take({ step: 3, epoch: 3 }, 1).figures).toEqual(figures(2));
  fold.addBatch({ ...batch, figures: null });
  expect(fold.take({ step: 4, epoch: 4 }, 1).figures).toBeNull();
});

test('the speed fades from one value to the next over about a second', () => {
  const fold = createProgressFold();
  const take = (samples: number, seconds: number) => {
    fold.addBatch({ loss: 0, samples, labelled: samples, correct: 0, rate: 1, figures: null });
    return fold.take({ step: 0, epoch: 0 }, seconds).samplesPerSecond;
  };
  expect(take(100, 1)).toBe(100);
  expect(take(10, 0.05)).toBeGreaterThan(100);
  expect(take(10, 0.05)).toBeLessThan(120);
  for (let i = 0; i < 200; i++) take(10, 0.05);
  expect(take(10, 0.05)).toBeCloseTo(200, 0);
});
