import type { Floats } from '../kernels/kernels';
import type { Tensor } from './layers/layer';
import type { Network } from './network';
import type { Loss } from './spec';

export type TensorCheck = {
  readonly name: string;
  /** The largest difference, divided by the largest gradient in the tensor (0 if all are zero). */
  readonly relativeError: number;
  /** How far apart rounding of the loss alone may put the two there, divided by the same; 0 in a tensor without gradients. */
  readonly rounding: number;
  /** Where the difference is largest, beyond rounding, and what the two ways give there. */
  readonly index: number;
  readonly backward: number;
  readonly difference: number;
};

/** By how many roundings, of 2⁻⁵³ of itself, a loss may be off; on trained networks it is about one. */
const lossRoundings = 4;

/** The gradients of one tensor, held against differences one after the other. */
export type TensorComparison = {
  /** Takes two forward passes for each ε. */
  compare(index: number): void;
  /** Of what was compared so far, at least one. */
  result(): TensorCheck;
};

/**
 * Compares the gradients from backpropagation with central differences, (L(p + ε) − L(p − ε))/2ε, for every
 * parameter, with what dropout dropped held fixed, on the first B rows that the caller has put into the network's buffers. In float64 with the
 * default ε the relative error of a right backward pass is below 1e-7, except where an input of a relu is
 * within ε of its kink. Takes two forward passes a parameter. Overwrites `gradients`; parameters stay.
 */
export function gradientCheck<F extends Floats>(
  network: Network<F>,
  B: number,
  loss: Loss,
  epsilon = 1e-5,
): TensorCheck[] {
  network.clearGradients();
  network.lossAndGradient(B, loss);
  return network.tensors.map((tensor) => {
    const comparison = compareTensor(network, tensor, B, loss, [epsilon]);
    for (let index = 0; index < tensor.values.length; index++) comparison.compare(index);
    return comparison.result();
  });
}

/**
 * The same for some parameters of one tensor, after `lossAndGradient` of those rows. Each ε is tried in its turn until one
 * agrees within `enough` of the largest gradient, and the best counts: a large one reaches across the kink of a relu, a
 * small one is lost in rounding, but a wrong gradient is wrong with all of them.
 */
export function compareTensor<F extends Floats>(
  network: Network<F>,
  { name, values, gradients }: Tensor<F>,
  B: number,
  loss: Loss,
  epsilons: readonly number[],
  enough = 0,
): TensorComparison {
  let scale = 0;
  for (const gradient of gradients) scale = Math.max(scale, Math.abs(gradient));
  /** The largest error beyond rounding. */
  let worst: number | null = null;
  let largest = { index: 0, backward: 0, difference: 0 };
  let [error, rounding] = [0, 0];
  return {
    compare(index) {
      const backward = gradients[index];
      let best = { difference: Number.NaN, rounding: 0 };
      let least = Number.NaN;
      for (const epsilon of epsilons) {
        const tried = centralDifference(network, values, index, B, loss, epsilon);
        const off = Math.abs(backward - tried.difference);
        if (Number.isNaN(least) || off < least) [best, least] = [tried, off];
        if (least <= enough * scale) break;
      }
      const { difference } = best;
      scale = Math.max(scale, Math.abs(difference));
      const beyond = least - best.rounding;
      // NaN is the worst there is, and the first one stays.
      if (worst === null || beyond > worst || (Number.isNaN(beyond) && !Number.isNaN(worst))) {
        worst = beyond;
        largest = { index, backward, difference };
        [error, rounding] = [least, best.rounding];
      }
    },
    result: () => ({
      name,
      relativeError: error === 0 ? 0 : error / scale,
      rounding: scale === 0 ? 0 : rounding / scale,
      ...largest,
    }),
  };
}

/** `rounding`: by how much the difference may be off because the two losses are rounded, in float64. */
function centralDifference<F extends Floats>(
  network: Network<F>,
  values: F,
  index: number,
  B: number,
  loss: Loss,
  epsilon: number,
): { readonly difference: number; readonly rounding: number } {
  const value = values[index];
  values[index] = value + epsilon;
  const above = network.trainingLoss(B, loss);
  values[index] = value - epsilon;
  const below = network.trainingLoss(B, loss);
  values[index] = value;
  const unit = 2 ** -53 * Math.max(Math.abs(above), Math.abs(below));
  return { difference: (above - below) / (2 * epsilon), rounding: (lossRoundings * unit) / epsilon };
}
