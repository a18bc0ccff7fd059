import type { Floats } from '../kernels/kernels';
import type { Network } from './network';
import type { Loss } from './spec';

export type TensorCheck = {
  readonly name: string;
  /** The largest difference, divided by the largest gradient in the tensor (0 if all are zero). */
  readonly relativeError: number;
  /** Where the difference is largest, and what the two ways give there. */
  readonly index: number;
  readonly backward: number;
  readonly difference: number;
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
  return network.tensors.map(({ name, values, gradients }) => {
    let scale = 0;
    let worst = 0;
    let largest = { index: 0, backward: gradients[0], difference: gradients[0] };
    for (let index = 0; index < values.length; index++) {
      const difference = centralDifference(network, values, index, B, loss, epsilon);
      const backward = gradients[index];
      const error = Math.abs(backward - difference);
      scale = Math.max(scale, Math.abs(backward), Math.abs(difference));
      // NaN is the worst there is, and the first one stays.
      if (error > worst || (Number.isNaN(error) && !Number.isNaN(worst))) {
        worst = error;
        largest = { index, backward, difference };
      }
    }
    return { name, relativeError: worst === 0 ? 0 : worst / scale, ...largest };
  });
}

function centralDifference<F extends Floats>(
  network: Network<F>,
  values: F,
  index: number,
  B: number,
  loss: Loss,
  epsilon: number,
): number {
  const value = values[index];
  values[index] = value + epsilon;
  const above = network.trainingLoss(B, loss);
  values[index] = value - epsilon;
  const below = network.trainingLoss(B, loss);
  values[index] = value;
  return (above - below) / (2 * epsilon);
}
