/** Finds where in a step numbers are no longer finite. */
import type { LayerInput } from '../engine/layers/layer';
import type { Network } from '../engine/network';
import type { Kernels } from '../kernels/kernels';
import { ownerOf, type TrainedLayerPlan } from './trainedLayers';

/**
 * What is not finite, and in which of the layers that have weights; of the inputs null. A step is looked through in the
 * order in which it is computed: what is found is where it began.
 */
export type Fault = {
  readonly what: 'weights' | 'inputs' | 'outputs' | 'loss' | 'gradient' | 'update';
  readonly layer: number | null;
};

export type FaultFinder = {
  /** After the forward pass of a batch of B rows whose loss is `loss`, the weights being those that it was made with. */
  inForward(B: number, input: LayerInput<Float32Array>, loss: number): Fault | null;
  /** After the backward pass, with all gradients in place. */
  inGradients(): Fault | null;
  /** After a step: the first weights that are not finite. */
  inWeights(): Fault | null;
};

export function createFaultFinder(
  kernels: Kernels,
  network: Network,
  layers: readonly TrainedLayerPlan[],
): FaultFinder {
  // The sum of the squares of finite floats is finite: it is taken in double precision.
  const allFinite = (x: Float32Array) => Number.isFinite(kernels.squaredSum(x, x.length));
  const owners = network.tensors.map(({ name }) =>
    layers.findIndex((layer) => name.startsWith(`${layer.name}.`)),
  );

  function weights(what: Fault['what']): Fault | null {
    const broken = network.tensors.findIndex(({ values }) => !allFinite(values));
    return broken < 0 ? null : { what, layer: owners[broken] };
  }

  return {
    inForward(B, input, loss) {
      const broken = weights('weights');
      if (broken) return broken;
      // Sparse rows are made of bytes.
      if (input instanceof Float32Array && !allFinite(input.subarray(0, B * network.spec.inputs)))
        return { what: 'inputs', layer: null };
      const output = network.layerOutputs(B).findIndex((values) => !allFinite(values));
      if (output >= 0) return { what: 'outputs', layer: ownerOf(layers, output) };
      return Number.isFinite(loss) ? null : { what: 'loss', layer: layers.length - 1 };
    },

    inGradients() {
      const broken = network.tensors.findLastIndex(({ gradients }) => !allFinite(gradients));
      return broken < 0 ? null : { what: 'gradient', layer: owners[broken] };
    },

    inWeights: () => weights('update'),
  };
}
