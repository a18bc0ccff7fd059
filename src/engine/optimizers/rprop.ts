import type { OptimizerSpec } from '../spec';
import { checkRange, type OptimizerKind } from './optimizer';

/**
 * iRPROP−: Igel & Hüsken 2003, table 4; factors and Δ₀ from Riedmiller & Braun 1993, bounds as in PyTorch. For full
 * batches: of a gradient only the sign counts, and with small batches that is mostly noise. `rate` is Δ₀, the
 * size of every parameter's first step; set after the first step, by hand or by a
 * schedule, it changes nothing.
 */
export const rprop: OptimizerKind<Extract<OptimizerSpec, { type: 'rprop' }>> = {
  moments: 2,
  defaults: { type: 'rprop', rate: 0.1, decrease: 0.5, increase: 1.2, least: 1e-6, most: 50 },

  firstMoments: ({ rate }) => [rate, 0],

  check({ rate, decrease, increase, least, most }) {
    checkRange('decrease', decrease, 1e-6, 1);
    checkRange('increase', increase, 1, 1e6);
    checkRange('least', least, 0, Infinity);
    checkRange('most', most, least, Infinity);
    checkRange('rate', rate, 0, Infinity);
  },

  update(kernels, { decrease, increase, least, most }, parameters, [size, previous], gradients, rate, step) {
    const n = gradients.length;
    if (step === 1) kernels.fill(size, rate, n);
    kernels.rpropStep(parameters, size, previous, gradients, decrease, increase, least, most, n);
  },
};
