import { describe, expect, test } from 'vitest';
import { addToConfusion, classScores, createConfusionMatrix } from '../../../src/engine/confusion';
import { countCorrect, countLabelled, countTopK } from '../../../src/engine/metrics';
import { movingAverage } from '../../../src/engine/movingAverage';

test('a sample that is meant to be of no class is neither labelled nor right', () => {
  const targets = Float32Array.of(0, 1, 0.5, 0.5, 0.1, 0.9);
  const outputs = Float32Array.of(0.2, 0.8, 0.9, 0.1, 0.4, 0.6);
  expect([countLabelled(targets, 3, 2), countCorrect(outputs, targets, 3, 2)]).toEqual([2, 2]);
  expect([countLabelled(targets, 6, 1), countCorrect(outputs, targets, 6, 1)]).toEqual([6, 5]);
});

describe('countTopK', () => {
  const outputs = Float32Array.of(0.1, 0.6, 0.3, 0.5, 0.5, 0.2, 0.2, 0.3, 0.5);
  const targets = Float32Array.of(0, 0, 1, 0, 1, 0, 1, 0, 0);

  test('the class that is meant must be among the k largest; of equals the first counts more', () => {
    expect([1, 2, 3].map((k) => countTopK(outputs, targets, k, 3, 3))).toEqual([0, 2, 3]);
    expect(countTopK(outputs, targets, 2, 1, 3)).toBe(1);
  });

  test('an answer with NaN is wrong for every k', () => {
    expect(countTopK(Float32Array.of(1, NaN), Float32Array.of(1, 0), 2, 1, 2)).toBe(0);
  });
});

describe('the confusion matrix', () => {
  test('counts meant against answered over batches, NaN in a column of its own', () => {
    const matrix = createConfusionMatrix(2);
    addToConfusion(matrix, Float32Array.of(0.9, 0.1, 0.2, 0.8), Float32Array.of(1, 0, 1, 0), 2, 2);
    addToConfusion(matrix, Float32Array.of(0, 1, NaN, 1), Float32Array.of(0, 1, 0, 1), 2, 2);
    expect([...matrix.counts]).toEqual([1, 1, 0, 0, 1, 1]);
    expect(classScores(matrix)).toEqual([
      { precision: 1, recall: 0.5 },
      { precision: 0.5, recall: 0.5 },
    ]);
  });

  test('one output is two classes, and a class that never occurs has no score', () => {
    const matrix = createConfusionMatrix(1);
    addToConfusion(matrix, Float32Array.of(0.4, 0.2), Float32Array.of(0, 0), 2, 1);
    expect([...matrix.counts]).toEqual([2, 0, 0, 0, 0, 0]);
    expect(classScores(matrix)).toEqual([
      { precision: 1, recall: 1 },
      { precision: null, recall: null },
    ]);
  });
});

describe('movingAverage', () => {
  test('is the mean of the last values, of fewer at the start', () => {
    expect([...movingAverage([1, 3, 5, 7], 2)]).toEqual([1, 2, 4, 6]);
    expect([...movingAverage([1, 3, 5], 10)]).toEqual([1, 2, 3]);
    expect([...movingAverage([], 3)]).toEqual([]);
  });

  test('NaN leaves with its window; windows below 1 are refused', () => {
    expect([...movingAverage([1, NaN, 3, 5], 2)]).toEqual([1, NaN, NaN, 4]);
    for (const window of [0, 1.5, NaN]) expect(() => movingAverage([1], window)).toThrow('window');
  });
});
