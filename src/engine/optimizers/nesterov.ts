import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

/** Nesterov's momentum (1983) as Sutskever et al. 2013 brought it in and PyTorch has it: v = momentum·v + g; w −= rate·(g + momentum·v). */
export const nesterov: OptimizerKind<Extract<OptimizerSpec, { type: 'nesterov' }>> = {
  moments: 1,
  defaults: { type: 'nesterov', rate: 0.01, momentum: 0.9 },

  check({ rate, momentum }) {
    checkRange('rate', rate, 0, Infinity);
    checkRange('momentum', momentum, 0, 1);
  },

  create(kernels, { rate, momentum }, n) {
    const velocity = kernels.alloc(n);
    return {
      rate,
      step(parameters, gradients) {
        kernels.nesterovStep(parameters, velocity, gradients, this.rate, momentum, n);
      },
    };
  },
};
