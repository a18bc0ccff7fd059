/** Which numbers go into one output of a layer. Places are those in one sample, as it lies in the buffers. */
import type { LayerPlan } from './plan';
import { requireImage, type Shape } from './shape';

export type Connection = {
  /** In what goes into the layer. */
  readonly input: number;
  /** In the layer's tensor of weights. */
  readonly weight: number;
};

/** Into output `unit` of a dense layer or a convolution, in the order of the weights; padding is no input. */
export function connectionsInto(plan: LayerPlan, unit: number): Connection[] {
  const { spec, tensors, inputs, outputs } = plan;
  if (spec.type === 'dense')
    return Array.from({ length: inputs }, (_, i) => ({ input: i, weight: i * outputs + unit }));
  if (spec.type !== 'conv2d') return [];
  const [kernelHeight, kernelWidth, channels, filters] = tensors[0].shape;
  const [height, width] = requireImage(plan.input, 'conv2d');
  const filter = unit % filters;
  const at = windowStart(plan.output, unit, spec.stride);
  const found: Connection[] = [];
  for (let i = 0; i < kernelHeight; i++) {
    for (let j = 0; j < kernelWidth; j++) {
      const [row, column] = [at.row + i - spec.padding, at.column + j - spec.padding];
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      for (let k = 0; k < channels; k++)
        found.push({
          input: (row * width + column) * channels + k,
          weight: ((i * kernelWidth + j) * channels + k) * filters + filter,
        });
    }
  }
  return found;
}

/** The places in the window of output `unit` of a max-pool, row by row. */
export function windowOf({ spec, input, output }: LayerPlan, unit: number): number[] {
  if (spec.type !== 'maxPool2d') return [];
  const [, width, channels] = requireImage(input, 'maxPool2d');
  const { size, stride } = spec;
  const at = windowStart(output, unit, stride);
  return Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [at.row + Math.floor(i / size), at.column + (i % size)];
    return (row * width + column) * channels + (unit % channels);
  });
}

/** Where flatten takes number `unit` of its row from. */
export function flattenedFrom({ input }: LayerPlan, unit: number): number {
  const [height, width, channels] = requireImage(input, 'flatten');
  const pixels = height * width;
  return (unit % pixels) * channels + Math.floor(unit / pixels);
}

/** Where the window of an output begins. */
function windowStart(output: Shape, unit: number, stride: number): { row: number; column: number } {
  const [, columns, channels] = requireImage(output, 'a window');
  const pixel = Math.floor(unit / channels);
  return { row: Math.floor(pixel / columns) * stride, column: (pixel % columns) * stride };
}
