import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

/** RMSProp: Tieleman & Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"; defaults are PyTorch's. */
export const rmsprop: OptimizerKind<Extract<OptimizerSpec, { type: 'rmsprop' }>> = {
  moments: 1,
  defaults: { type: 'rmsprop', rate: 0.01, decay: 0.99, epsilon: 1e-8 },

  check({ rate, decay, epsilon }) {
    checkRange('rate', rate, 0, Infinity);
    checkRange('decay', decay, 0, 1);
    // As with Adam: 0 would make 0/0 of a parameter that has had no gradient yet.
    checkRange('epsilon', epsilon, 1e-37, Infinity);
  },

  update(kernels, { decay, epsilon }, parameters, [square], gradients, rate) {
    kernels.rmspropStep(parameters, square, gradients, rate, decay, epsilon, gradients.length);
  },
};
