/** The engine's gradient check on a network as it is: one tensor, on a copy in float64. */
import type { Dataset } from '../datasets/dataset';
import { givenOrder } from '../datasets/epochOrder';
import { compareTensor, type TensorCheck } from '../engine/gradientCheck';
import { createNetwork, type Network } from '../engine/network';
import { planNetwork } from '../engine/plan';
import { createRandom, type Random } from '../engine/random';
import type { Kernels } from '../kernels/kernels';
import type { PiecedWork } from './slices';
import type { NamedTensor, RunSpec } from './trainer';

export type NetworkCheck = TensorCheck & {
  /** Of the network's tensors, and how many there are. */
  readonly tensors: number;
  /** Parameters that were held against differences, of so many in the tensor. */
  readonly checked: number;
  readonly numbers: number;
  /** Samples that the loss is of. */
  readonly rows: number;
  /** The largest relative error, beyond rounding, with which it counts as right. */
  readonly tolerance: number;
  /** After how many steps. */
  readonly step: number;
};

/** Of a tensor; all, if it has no more. */
const mostChecked = 24;
const mostRows = 4;
const leastRows = 2;
/** For the rows of a pass: a piece is two of them, in slow kernels. */
const mostMultiplyAdds = 2e6;
/** For a loss of order 1 the first is best; the next stay clear of almost every kink, the last is for slopes of next to nothing. */
const epsilons = [1e-5, 1e-6, 1e-7, 1e-4];
/** Far above what the best ε leaves; a backward pass with a mistake in it is off by far more. */
const tolerance = 1e-6;
const enough = tolerance / 100;

/** How many rows of the data must be there: more of small networks. */
export function checkedRows({ network }: RunSpec, train: Dataset): number {
  const affordable = Math.floor(mostMultiplyAdds / planNetwork(network).multiplyAdds);
  return Math.min(train.rows, mostRows, Math.max(leastRows, affordable));
}

/**
 * Checks tensor `index` of the network with these weights on rows of the data, with targets drawn at random: against those
 * of the data a network that has learned them has gradients of next to nothing, which differences can't resolve. What
 * dropout drops is drawn once. Throws an Error for a tensor that is not there.
 */
export function startNetworkCheck(
  kernels: Kernels<Float64Array>,
  run: RunSpec,
  weights: readonly NamedTensor[],
  train: Dataset,
  index: number,
  step: number,
): PiecedWork<NetworkCheck> {
  if (!(index in weights))
    throw new Error(`A tensor is a whole number from 0 to ${weights.length - 1}, not ${index}.`);
  const { network: spec, loss, seed } = run;
  const rows = checkedRows(run, train);
  const random = createRandom(seed);
  const network = createNetwork(kernels, spec, { random, maxBatch: rows });
  network.tensors.forEach(({ values }, i) => {
    values.set(weights[i].values);
  });
  train.writeBatch(network.inputBuffer, network.targetBuffer, givenOrder(rows), 0, rows);
  drawTargets(network, random);
  network.lossAndGradient(rows, loss);
  const tensor = network.tensors[index];
  const numbers = tensor.values.length;
  const chosen = chooseSome(numbers, tensor.gradients, random);
  const comparison = compareTensor(network, tensor, rows, loss, epsilons, enough);
  let done = 0;
  return {
    advance() {
      comparison.compare(chosen[done++]);
      return done === chosen.length;
    },
    result: () => ({
      ...comparison.result(),
      tensors: weights.length,
      checked: done,
      numbers,
      rows,
      tolerance,
      step,
    }),
  };
}

/** For each row numbers from 0 to 1 that add up to 1. */
function drawTargets({ targetBuffer, outputs }: Network<Float64Array>, random: Random): void {
  for (let start = 0; start < targetBuffer.length; start += outputs) {
    const drawn = Array.from({ length: outputs }, () => random.uniform());
    const sum = outputs === 1 ? 1 : drawn.reduce((a, b) => a + b);
    for (let j = 0; j < outputs; j++) targetBuffer[start + j] = drawn[j] / sum;
  }
}

/** Places of a tensor, drawn at random; half of them where the gradient is not 0, as it is at every pixel without ink. */
function chooseSome(numbers: number, gradients: Float64Array, random: Random): readonly number[] {
  if (numbers <= mostChecked) return Array.from({ length: numbers }, (_, i) => i);
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < mostChecked; tries++) {
    const index = random.integer(numbers);
    const isWanted = chosen.size >= mostChecked / 2 || gradients[index] !== 0;
    // A tensor may have no such place.
    if (isWanted || tries > 100 * mostChecked) chosen.add(index);
  }
  return [...chosen];
}
