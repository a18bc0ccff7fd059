/** The network that is open, with its data, and how it is measured. */
import type { RunData } from './data';
import type { Measurement } from './evaluation';
import type { History } from './history';
import type { Run } from './run';
import { finishInSlices, type Scheduler } from './slices';
import type { Evaluation } from './trainer';

/** The network there is, its earlier states with these data, how long it was trained before it was opened from a file, and its newest measurement. */
export type Opened = {
  run: Run;
  data: RunData;
  history: History;
  readonly before: { readonly steps: number; readonly epochs: number };
  measured: Measurement | null;
};

/** Measures all test rows in slices, the weights standing still; null if there are none, or if `isCancelled` meanwhile. */
export async function measure(
  of: Opened,
  scheduler: Scheduler,
  isCancelled = () => false,
): Promise<Evaluation | null> {
  const { run } = of;
  const { test: rows } = of.data;
  if (rows.rows === 0) return null;
  const isOver = () => isCancelled() || of.data.test !== rows || of.run !== run;
  const measured = await finishInSlices(run.startEvaluation(rows), scheduler, isOver);
  if (!measured) return null;
  of.measured = measured;
  return measured.evaluation;
}

/** The measurement at this step, made now if there is none yet; null while test rows are missing, or if cancelled. */
export async function measureOnce(
  of: Opened,
  scheduler: Scheduler,
  isCancelled?: () => boolean,
): Promise<Evaluation | null> {
  const newest = of.measured?.evaluation;
  if (newest?.step === of.run.step) return newest;
  return of.data.test.ready === of.data.test.rows ? measure(of, scheduler, isCancelled) : null;
}
