/** What one sample is on its way through the layers: a row of numbers, or an image. */
import type { ImageShape } from './spec';

export type Shape = readonly [units: number] | ImageShape;

/** Numbers in a tensor, or in a sample, of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** As people say it: `10 numbers`, `24 × 24 with 8 channels`. */
function describe(shape: Shape): string {
  if (shape.length === 1) return `${shape[0]} numbers`;
  const [height, width, channels] = shape;
  return `${height} × ${width} with ${channels} ${channels === 1 ? 'channel' : 'channels'}`;
}

/** Throws an Error that says what to do if `shape` is no image. */
export function requireImage(shape: Shape, layer: string): ImageShape {
  if (shape.length === 3) return shape;
  throw new Error(
    `${layer} works on images, but gets a row of ${describe(shape)}: give the network an inputShape [height, width, channels], and flatten only after this layer`,
  );
}

/** The length of the row. Throws an Error that says what to do if `shape` is an image. */
export function requireRow(shape: Shape, layer: string): number {
  if (shape.length === 1) return shape[0];
  throw new Error(
    `${layer} works on a row of numbers, but gets images of ${describe(shape)}: put a flatten layer before it`,
  );
}

/** How many windows of `size`, `stride` apart, fit side by side. Throws an Error if none does. */
export function countWindows(inputs: number, size: number, stride: number, what: string): number {
  if (size > inputs)
    throw new Error(`${what} of ${size} is larger than what it slides over, which is ${inputs}`);
  return Math.floor((inputs - size) / stride) + 1;
}

/** Throws an Error that names `name` unless `value` is a whole number from `least`. */
export function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new Error(`${name} must be a whole number from ${least}, not ${value}`);
}
