/** Takes the steps of a training, looks at some of them closely, and keeps states to go back to. */
import { brokenStep, trailLength, troubled } from './divergence';
import type { Fault } from './faults';
import type { History } from './history';
import type { Opened } from './opened';
import { retrace } from './retrace';
import type { StepResult } from './run';
import type { Scheduler } from './slices';
import type { Divergence } from './trainEnd';
import type { StepFigures } from './trainer';
import { createWatch, type Trouble } from './watch';

/** Milliseconds between two steps that are measured, at the least; and of all time they take no more than this share. */
const measureInterval = 100;
const measureShare = 1 / 30;
/** The same of states that are kept. So what is done again to find a fault are about so many milliseconds of training. */
const keepInterval = 250;
const keepShare = 1 / 100;

/** Why training can't go on: a step that could not be made, or trouble. */
export type Failure = { readonly fault: Fault } | { readonly trouble: Trouble };

export type Guard = {
  /** Where states are kept. */
  readonly history: History;
  step(): StepResult;
  /** Null while all is well. */
  readonly failure: Failure | null;
  /** To be called now and then, not with every step: looks at the clock. */
  lookAtClock(): void;
  /** Rate, batch size or regularization are not what they were. */
  settingsChanged(): void;
  /** For the end: notes it too when the last step has made weights that are not finite. */
  lookAtWeights(): void;
  /** What the failure is about. Numbers that are not finite are undone: afterwards those of the run are. */
  explain(failure: Failure): Promise<Divergence>;
};

/** For one training. */
export function createGuard({ run, history }: Opened, scheduler: Scheduler): Guard {
  const watch = createWatch(run.lossOfGuessing);
  let firstStep = run.step;
  let trail: readonly StepFigures[] = [];
  let failure: Failure | null = null;
  let measureIsDue = true;
  let nextMeasure = 0;
  let keepIsDue = true;
  let nextKeep = 0;
  /** Whether the steps since the newest state were all made with the settings of now. */
  let isRepeatable = false;
  let isUnjudged = false;

  /** How long `work` took decides when it is due again. */
  function timed<T>(work: () => T): { readonly result: T; readonly took: number; readonly now: number } {
    const started = scheduler.now();
    const result = work();
    const now = scheduler.now();
    return { result, took: now - started, now };
  }

  function keep() {
    if (run.findFault()) {
      measureIsDue = true;
      return;
    }
    const { took, now } = timed(() => history.keep(run, watch.meanLoss));
    nextKeep = now + took / keepShare;
    keepIsDue = false;
    isRepeatable = isUnjudged = true;
  }

  function measuredStep(): StepResult {
    const { result, took, now } = timed(() => run.trainBatch(true));
    nextMeasure = now + Math.max(measureInterval, took / measureShare);
    measureIsDue = false;
    return result;
  }

  /** At first in steps that double: what goes wrong with the first steps is seen in them. */
  function isEarly() {
    const done = run.step - firstStep;
    return done < trailLength && (done & (done - 1)) === 0;
  }

  return {
    history,

    step() {
      if (keepIsDue) keep();
      const result = measureIsDue || isEarly() ? measuredStep() : run.trainBatch();
      const { fault, figures } = result;
      if (fault) {
        failure = { fault };
        return result;
      }
      if (isUnjudged) history.judge(result.loss);
      isUnjudged = false;
      if (figures) trail = [...trail.slice(1 - trailLength), figures];
      const trouble = watch.add(run.step, result);
      if (trouble) failure = { trouble };
      return result;
    },

    get failure() {
      return failure;
    },

    lookAtClock() {
      const now = scheduler.now();
      measureIsDue ||= now >= nextMeasure;
      keepIsDue ||= now >= nextKeep + (isRepeatable ? keepInterval : 0);
    },

    settingsChanged() {
      isRepeatable = false;
      firstStep = run.step;
    },

    lookAtWeights() {
      const fault = run.findFault();
      if (fault) failure = { fault };
    },

    async explain(failed) {
      const { lossOfGuessing } = watch;
      if ('trouble' in failed) return troubled(failed.trouble, { run, history, trail, lossOfGuessing });
      const { newest } = history;
      const again =
        newest && isRepeatable && failed.fault.what !== 'inputs'
          ? await retrace(run, newest.state, run.step + 1, scheduler)
          : null;
      const { fault, step } = again ?? { fault: failed.fault, step: run.step + 1 };
      if (newest && run.findFault()) run.restore(newest.state);
      history.cut(run.step);
      return brokenStep(fault, step, { run, history, trail: again?.trail ?? trail, lossOfGuessing });
    },
  };
}
