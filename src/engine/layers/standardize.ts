import type { StandardizeSpec } from '../spec';
import type { LayerKind } from './layer';

/**
 * y = (x − mean) / deviation for every number, as a network wants its inputs that was trained on standardized ones;
 * mean and deviation are given, not learned. Plain loops: it is no operation of the kernels, as it stands before the
 * first layer and is little beside it.
 */
export const standardize: LayerKind<StandardizeSpec> = {
  inPlace: true,

  outputShape({ mean, deviation }, input) {
    if (!Number.isFinite(mean)) throw new Error(`mean must be a finite number, not ${mean}`);
    if (!(Number.isFinite(deviation) && deviation > 0))
      throw new Error(`deviation must be a finite number above 0, not ${deviation}`);
    return input;
  },

  tensors: () => [],

  create: (_kernels, { mean, deviation }, { inputs }) => ({
    forward(output, x, B) {
      for (let i = 0; i < B * inputs; i++) output[i] = (x[i] - mean) / deviation;
    },
    backwardInput(dx, dy, _output, _x, B) {
      for (let i = 0; i < B * inputs; i++) dx[i] = dy[i] / deviation;
    },
  }),
};
