/** The network that is open, with its data, and how it is measured. */
import type { RunData } from './data';
import type { History } from './history';
import type { Measurement, Run } from './run';
import { finishInSlices, type Scheduler } from './slices';
import type { Evaluation } from './trainer';

/** The network there is, its earlier states, how long it was trained before it was opened from a file, and its newest measurement. */
export type Opened = {
  readonly run: Run;
  data: RunData;
  readonly history: History;
  readonly before: { readonly steps: number; readonly epochs: number };
  measured: Measurement | null;
};

/** Measures all test rows in slices, the weights standing still; null if there are none, or if `isCancelled` meanwhile. */
export async function measure(
  of: Opened,
  scheduler: Scheduler,
  isCancelled = () => false,
): Promise<Evaluation | null> {
  const { test: rows } = of.data;
  if (rows.rows === 0) return null;
  const isOver = () => isCancelled() || of.data.test !== rows;
  const measured = await finishInSlices(of.run.startEvaluation(rows), scheduler, isOver);
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
