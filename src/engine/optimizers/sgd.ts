import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

/** Stochastic gradient descent with momentum (Polyak 1964) as PyTorch has it: v = momentum·v + g; w −= rate·v. */
export const sgd: OptimizerKind<Extract<OptimizerSpec, { type: 'sgd' }>> = {
  moments: 1,
  defaults: { type: 'sgd', rate: 0.01, momentum: 0.9 },

  check({ rate, momentum }) {
    checkRange('rate', rate, 0, Infinity);
    checkRange('momentum', momentum, 0, 1);
  },

  create(kernels, { rate, momentum }, n) {
    const velocity = kernels.alloc(n);
    return {
      rate,
      step(parameters, gradients) {
        kernels.sgdStep(parameters, velocity, gradients, this.rate, momentum, n);
      },
    };
  },
};
