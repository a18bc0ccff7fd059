import { requireImage, sizeOf } from '../shape';
import type { FlattenSpec } from '../spec';
import type { LayerKind } from './layer';

/**
 * An image as a row of numbers in PyTorch's order, channel by channel, so that the dense weights behind it are those
 * of PyTorch. The only place where images don't lie channels last.
 */
export const flatten: LayerKind<FlattenSpec> = {
  inPlace: false,

  outputShape: (_spec, input) => [sizeOf(requireImage(input, 'flatten'))],

  tensors: () => [],

  create(kernels, _spec, { input }) {
    const [height, width, channels] = requireImage(input, 'flatten');
    const pixels = height * width;
    return {
      forward: (output, x, B) => kernels.transpose(output, x, B, pixels, channels),
      backwardInput: (dx, dy, _output, _x, B) => kernels.transpose(dx, dy, B, channels, pixels),
    };
  },
};
