/** Sizes of what the kernels work on, how long its buffers must be, and as the assembly takes them. */
import type { Convolution, Pooling } from './kernels';

/** How long the buffers of a convolution must be. Throws a RangeError if an output would reach out of the padded image. */
export function convolutionLengths(sizes: Convolution, B: number) {
  const { height, width, channels, kernelHeight, kernelWidth, stride, padding } = sizes;
  const { outHeight, outWidth, filters } = sizes;
  const paddedHeight = height + 2 * padding;
  const paddedWidth = width + 2 * padding;
  requireInside(outHeight, stride, kernelHeight, paddedHeight);
  requireInside(outWidth, stride, kernelWidth, paddedWidth);
  const weights = kernelHeight * kernelWidth * channels * filters;
  return {
    input: B * height * width * channels,
    output: B * outHeight * outWidth * filters,
    weights,
    scratch: paddedHeight * paddedWidth * channels + weights,
  };
}

/** In the order in which assembly/convolution.ts takes them. */
export function convolutionNumbers(sizes: Convolution): number[] {
  const { height, width, channels, kernelHeight, kernelWidth, stride, padding } = sizes;
  const { outHeight, outWidth, filters } = sizes;
  return [height, width, channels, kernelHeight, kernelWidth, stride, padding, outHeight, outWidth, filters];
}

export function poolingLengths(
  { height, width, channels, size, stride, outHeight, outWidth }: Pooling,
  B: number,
) {
  requireInside(outHeight, stride, size, height);
  requireInside(outWidth, stride, size, width);
  return { input: B * height * width * channels, output: B * outHeight * outWidth * channels };
}

/** In the order in which assembly/pooling.ts takes them. */
export function poolingNumbers({
  height,
  width,
  channels,
  size,
  stride,
  outHeight,
  outWidth,
}: Pooling): number[] {
  return [height, width, channels, size, stride, outHeight, outWidth];
}

function requireInside(outputs: number, stride: number, size: number, inputs: number): void {
  if (!((outputs - 1) * stride + size <= inputs)) {
    throw new RangeError(`${outputs} windows of ${size}, ${stride} apart, reach out of ${inputs}`);
  }
}

/** Places of an image that `distortRows` bends, and numbers by which it does. */
export const imageSide = 28;
export const imagePlaces = imageSide ** 2;
export const mapNumbers = 11;

/** Rows and columns of sparse rows are counted in 16 bits. Throws a RangeError for more. */
export function requireSparseSizes(rows: number, I: number): void {
  if (rows > 65_536 || I > 65_536)
    throw new RangeError(`Sparse rows are at most 65,536 of 65,536 numbers, not ${rows} of ${I}`);
}
