/** What every parameter of a small network was, over the steps of its run. */
import type { NamedTensor, ParameterPlace } from '../../training/trainer';

/** As fine as a curve of so many pixels. */
const mostSnapshots = 256;

type Snapshot = { readonly step: number; readonly tensors: readonly NamedTensor[] };

/** Snapshots, oldest first, with at least `resolution` steps between each and the next but the newest. */
export type ParameterHistory = { readonly snapshots: readonly Snapshot[]; readonly resolution: number };

export const noHistory: ParameterHistory = { snapshots: [], resolution: 1 };

/**
 * With the parameters after so many steps; the resolution doubles whenever there are too many. Of another network, or of
 * one that has begun again, the history begins anew.
 */
export function withSnapshot(
  { snapshots, resolution }: ParameterHistory,
  step: number,
  tensors: readonly NamedTensor[],
): ParameterHistory {
  const newest = { step, tensors };
  const last = snapshots.at(-1);
  if (last && (step < last.step || !areAlike(last.tensors, tensors)))
    return { snapshots: [newest], resolution: 1 };
  const before = snapshots.at(-2);
  const isClose = before !== undefined && step - before.step < resolution;
  const next = [...(isClose ? snapshots.slice(0, -1) : snapshots), newest];
  if (next.length <= mostSnapshots) return { snapshots: next, resolution };
  return {
    snapshots: next.filter((_, at) => at % 2 === 0 || at === next.length - 1),
    resolution: 2 * Math.max(resolution, Math.ceil((step - next[0].step) / mostSnapshots)),
  };
}

function areAlike(a: readonly NamedTensor[], b: readonly NamedTensor[]): boolean {
  return a.length === b.length && a.every(({ values }, at) => values.length === b[at].values.length);
}

export type HistoryPoint = { readonly step: number; readonly value: number };

/** Of one of them, oldest first. */
export function historyOf(
  { snapshots }: ParameterHistory,
  { tensor, index }: ParameterPlace,
): HistoryPoint[] {
  const at = snapshots.at(-1)?.tensors.findIndex(({ name }) => name === tensor) ?? -1;
  if (at < 0) return [];
  return snapshots.map(({ step, tensors }) => ({ step, value: tensors[at].values[index] }));
}
