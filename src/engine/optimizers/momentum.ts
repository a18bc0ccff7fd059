import type { Floats, Kernels } from '../../kernels/kernels';
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

    create<F extends Floats>(kernels: Kernels<F>, { rate, momentum }: S, n: number) {
      const velocity = kernels.alloc(n);
      return {
        rate,
        steps: 0,
        moments: [velocity],
        step(parameters: F, gradients: F) {
          this.steps++;
          kernels[step](parameters, velocity, gradients, this.rate, momentum, n);
        },
      };
    },
  };
}
