/** Whether a network is right as often as it says. */
import type { Floats } from '../kernels/kernels';
import { answeredClass } from './metrics';

/** Answers sorted by how sure they are: of each bin how many, how many right, and the sum of their probabilities. */
export type Calibration = {
  readonly counts: Float64Array;
  readonly correct: Float64Array;
  readonly confidence: Float64Array;
};

/** `bins` of equal width from 0 to 1. */
export function createCalibration(bins = 15): Calibration {
  return {
    counts: new Float64Array(bins),
    correct: new Float64Array(bins),
    confidence: new Float64Array(bins),
  };
}

/** Counts B answers of N probabilities (N from 2) with their targets, both `[B, N]`; one with NaN is wrong, and sure. */
export function addToCalibration(
  calibration: Calibration,
  outputs: Floats,
  targets: Floats,
  B: number,
  N: number,
): void {
  const bins = calibration.counts.length;
  for (let start = 0; start < B * N; start += N) {
    const answered = answeredClass(outputs, start, N);
    const confidence = answered < 0 ? 1 : outputs[start + answered];
    const bin = Math.max(0, Math.min(bins - 1, Math.ceil(confidence * bins) - 1));
    calibration.counts[bin]++;
    calibration.confidence[bin] += confidence;
    if (answered >= 0 && answered === answeredClass(targets, start, N)) calibration.correct[bin]++;
  }
}

/**
 * By how much, on average over all answers, a bin's share of right ones differs from its mean probability: 0 to 1.
 * Guo, Pleiss, Sun & Weinberger 2017, equation 3. 0 when nothing was counted.
 */
export function expectedCalibrationError({ counts, correct, confidence }: Calibration): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const gaps = correct.reduce((sum, right, bin) => sum + Math.abs(right - confidence[bin]), 0);
  return all === 0 ? 0 : gaps / all;
}
