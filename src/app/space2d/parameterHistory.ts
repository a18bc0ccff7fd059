/** What every parameter of a small network was, over the steps of its run. */
import type { NamedTensor, ParameterPlace } from '../../training/trainer';

/** Snapshots: as fine as a curve of so many pixels. */
const mostSnapshots = 256;

export type HistoryPoint = { readonly step: number; readonly value: number };

export type ParameterHistory = {
  /** After so many steps. Of another network, or of one that has begun again, the history begins anew. */
  add(step: number, tensors: readonly NamedTensor[]): void;
  /** Oldest first, at most one a step, but for the newest two, which a value that was set lies between. */
  of(place: ParameterPlace): readonly HistoryPoint[];
};

/** Keeps snapshots with the same number of steps between them; that doubles whenever there are too many. */
export function createParameterHistory(): ParameterHistory {
  let snapshots: { readonly step: number; readonly tensors: readonly NamedTensor[] }[] = [];
  let resolution = 1;

  const isOfAnother = (step: number, tensors: readonly NamedTensor[]) => {
    const last = snapshots.at(-1);
    return (
      last !== undefined &&
      (step < last.step ||
        last.tensors.length !== tensors.length ||
        last.tensors.some(({ values }, at) => values.length !== tensors[at].values.length))
    );
  };

  return {
    add(step, tensors) {
      if (isOfAnother(step, tensors)) {
        snapshots = [];
        resolution = 1;
      }
      // The last one gives way to one that is too close to the one before it.
      const before = snapshots.at(-2);
      if (before && step - before.step < resolution) snapshots.pop();
      snapshots.push({ step, tensors });
      if (snapshots.length <= mostSnapshots) return;
      snapshots = snapshots.filter((_, at) => at % 2 === 0 || at === snapshots.length - 1);
      resolution = 2 * Math.max(resolution, Math.ceil(step / mostSnapshots));
    },

    of({ tensor, index }) {
      const at = snapshots.at(-1)?.tensors.findIndex(({ name }) => name === tensor) ?? -1;
      if (at < 0) return [];
      return snapshots.map(({ step, tensors }) => ({ step, value: tensors[at].values[index] }));
    },
  };
}
