/** The network that is open, with its data, and how it is measured. */
import type { RunData } from './data';
import type { History } from './history';
import type { Run } from './run';
import { finishInSlices, type Scheduler } from './slices';
import type { Evaluation } from './trainer';

/** The network there is, its earlier states, how long it was trained before it was opened from a file, and its newest measurement. */
export type Opened = {
  readonly run: Run;
  readonly data: RunData;
  readonly history: History;
  readonly before: { readonly steps: number; readonly epochs: number };
  test: Evaluation | null;
};

/** Measures all test rows in slices, the weights standing still; null if `isCancelled` meanwhile. */
export async function measure(
  of: Opened,
  scheduler: Scheduler,
  isCancelled = () => false,
): Promise<Evaluation | null> {
  const test = await finishInSlices(of.run.startEvaluation(of.data.test), scheduler, isCancelled);
  if (test) of.test = test;
  return test;
}

/** The measurement at this step, made now if there is none yet; null while test rows are missing, or if cancelled. */
export async function measureOnce(
  of: Opened,
  scheduler: Scheduler,
  isCancelled?: () => boolean,
): Promise<Evaluation | null> {
  if (of.test?.step === of.run.step) return of.test;
  return of.data.test.ready === of.data.test.rows ? measure(of, scheduler, isCancelled) : null;
}
