import type { Pooling } from '../../kernels/kernels';
import { countWindows, requireImage, requireWhole, type Shape } from '../shape';
import type { MaxPool2dSpec } from '../spec';
import type { LayerKind } from './layer';

/** The largest number of each window, for each channel; what is left over at the right and the bottom is not seen. */
export const maxPool2d: LayerKind<MaxPool2dSpec> = {
  inPlace: false,

  outputShape(spec, input) {
    requireImage(input, 'maxPool2d');
    requireWhole('size', spec.size, 1);
    requireWhole('stride', spec.stride, 1);
    const { outHeight, outWidth, channels } = sizesOf(spec, input);
    return [outHeight, outWidth, channels];
  },

  tensors: () => [],

  create(kernels, spec, { input }) {
    const sizes = sizesOf(spec, input);
    return {
      forward: (output, x, B) => kernels.maxPoolForward(output, x, B, sizes),
      backwardInput: (dx, dy, output, x, B) => kernels.maxPoolBackward(dx, dy, output, x, B, sizes),
    };
  },
};

function sizesOf({ size, stride }: MaxPool2dSpec, input: Shape): Pooling {
  const [height, width, channels] = requireImage(input, 'maxPool2d');
  const outHeight = countWindows(height, size, stride, 'a window');
  const outWidth = countWindows(width, size, stride, 'a window');
  return { height, width, channels, size, stride, outHeight, outWidth };
}
