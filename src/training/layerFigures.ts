/** Measures a step of training layer by layer: it has the same bits as one that nobody looks at, but is slower. */
import type { Network } from '../engine/network';
import type { Kernels } from '../kernels/kernels';
import type { TrainedLayerPlan } from './trainedLayers';
import type { LayerFigures } from './trainer';

export type LayerMeter = {
  /** Between the gradients of the loss, which must be whole, and what is made of them. */
  begin(): void;
  /** After the step, for the batch of B rows that it was made with. */
  figures(B: number): readonly LayerFigures[];
};

/** `layers` are those of the network. */
export function createLayerMeter(
  kernels: Kernels,
  network: Network,
  layers: readonly TrainedLayerPlan[],
): LayerMeter {
  const { parameters, gradients } = network;
  const ranges = layers.map(({ name }) => {
    const own = network.tensors.filter((tensor) => tensor.name.startsWith(`${name}.`));
    const from = own[0].offset;
    const to = own.reduce((end, { offset, values }) => Math.max(end, offset + values.length), from);
    return { from, to, weights: parameters.subarray(from, to), gradients: gradients.subarray(from, to) };
  });
  const norm = (x: Float32Array) => Math.sqrt(kernels.squaredSum(x, x.length));
  /** Made when it is needed: a network that never learns needs none. */
  let before: Float32Array | null = null;
  let weightNorms: number[] = [];
  let gradientNorms: number[] = [];

  return {
    begin() {
      before ??= new Float32Array(parameters.length);
      before.set(parameters);
      weightNorms = ranges.map(({ weights }) => norm(weights));
      // Clipping and penalties will overwrite them.
      gradientNorms = ranges.map((range) => norm(range.gradients));
    },

    figures(B) {
      const outputs = network.layerOutputs(B);
      return layers.map(({ index, units, hasRelu }, i) => ({
        gradientNorm: gradientNorms[i],
        weightNorm: weightNorms[i],
        updateNorm: before ? distance(parameters, before, ranges[i].from, ranges[i].to) : 0,
        deadUnits: hasRelu ? shareOfDead(outputs[index + 1], units) : null,
      }));
    },
  };
}

/** Euclidean, between the numbers from `from` to `to` (excluded), summed in double precision. */
function distance(x: Float32Array, y: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const difference = x[i] - y[i];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Of the columns of rows of `units` numbers, those that are zero throughout. */
function shareOfDead(output: Float32Array, units: number): number {
  let dead = 0;
  for (let unit = 0; unit < units; unit++) {
    let at = unit;
    while (at < output.length && output[at] === 0) at += units;
    if (at >= output.length) dead++;
  }
  return dead / units;
}
