/** Gathers batches between two progress reports, however many there are, in constant memory. */
import type { Evaluation, Progress, StepFigures } from './trainer';

export type BatchResult = {
  readonly loss: number;
  readonly samples: number;
  /** Of the samples those that are of a class, and of these those that were answered right. */
  readonly labelled: number;
  readonly correct: number;
  /** The learning rate that the step was made with. */
  readonly rate: number;
  /** Null unless the step was measured. */
  readonly figures: StepFigures | null;
};

export type ProgressFold = {
  addBatch(batch: BatchResult): void;
  addTest(test: Evaluation): void;
  isEmpty(): boolean;
  /** What was gathered in `seconds`; afterwards the fold is empty but for the speed, an average that fades. */
  take(position: { step: number; epoch: number }, seconds: number): Progress;
};

/** Seconds over which the speed is averaged: measuring the test data takes turns with training, and should not show. */
const speedWindow = 1;

export function createProgressFold(): ProgressFold {
  let speed: number | null = null;
  /** Stays where it was when batches are so small that none of their samples is of a class. */
  let accuracy = 0;
  let batches = 0;
  let samples = 0;
  let labelled = 0;
  let correct = 0;
  let lossSum = 0;
  let lossMin = Number.POSITIVE_INFINITY;
  let lossMax = Number.NEGATIVE_INFINITY;
  let rate = Number.NaN;
  let test: Evaluation | null = null;
  let bestTest: Evaluation | null = null;
  let figures: StepFigures | null = null;

  return {
    addBatch(batch) {
      batches += 1;
      samples += batch.samples;
      labelled += batch.labelled;
      correct += batch.correct;
      lossSum += batch.loss;
      lossMin = Math.min(lossMin, batch.loss);
      lossMax = Math.max(lossMax, batch.loss);
      rate = batch.rate;
      figures = batch.figures ?? figures;
    },
    addTest(measured) {
      test = measured;
      if (bestTest === null || measured.accuracy > bestTest.accuracy) bestTest = measured;
    },
    isEmpty: () => batches === 0,
    take({ step, epoch }, seconds) {
      const measured = samples / Math.max(seconds, 1e-6);
      speed = speed === null ? measured : measured + (speed - measured) * Math.exp(-seconds / speedWindow);
      if (labelled > 0) accuracy = correct / labelled;
      const progress: Progress = {
        step,
        epoch,
        trainLoss: lossSum / batches,
        trainLossMin: lossMin,
        trainLossMax: lossMax,
        trainAccuracy: accuracy,
        rate,
        samplesPerSecond: speed,
        test,
        bestTest,
        figures,
      };
      batches = samples = labelled = correct = lossSum = 0;
      lossMin = Number.POSITIVE_INFINITY;
      lossMax = Number.NEGATIVE_INFINITY;
      test = bestTest = figures = null;
      return progress;
    },
  };
}
