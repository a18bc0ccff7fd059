import { networkBuffers } from './network';
import { optimizerKindOf } from './optimizers/registry';
import { planNetwork } from './plan';
import type { NetworkSpec, OptimizerSpec } from './spec';

/**
 * How many numbers the kernels must have room for, so that a network with batches up to `maxBatch` and (null:
 * without) its optimizer fit, with room for `sparse` inputs if they are wanted: exactly what they allocate, each buffer rounded up to a multiple of four.
 */
export function networkFloats(
  spec: NetworkSpec,
  maxBatch: number,
  optimizer: OptimizerSpec | null,
  sparse = false,
): number {
  const plan = planNetwork(spec);
  const { parameters, gradients, input, target, layers, layerGradients, inputGradient, scratch, tape } =
    networkBuffers(plan, maxBatch);
  const moments = optimizer === null ? [] : Array(optimizerKindOf(optimizer).moments).fill(parameters);
  const lengths = [
    parameters,
    gradients,
    input,
    target,
    ...layers,
    ...layerGradients,
    inputGradient,
    ...scratch,
    tape,
    ...moments,
  ];
  return lengths.reduce(roundedUp, sparse ? sparseFloats(maxBatch, spec.inputs) : 0);
}

/** The same for `allocSparse` of the kernels. */
export function sparseFloats(rows: number, I: number): number {
  const entries = rows * I;
  return [rows + 1, entries / 2, entries, (3 * entries) / 4, I, entries / 2, entries].reduce(roundedUp, 0);
}

/** The same for `allocDistortions` of the kernels. */
export function distortionFloats(rows: number, fieldSide: number): number {
  return [fieldSide ** 2 / 2, 11 * rows].reduce(roundedUp, 0);
}

function roundedUp(sum: number, length: number): number {
  return sum + Math.ceil(length / 4) * 4;
}
