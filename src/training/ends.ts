/** When a training has reached what it was begun for. */
import type { TrainUntil } from './trainEnd';
import type { Evaluation } from './trainer';

export type Ends = {
  /** A measurement on the test data, made in this training or before it. */
  addTest(test: Evaluation): void;
  /** `seconds`: since it was said until when. */
  addTime(seconds: number): void;
  /** What has come first; null: nothing yet. `test` is the newest measurement. */
  reached(run: Position, test: Evaluation | null): keyof TrainUntil | null;
};

type Position = { readonly step: number; readonly epoch: number };

/** From `firstStep` on. */
export function createEnds(until: TrainUntil, firstStep: number): Ends {
  let lowest = Number.POSITIVE_INFINITY;
  let noLower = 0;
  let passed = 0;

  return {
    addTest({ loss }) {
      noLower = loss < lowest ? 0 : noLower + 1;
      lowest = Math.min(lowest, loss);
    },

    addTime(seconds) {
      passed += seconds;
    },

    reached(run, test) {
      const { steps, epochs, seconds, testLoss, testAccuracy, plateau } = until;
      if (steps !== undefined && run.step - firstStep >= steps) return 'steps';
      if (epochs !== undefined && run.epoch >= epochs) return 'epochs';
      if (seconds !== undefined && passed >= seconds) return 'seconds';
      if (plateau !== undefined && noLower >= plateau) return 'plateau';
      // An older measurement is of other weights.
      if (test?.step !== run.step) return null;
      if (testLoss !== undefined && test.loss <= testLoss) return 'testLoss';
      return testAccuracy !== undefined && test.accuracy >= testAccuracy ? 'testAccuracy' : null;
    },
  };
}
