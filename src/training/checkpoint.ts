/** A run in the middle as a file, and back: a file of weights that holds, besides, what the next step depends on. */
import type { WeightsCard } from '../formats/card';
import { noState, stateFromWeights, weightsFromState } from '../formats/checkpoint';
import { readWeightsFile, writeWeightsFile } from '../formats/formats';
import { FormatError } from '../formats/weights';
import { cardOf, type ExportedAt, specFor } from './exchange';
import type { FileFormat } from './fileFormats';
import type { Run } from './run';
import type { RunState } from './runState';
import type { DataSpec, RunSpec, WeightsFile } from './trainer';

export function writeCheckpoint(
  format: FileFormat,
  spec: RunSpec,
  state: RunState,
  at: ExportedAt,
): WeightsFile {
  const card = cardOf(spec, at);
  return { bytes: writeWeightsFile(format, weightsFromState(card, state)), card };
}

/** Throws a FormatError for a file that is not a checkpoint, or not one for `problem`. */
export function readCheckpoint(
  bytes: Uint8Array,
  problem: DataSpec['type'],
): { spec: RunSpec; card: WeightsCard; state: RunState } {
  const { contents } = readWeightsFile(bytes);
  if (!contents.card) throw noState();
  const { card } = contents;
  const spec = specFor(card, problem);
  const state = stateFromWeights(contents);
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
  if (row > 0 && row >= run.info.trainRows)
    throw new FormatError(
      'position',
      `The state is of row ${row} of a pass, but the data has ${run.info.trainRows} rows. Save the checkpoint again.`,
      { field: 'position.row' },
    );
  run.restore(state);
}
