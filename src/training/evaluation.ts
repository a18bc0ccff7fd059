/** Measures a network on rows, piece by piece. */
import type { Dataset } from '../datasets/dataset';
import { givenOrder } from '../datasets/epochOrder';
import type { LayerInput } from '../engine/layers/layer';
import { countCorrect, countWithin } from '../engine/metrics';
import type { Network } from '../engine/network';
import type { Loss } from '../engine/spec';
import type { Floats } from '../kernels/kernels';
import type { PiecedWork } from './slices';
import { noteAnswers, type TestAnswers } from './testAnswers';
import type { Evaluation } from './trainer';

/** What all rows together say, and each of them. */
export type Measurement = { readonly evaluation: Evaluation; readonly answers: TestAnswers };

/**
 * `gather` puts `count` rows from place `from` of `at` on into the network's buffers; the weights, which are those after
 * `step`, must not change meanwhile.
 */
export function startEvaluation(
  network: Network,
  loss: Loss,
  rows: Dataset,
  pieceRows: number,
  step: number,
  gather: (at: Uint32Array, from: number, count: number) => LayerInput<Float32Array>,
): PiecedWork<Measurement> {
  const at = givenOrder(rows.rows);
  const notes = noteAnswers(rows.rows, network.outputs);
  let done = 0;
  let correct = 0;
  let lossSum = 0;
  const advance = () => {
    const count = Math.min(pieceRows, rows.rows - done);
    lossSum += network.loss(count, loss, gather(at, done, count)) * count;
    const answers = network.layerOutputs(count)[network.spec.layers.length - 1];
    correct += countRight(rows, answers, network.targetBuffer, count);
    notes.add(answers, network.targetBuffer, count);
    done += count;
    return done === rows.rows;
  };
  return {
    advance,
    result: () => ({
      evaluation: { step, loss: lossSum / done, accuracy: correct / done, rows: done },
      answers: notes.read(step),
    }),
  };
}

/** How many of the first `count` answers are right, as the data count it. */
export function countRight(
  { outputs: O, tolerance }: Dataset,
  outputs: Floats,
  targets: Floats,
  count: number,
): number {
  return tolerance === undefined
    ? countCorrect(outputs, targets, count, O)
    : countWithin(outputs, targets, tolerance, count, O);
}
