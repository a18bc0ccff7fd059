/** A run in the middle as a file, and back: a file of weights that holds, besides, what the next step depends on. */
import type { WeightsCard } from '../formats/card';
import { stateFromWeights, weightsFromState } from '../formats/checkpoint';
import { readNpz, writeNpz } from '../formats/npz';
import { FormatError } from '../formats/weights';
import { cardOf, type ExportedAt, specFor } from './exchange';
import type { Run } from './run';
import type { RunState } from './runState';
import type { DataSpec, RunSpec } from './trainer';

export function writeCheckpoint(
  spec: RunSpec,
  state: RunState,
  at: ExportedAt,
): { bytes: Uint8Array; card: WeightsCard } {
  const card = cardOf(spec, at);
  return { bytes: writeNpz(weightsFromState(card, state)), card };
}

/** Throws a FormatError for a file that is not a checkpoint, or not one for `problem`. */
export function readCheckpoint(
  bytes: Uint8Array,
  problem: DataSpec['type'],
): { spec: RunSpec; card: WeightsCard; state: RunState } {
  const weights = readNpz(bytes);
  const { card } = weights;
  const spec = specFor(card, problem);
  const state = stateFromWeights(weights);
  if (state.position.step > card.steps)
    throw new FormatError(
      'position',
      `The state is of step ${state.position.step}, but its card says that there were ${card.steps}. Save the checkpoint again.`,
      { field: 'position.step' },
    );
  return { spec, card, state };
}

/** Lets `run`, fresh from the spec of the checkpoint, go on from there. Throws a FormatError; then it is as it was. */
export function restoreCheckpoint(run: Run, state: RunState): void {
  const { row } = state.position;
  if (row >= run.info.trainRows)
    throw new FormatError(
      'position',
      `The state is of row ${row} of a pass, but the data has ${run.info.trainRows} rows. Save the checkpoint again.`,
      { field: 'position.row' },
    );
  run.restore(state);
}
