/** Finds the step in which numbers stopped being finite by making the steps up to it again, and looking. */
import { type Trail, trailLength } from './divergence';
import type { Fault } from './faults';
import type { Run } from './run';
import type { RunState } from './runState';
import type { Scheduler } from './slices';
import type { StepFigures } from './trainer';

export type Retraced = {
  /** The step that can't be made, and why; the run stands before it. */
  readonly step: number;
  readonly fault: Fault;
  /** Of the steps before it. */
  readonly trail: Trail;
};

/** A page gives up a worker that is silent for seconds. */
const longestSilence = 500;

/**
 * `state` is one of this run with finite numbers, and `last` the step that failed; the settings have not changed in
 * between. The same steps have the same bits, so the fault is met again. Null if it is not, as when the data is another.
 */
export async function retrace(
  run: Run,
  state: RunState,
  last: number,
  scheduler: Scheduler,
): Promise<Retraced | null> {
  let spoken = scheduler.now();
  async function breathe() {
    if (scheduler.now() - spoken < longestSilence) return;
    await scheduler.yield();
    spoken = scheduler.now();
  }

  const trail: StepFigures[] = [];
  run.restore(state);
  while (run.step < last) {
    const { fault, figures } = run.trainBatch(run.step >= last - trailLength);
    const step = run.step + 1;
    if (fault) {
      if (run.findFault()) {
        run.restore(state);
        while (run.step + 1 < step) {
          run.trainBatch();
          await breathe();
        }
      }
      return { step, fault, trail };
    }
    if (figures) trail.push(figures);
    await breathe();
  }
  return null;
}
