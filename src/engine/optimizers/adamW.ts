import type { OptimizerSpec } from '../spec';
import { adam, updateAdam, updateSparseAdam } from './adam';
import { checkRange, type OptimizerKind } from './optimizer';

/**
 * Adam with decoupled weight decay: Loshchilov & Hutter 2019, algorithm 2, with the decay times the rate, and
 * before the step, as in PyTorch: w −= rate·weightDecay·w, then Adam.
 */
export const adamW: OptimizerKind<Extract<OptimizerSpec, { type: 'adamW' }>> = {
  moments: adam.moments,
  defaults: { ...adam.defaults, type: 'adamW', weightDecay: 0.01 },

  check({ weightDecay, ...rest }) {
    adam.check({ ...rest, type: 'adam' });
    checkRange('weightDecay', weightDecay, 0, Infinity);
  },

  update(kernels, spec, parameters, moments, gradients, rate, step) {
    kernels.scale(parameters, 1 - rate * spec.weightDecay, parameters.length);
    updateAdam(kernels, spec, parameters, moments, gradients, rate, step);
  },

  updateSparse(kernels, spec, weights, moments, dy, x, rate, step, I, O) {
    kernels.scale(weights, 1 - rate * spec.weightDecay, I * O);
    updateSparseAdam(kernels, spec, weights, moments, dy, x, rate, step, I, O);
  },
};
