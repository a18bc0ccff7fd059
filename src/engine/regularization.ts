import type { Floats, Kernels } from '../kernels/kernels';
import { checkRange } from './optimizers/optimizer';
import type { RegularizationSpec } from './spec';

/** Changes nothing. */
export const noRegularization: RegularizationSpec = { maxNorm: null, l1: 0, l2: 0, weightDecay: 0 };

export function changesAnything({ maxNorm, l1, l2, weightDecay }: RegularizationSpec): boolean {
  return maxNorm !== null || l1 !== 0 || l2 !== 0 || weightDecay !== 0;
}

/** Throws an Error that says what is wrong with `spec`. */
export function checkRegularizationSpec({ maxNorm, l1, l2, weightDecay }: RegularizationSpec): void {
  if (maxNorm !== null) checkRange('regularization: maxNorm', maxNorm, 1e-30, Infinity);
  checkRange('regularization: l1', l1, 0, Infinity);
  checkRange('regularization: l2', l2, 0, Infinity);
  checkRange('regularization: weightDecay', weightDecay, 0, Infinity);
}

/**
 * What stands between the gradients and any optimizer's step, all of it in this order, over all parameters (biases
 * too), as PyTorch does: the gradients are clipped by their global norm, the derivative of the penalty
 * l1·Σ|w| + l2/2·Σw² is added to them, and the parameters shrink by rate·weightDecay of themselves, which with
 * adaptive optimizers is not the same as l2 (Loshchilov & Hutter 2019). Overwrites both.
 */
export function regularize<F extends Floats>(
  kernels: Kernels<F>,
  { maxNorm, l1, l2, weightDecay }: RegularizationSpec,
  parameters: F,
  gradients: F,
  rate: number,
): void {
  const n = parameters.length;
  if (maxNorm !== null) clipByNorm(kernels, gradients, maxNorm);
  if (l1 !== 0 || l2 !== 0) kernels.addPenalty(gradients, parameters, l1, l2, n);
  if (weightDecay !== 0) kernels.scale(parameters, 1 - rate * weightDecay, n);
}

/**
 * Scales all gradients alike so that their norm is at most `maxNorm` (Pascanu et al. 2013, algorithm 1, with
 * PyTorch's 1e-6 beside the norm). Returns the norm before. NaN stays; an infinite gradient becomes NaN.
 */
export function clipByNorm<F extends Floats>(kernels: Kernels<F>, gradients: F, maxNorm: number): number {
  const norm = Math.sqrt(kernels.squaredSum(gradients, gradients.length));
  const factor = maxNorm / (norm + 1e-6);
  if (factor < 1) kernels.scale(gradients, factor, gradients.length);
  return norm;
}
