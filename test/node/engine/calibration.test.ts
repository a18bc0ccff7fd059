import { expect, test } from 'vitest';
import {
  addToCalibration,
  createCalibration,
  expectedCalibrationError,
} from '../../../src/engine/calibration';

/** Answers of two classes, the first meant: with its probabilities. */
function errorOf(probabilities: readonly number[], bins?: number): number {
  const calibration = createCalibration(bins);
  const outputs = Float64Array.from(probabilities.flatMap((first) => [first, 1 - first]));
  const targets = Float64Array.from(probabilities.flatMap(() => [1, 0]));
  addToCalibration(calibration, outputs, targets, probabilities.length, 2);
  return expectedCalibrationError(calibration);
}

test('answers that are right as often as they say have no error', () => {
  expect(errorOf([0.75, 0.75, 0.75, 0.25])).toBeCloseTo(0, 12);
  expect(errorOf([1, 1])).toBe(0);
  expect(errorOf([])).toBe(0);
});

test('the error is the mean distance, over the bins by their answers, of what is right from what is said', () => {
  // Sure of 0.9 and right once in two; sure of 0.6 and always right.
  expect(errorOf([0.9, 0.1, 0.6, 0.6])).toBeCloseTo((2 * 0.4 + 2 * 0.4) / 4, 12);
  // In one bin 0.6 and 0.9, both right, make up for nothing: their mean is 0.75.
  expect(errorOf([0.6, 0.9], 1)).toBeCloseTo(0.25, 12);
});

test('a number on the edge of a bin belongs to the lower one', () => {
  const calibration = createCalibration(10);
  addToCalibration(calibration, Float64Array.of(0.8, 0.2, 0.81, 0.19), Float64Array.of(1, 0, 1, 0), 2, 2);
  expect(Array.from(calibration.counts)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
});

test('an answer of NaN is wrong and sure', () => {
  const calibration = createCalibration();
  addToCalibration(calibration, Float64Array.of(Number.NaN, 1), Float64Array.of(0, 1), 1, 2);
  expect(expectedCalibrationError(calibration)).toBe(1);
});
