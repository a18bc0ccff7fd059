import { networkBuffers } from './network';
import { optimizerKindOf } from './optimizers/registry';
import { planNetwork } from './plan';
import type { NetworkSpec, OptimizerSpec } from './spec';

/**
 * How many numbers the kernels must have room for, so that a network with batches up to `maxBatch` and (null:
 * without) its optimizer fit: exactly what they allocate, each buffer rounded up to a multiple of four.
 */
export function networkFloats(spec: NetworkSpec, maxBatch: number, optimizer: OptimizerSpec | null): number {
  const plan = planNetwork(spec);
  const { parameters, gradients, input, target, layers, layerGradients, scratch } = networkBuffers(
    plan,
    maxBatch,
  );
  const moments = optimizer === null ? [] : Array(optimizerKindOf(optimizer).moments).fill(parameters);
  const lengths = [
    parameters,
    gradients,
    input,
    target,
    ...layers,
    ...layerGradients,
    ...scratch,
    ...moments,
  ];
  return lengths.reduce((sum, length) => sum + Math.ceil(length / 4) * 4, 0);
}
