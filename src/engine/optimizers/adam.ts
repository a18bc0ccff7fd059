import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

/** Adam: Kingma & Ba 2015, algorithm 1. */
export const adam: OptimizerKind<Extract<OptimizerSpec, { type: 'adam' }>> = {
  moments: 2,
  defaults: { type: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },

  check({ rate, beta1, beta2, epsilon }) {
    checkRange('rate', rate, 0, Infinity);
    checkRange('beta1', beta1, 0, 1);
    checkRange('beta2', beta2, 0, 1);
    // With 0, a parameter that has had no gradient yet would become 0/0; float32 has nothing below this.
    checkRange('epsilon', epsilon, 1e-37, Infinity);
  },

  create(kernels, { rate, beta1, beta2, epsilon }, n) {
    const mean = kernels.alloc(n);
    const square = kernels.alloc(n);
    return {
      rate,
      steps: 0,
      moments: [mean, square],
      step(parameters, gradients) {
        this.steps++;
        kernels.adamStep(
          parameters,
          mean,
          square,
          gradients,
          this.rate,
          beta1,
          beta2,
          epsilon,
          this.steps,
          n,
        );
      },
    };
  },
};
