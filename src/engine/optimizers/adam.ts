import type { Floats, Kernels, SparseRows } from '../../kernels/kernels';
import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

type AdamSpec = Extract<OptimizerSpec, { type: 'adam' }>;

/** Adam: Kingma & Ba 2015, algorithm 1. */
export const adam: OptimizerKind<AdamSpec> = {
  moments: 2,
  defaults: { type: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },

  check({ rate, beta1, beta2, epsilon }) {
    checkRange('rate', rate, 0, Infinity);
    checkRange('beta1', beta1, 0, 1);
    checkRange('beta2', beta2, 0, 1);
    // With 0, a parameter that has had no gradient yet would become 0/0; float32 has nothing below this.
    checkRange('epsilon', epsilon, 1e-37, Infinity);
  },

  update: updateAdam,
  updateSparse: updateSparseAdam,
};

type Numbers = Pick<AdamSpec, 'beta1' | 'beta2' | 'epsilon'>;

export function updateAdam<F extends Floats>(
  kernels: Kernels<F>,
  { beta1, beta2, epsilon }: Numbers,
  parameters: F,
  moments: readonly F[],
  gradients: F,
  rate: number,
  step: number,
): void {
  const n = gradients.length;
  kernels.adamStep(parameters, moments[0], moments[1], gradients, rate, beta1, beta2, epsilon, step, n);
}

export function updateSparseAdam<F extends Floats>(
  kernels: Kernels<F>,
  { beta1, beta2, epsilon }: Numbers,
  weights: F,
  [m, v]: readonly F[],
  dy: F,
  x: SparseRows<F>,
  rate: number,
  step: number,
  I: number,
  O: number,
): void {
  kernels.sparseAdamStep(weights, m, v, dy, x, rate, beta1, beta2, epsilon, step, I, O);
}
