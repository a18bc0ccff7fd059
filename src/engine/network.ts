import type { Floats, Kernels } from '../kernels/kernels';
import { initialize } from './initializers';
import type { Tensor } from './layers/layer';
import { checkLoss, lossKinds } from './losses';
import { type NetworkPlan, planNetwork, sizeOf } from './plan';
import { createRandom, type Random } from './random';
import type { Loss, NetworkSpec } from './spec';

/**
 * Layers with their parameters. All buffers belong to the network for as long as it lives; B is 1 to `maxBatch`.
 *
 * What overwrites what: `forward`, `loss` and `lossAndGradient` overwrite the outputs of all layers;
 * `loss` and `lossAndGradient` also the gradients with respect to them. None touches `inputBuffer` or
 * `targetBuffer`. So predicting between two steps disturbs nothing but what the caller put into `inputBuffer`.
 */
export type Network<F extends Floats = Float32Array> = {
  readonly spec: NetworkSpec;
  readonly maxBatch: number;
  /** Numbers of one sample that come out. */
  readonly outputs: number;
  /** All parameters, and the gradients of the loss with respect to them, in the order of `tensors`. */
  readonly parameters: F;
  readonly gradients: F;
  readonly tensors: readonly Tensor<F>[];
  /** `[maxBatch, inputs]` and `[maxBatch, outputs]`: the caller fills the first B rows. */
  readonly inputBuffer: F;
  readonly targetBuffer: F;
  /** Draws the parameters anew, as at the start: tensors in their order. */
  initialize(random: Random): void;
  /** Outputs `[B, outputs]` for the first B rows of `inputBuffer`: a view, valid until the next call. */
  forward(B: number): F;
  /** Forward, then the mean loss over the first B rows of `targetBuffer`. Gradients stay as they are. */
  loss(B: number, loss: Loss): number;
  /**
   * Forward and backward: returns the loss, a mean over the batch, and adds its gradients to `gradients`. So what k
   * batches of m rows add up to is k times the gradient of one batch of k·m.
   */
  lossAndGradient(B: number, loss: Loss): number;
  clearGradients(): void;
  /** What each layer put out for the B rows of the last forward: views `[B, units]`, valid until the next. */
  layerOutputs(B: number): F[];
};

export type NetworkOptions = {
  /** Where the initial weights come from: a generator, or the seed of a fresh one. */
  readonly random: Random | number;
  readonly maxBatch: number;
};

/** Buffers of the kernels: a length for each, in the order in which they are made. */
export function networkBuffers({ layers, parameters, outputs }: NetworkPlan, maxBatch: number) {
  return {
    parameters,
    gradients: parameters,
    input: maxBatch * layers[0].inputs,
    target: maxBatch * outputs,
    layers: layers.map((layer) => maxBatch * layer.outputs),
    /** Of the gradients with respect to each layer's output; 0: it shares the one of the layer above. */
    layerGradients: layers.map((layer, i) => (layers[i + 1]?.kind.inPlace ? 0 : maxBatch * layer.outputs)),
  };
}

/**
 * A network with fresh parameters, in buffers of `kernels`. Throws an Error if `spec` is wrong (see
 * `checkNetworkSpec`), and a RangeError if the kernels' memory is too small (see `networkFloats`).
 */
export function createNetwork<F extends Floats>(
  kernels: Kernels<F>,
  spec: NetworkSpec,
  { random, maxBatch }: NetworkOptions,
): Network<F> {
  const plan = planNetwork(spec);
  if (!Number.isInteger(maxBatch) || maxBatch < 1)
    throw new Error(`maxBatch must be from 1, not ${maxBatch}`);
  const lengths = networkBuffers(plan, maxBatch);
  const parameters = kernels.alloc(lengths.parameters);
  const gradients = kernels.alloc(lengths.gradients);
  const inputBuffer = kernels.alloc(lengths.input);
  const targetBuffer = kernels.alloc(lengths.target);
  const layerBuffers = lengths.layers.map((length) => kernels.alloc(length));
  const gradientBuffers: F[] = [];
  for (let i = plan.layers.length - 1; i >= 0; i--) {
    const length = lengths.layerGradients[i];
    gradientBuffers[i] = length === 0 ? gradientBuffers[i + 1] : kernels.alloc(length);
  }

  const tensors: Tensor<F>[] = [];
  let offset = 0;
  const layers = plan.layers.map((layer) => {
    const own = layer.tensors.map(({ name, shape }) => {
      const end = offset + sizeOf(shape);
      const values = parameters.subarray(offset, end) as F;
      const tensor = {
        name: `${layer.name}.${name}`,
        shape,
        values,
        gradients: gradients.subarray(offset, end) as F,
      };
      offset = end;
      return tensor;
    });
    tensors.push(...own);
    return layer.kind.create(kernels, layer.spec, layer.inputs, layer.outputs, own);
  });
  const last = layers.length - 1;

  function draw(source: Random): void {
    const plans = plan.layers.flatMap((layer) => layer.tensors);
    plans.forEach(({ shape: [fanIn, fanOut = 1], initializer }, i) => {
      initialize(tensors[i].values, initializer, source, fanIn, fanOut);
    });
  }

  function inputOf(i: number): F {
    return i === 0 ? inputBuffer : layerBuffers[i - 1];
  }

  function forward(B: number): F {
    if (!(B >= 1 && B <= maxBatch)) throw new RangeError(`A batch has 1 to ${maxBatch} rows, not ${B}`);
    layers.forEach((layer, i) => {
      layer.forward(layerBuffers[i], inputOf(i), B);
    });
    return layerBuffers[last].subarray(0, B * plan.outputs) as F;
  }

  /** Returns the loss, and the layer from which on the gradient still has to flow back. */
  function forwardAndLoss(B: number, loss: Loss): { value: number; from: number } {
    checkLoss(spec, loss);
    forward(B);
    const { fused, evaluate } = lossKinds[loss];
    const from = fused ? last - 1 : last;
    const value = evaluate(kernels, gradientBuffers[from], layerBuffers[from], targetBuffer, B, plan.outputs);
    return { value, from };
  }

  draw(typeof random === 'number' ? createRandom(random) : random);
  return {
    spec,
    maxBatch,
    outputs: plan.outputs,
    parameters,
    gradients,
    tensors,
    inputBuffer,
    targetBuffer,
    initialize: draw,
    forward,
    loss: (B, loss) => forwardAndLoss(B, loss).value,

    lossAndGradient(B, loss) {
      const { value, from } = forwardAndLoss(B, loss);
      for (let i = from; i >= plan.firstTrainable; i--) {
        const dx = i > plan.firstTrainable ? gradientBuffers[i - 1] : null;
        layers[i].backward(dx, gradientBuffers[i], layerBuffers[i], inputOf(i), B);
      }
      return value;
    },

    clearGradients: () => kernels.fill(gradients, 0, gradients.length),

    layerOutputs: (B) => plan.layers.map((layer, i) => layerBuffers[i].subarray(0, B * layer.outputs) as F),
  };
}
