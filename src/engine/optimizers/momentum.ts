import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

type MomentumSpec = Extract<OptimizerSpec, { type: 'sgd' | 'nesterov' }>;

/** An optimizer with one velocity v for each parameter; `step` of the kernels is all that its kinds differ in. */
export function momentumKind<S extends MomentumSpec>(
  defaults: S,
  step: 'sgdStep' | 'nesterovStep',
): OptimizerKind<S> {
  return {
    moments: 1,
    defaults,

    check({ rate, momentum }) {
      checkRange('rate', rate, 0, Infinity);
      checkRange('momentum', momentum, 0, 1);
    },

    update(kernels, { momentum }, parameters, [velocity], gradients, rate) {
      kernels[step](parameters, velocity, gradients, rate, momentum, gradients.length);
    },
  };
}
