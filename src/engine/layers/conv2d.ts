import type { Convolution } from '../../kernels/kernels';
import { initializers } from '../initializers';
import { checkOrthogonal } from '../orthogonal';
import { countWindows, requireImage, requireWhole, type Shape, sizeOf } from '../shape';
import type { Conv2dSpec } from '../spec';
import type { LayerKind } from './layer';

/**
 * Cross-correlation of an image with `channels` kernels, as every framework calls convolution: w
 * `[kernelHeight, kernelWidth, channels in, channels out]`, b `[channels out]`.
 */
export const conv2d: LayerKind<Conv2dSpec> = {
  inPlace: false,

  outputShape(spec, input) {
    const { channels, stride, padding, bias, initializer } = spec;
    requireImage(input, 'conv2d');
    requireWhole('channels', channels, 1);
    requireWhole('stride', stride, 1);
    for (const side of kernelOf(spec)) requireWhole('kernel', side, 1);
    const mostPadding = Math.max(...kernelOf(spec)) - 1;
    if (!Number.isInteger(padding) || padding < 0 || padding > mostPadding)
      throw new Error(
        `padding must be a whole number from 0 to ${mostPadding}, one less than the kernel, not ${padding}`,
      );
    if (typeof bias !== 'boolean') throw new Error(`bias must be true or false, not ${bias}`);
    if (!initializers.includes(initializer)) {
      throw new Error(`initializer must be one of ${initializers.join(', ')}, not ${initializer}`);
    }
    const { channels: inputs, kernelHeight, kernelWidth, outHeight, outWidth } = sizesOf(spec, input);
    if (initializer === 'orthogonal') checkOrthogonal(kernelHeight * kernelWidth * inputs, channels);
    return [outHeight, outWidth, channels];
  },

  tensors(spec, input) {
    const { kernelHeight, kernelWidth, channels, filters } = sizesOf(spec, input);
    const area = kernelHeight * kernelWidth;
    return [
      {
        name: 'weight',
        shape: [kernelHeight, kernelWidth, channels, filters],
        initializer: spec.initializer,
        fanIn: area * channels,
        fanOut: area * filters,
      },
      ...(spec.bias
        ? [{ name: 'bias', shape: [filters], initializer: 'zeros', fanIn: 1, fanOut: filters } as const]
        : []),
    ];
  },

  /** What the kernels ask for: a padded image, and the weights once more. */
  scratch(spec, input) {
    const { height, width, channels, kernelHeight, kernelWidth, padding, filters } = sizesOf(spec, input);
    return (
      sizeOf([height + 2 * padding, width + 2 * padding, channels]) +
      sizeOf([kernelHeight, kernelWidth, channels, filters])
    );
  },

  create(kernels, spec, { input }, [weight, bias], scratch) {
    const sizes = sizesOf(spec, input);
    const biasValues = bias?.values ?? null;
    const biasGradients = bias?.gradients ?? null;
    return {
      forward: (output, x, B) =>
        kernels.conv2dForward(output, x, weight.values, biasValues, scratch, B, sizes),
      backwardInput: (dx, dy, _output, _x, B) =>
        kernels.conv2dBackwardInput(dx, dy, weight.values, scratch, B, sizes),
      backwardParameters: (dy, x, B) =>
        kernels.conv2dBackwardParameters(weight.gradients, biasGradients, dy, x, scratch, B, sizes),
    };
  },
};

function kernelOf({ kernel }: Conv2dSpec): readonly [height: number, width: number] {
  return typeof kernel === 'number' ? [kernel, kernel] : kernel;
}

function sizesOf(spec: Conv2dSpec, input: Shape): Convolution {
  const { stride, padding, channels: filters } = spec;
  const [height, width, channels] = requireImage(input, 'conv2d');
  const [kernelHeight, kernelWidth] = kernelOf(spec);
  const outHeight = countWindows(height + 2 * padding, kernelHeight, stride, 'a kernel');
  const outWidth = countWindows(width + 2 * padding, kernelWidth, stride, 'a kernel');
  return {
    height,
    width,
    channels,
    kernelHeight,
    kernelWidth,
    stride,
    padding,
    outHeight,
    outWidth,
    filters,
  };
}
