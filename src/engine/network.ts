import type { Floats, Kernels, SparseRows } from '../kernels/kernels';
import { initialize } from './initializers';
import { isSparse, type LayerInput, type Tensor } from './layers/layer';
import { checkLoss, lossKinds } from './losses';
import type { Optimizer } from './optimizers/optimizer';
import { type NetworkPlan, planNetwork } from './plan';
import { createRandom, type Random } from './random';
import { sizeOf } from './shape';
import type { Loss, NetworkSpec } from './spec';

/**
 * Layers with their parameters. All buffers belong to the network for as long as it lives; B is 1 to `maxBatch`.
 *
 * What overwrites what: `forward` and the losses overwrite the outputs of all layers;
 * `loss`, `trainingLoss` and `lossAndGradient` also the gradients with respect to them. None touches `targetBuffer`,
 * nor `inputBuffer`, unless sparse rows come to a first layer that can't take them: they are written out there.
 * So predicting between two steps disturbs nothing but what the caller put into `inputBuffer`.
 */
export type Network<F extends Floats = Float32Array> = {
  readonly spec: NetworkSpec;
  readonly maxBatch: number;
  /** Numbers of one sample that come out. */
  readonly outputs: number;
  /** Of one sample's forward, about. */
  readonly multiplyAdds: number;
  /** All parameters, and the gradients of the loss with respect to them, in the order of `tensors`. */
  readonly parameters: F;
  readonly gradients: F;
  readonly tensors: readonly Tensor<F>[];
  /** `[maxBatch, inputs]` and `[maxBatch, outputs]`: the caller fills the first B rows. */
  readonly inputBuffer: F;
  readonly targetBuffer: F;
  /** Another place for the inputs, if it was asked for: rows that are mostly zeros. */
  readonly sparseInput: SparseRows<F> | null;
  /** Draws the parameters anew, as at the start: tensors in their order. */
  initialize(random: Random): void;
  /** Outputs `[B, outputs]` for the first B rows of `input`, or else `inputBuffer`: a view, valid until the next call. */
  forward(B: number, input?: LayerInput<F>): F;
  /** Forward, then the mean loss over the first B rows of `targetBuffer`. Gradients stay as they are. */
  loss(B: number, loss: Loss, input?: LayerInput<F>): number;
  /** As `loss`, but with what the last `lossAndGradient` dropped: the function that its gradients are of. */
  trainingLoss(B: number, loss: Loss): number;
  /**
   * Forward and backward, as in training: returns the loss, a mean over the batch, and adds its gradients to
   * `gradients`. So what k batches of m rows add up to is k times the gradient of one batch of k·m. `watch` is shown the
   * gradient `[≥B, …]` with respect to what each layer put out on the way, the last first; none above one that is part of
   * the loss, nor below the first that learns.
   */
  lossAndGradient(B: number, loss: Loss, input?: LayerInput<F>, watch?: GradientWatch<F>): number;
  /**
   * A whole step: the bits of `clearGradients`, `lossAndGradient` and the optimizer's `step`, but faster, as each piece
   * of the gradients is used while it is in the cache; what `gradients` holds afterwards means nothing. Returns the
   * loss before the step. If that is not finite, the parameters and the optimizer stay as they are. Throws a RangeError
   * for an optimizer that was made for another number of parameters.
   */
  trainStep(B: number, loss: Loss, optimizer: Optimizer<F>, input?: LayerInput<F>): number;
  clearGradients(): void;
  /**
   * After `forward` of one row in `inputBuffer`: the gradient of Σ dy·y with respect to x, where y is what layer `from`
   * put out and x what went into layer `to`; 0: the network's input. Of the network as it answers: nothing is dropped.
   * `gradients` stay as they are. A view, valid until the next call of anything that goes backward.
   */
  backpropagate(dy: ArrayLike<number>, from: number, to: number): F;
  /** What each layer put out for the B rows of the last forward: views `[B, ...its shape]`, valid until the next. */
  layerOutputs(B: number): F[];
};

export type NetworkOptions = {
  /** Where the initial weights come from, and what dropout drops: a generator, or the seed of a fresh one. */
  readonly random: Random | number;
  readonly maxBatch: number;
  /** Whether inputs come as rows that are mostly zeros too. */
  readonly sparse?: boolean;
};

/** `dy` is a view that is overwritten as soon as it returns. */
export type GradientWatch<F extends Floats> = (layer: number, dy: F) => void;

/** What was recorded, for the batch, the loss, the optimizer and the input that it is for. */
type RecordedStep<F extends Floats> = {
  readonly B: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer<F>;
  readonly input: LayerInput<F>;
  readonly step: ReturnType<Kernels<F>['record']>;
  readonly gradient: ReturnType<Kernels<F>['record']>;
};

/** Networks of fewer parameters take their step as a whole: it is in the cache anyway, and calls are what takes the time. */
const leastToCut = 4096;
/** Enough for twenty layers. */
const tapeLength = 1024;

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
    /** The same of the input, of one row: training has no use for it. */
    inputGradient: layers[0].kind.inPlace ? 0 : layers[0].inputs,
    scratch: layers.map((layer) => layer.scratch),
    /** For what a step of a small network does. */
    tape: parameters < leastToCut ? tapeLength : 0,
  };
}

/**
 * A network with fresh parameters, in buffers of `kernels`. Throws an Error if `spec` is wrong (see
 * `planNetwork`), and a RangeError if the kernels' memory is too small (see `networkFloats`).
 */
export function createNetwork<F extends Floats>(
  kernels: Kernels<F>,
  spec: NetworkSpec,
  { random, maxBatch, sparse = false }: NetworkOptions,
): Network<F> {
  const plan = planNetwork(spec);
  if (!Number.isInteger(maxBatch) || maxBatch < 1)
    throw new Error(`maxBatch must be a whole number from 1, not ${maxBatch}`);
  const lengths = networkBuffers(plan, maxBatch);
  const parameters = kernels.alloc(lengths.parameters);
  const gradients = kernels.alloc(lengths.gradients);
  const inputBuffer = kernels.alloc(lengths.input);
  const sparseInput = sparse ? kernels.allocSparse(maxBatch, spec.inputs) : null;
  const targetBuffer = kernels.alloc(lengths.target);
  const layerBuffers = lengths.layers.map((length) => kernels.alloc(length));
  const gradientBuffers: F[] = [];
  for (let i = plan.layers.length - 1; i >= 0; i--) {
    const length = lengths.layerGradients[i];
    gradientBuffers[i] = length === 0 ? gradientBuffers[i + 1] : kernels.alloc(length);
  }
  const inputGradient =
    lengths.inputGradient === 0 ? gradientBuffers[0] : kernels.alloc(lengths.inputGradient);

  /** Only small networks have one. */
  const tape = lengths.tape === 0 ? null : kernels.alloc(lengths.tape);
  /** Other layers decide anew in every step, or do something that is no operation of the kernels. */
  const canBeRecorded = spec.layers.every(({ type }) => type === 'dense' || type === 'activation');
  const scratch = lengths.scratch.map((length) => kernels.alloc(length));

  const tensors: Tensor<F>[] = [];
  /** Of each layer. */
  const ownTensors: Tensor<F>[][] = [];
  let offset = 0;
  const layers = plan.layers.map((layer, index) => {
    const own = layer.tensors.map(({ name, shape }) => {
      const end = offset + sizeOf(shape);
      const values = parameters.subarray(offset, end) as F;
      const tensor = {
        name: `${layer.name}.${name}`,
        shape,
        offset,
        values,
        gradients: gradients.subarray(offset, end) as F,
      };
      offset = end;
      return tensor;
    });
    tensors.push(...own);
    ownTensors.push(own);
    return layer.kind.create(kernels, layer.spec, layer, own, scratch[index]);
  });
  const last = layers.length - 1;

  function draw(source: Random): void {
    const plans = plan.layers.flatMap((layer) => layer.tensors);
    plans.forEach(({ initializer, fanIn, fanOut }, i) => {
      initialize(tensors[i].values, initializer, source, fanIn, fanOut);
    });
  }

  function inputOf(i: number, input: LayerInput<F>): F {
    // Sparse rows exist only where the first layer's kind takes them.
    return i === 0 ? (input as F) : layerBuffers[i - 1];
  }

  /** What the first layer takes of an input: its numbers, where it can't take sparse rows. */
  function taken(input: LayerInput<F>, B: number): LayerInput<F> {
    if (!isSparse(input) || plan.layers[0].kind.takesSparseRows) return input;
    kernels.expandRows(inputBuffer, input, B, spec.inputs);
    return inputBuffer;
  }

  function forward(B: number, input: LayerInput<F>, training: boolean): F {
    if (!(Number.isInteger(B) && B >= 1 && B <= maxBatch))
      throw new RangeError(`A batch has 1 to ${maxBatch} rows, not ${B}`);
    for (let i = 0; i <= last; i++) {
      layers[i].forward(layerBuffers[i], inputOf(i, input), B, training);
    }
    return layerBuffers[last];
  }

  function forwardAndLoss(B: number, loss: Loss, input: LayerInput<F>, training: boolean): number {
    checkLoss(spec, loss);
    forward(B, input, training);
    const from = lossLayer(loss);
    const { evaluate } = lossKinds[loss];
    return evaluate(kernels, gradientBuffers[from], layerBuffers[from], targetBuffer, B, plan.outputs);
  }

  /** The layer from which on the gradient flows back: the last, unless that is part of the loss. */
  function lossLayer(loss: Loss): number {
    return lossKinds[loss].fused ? last - 1 : last;
  }

  /** The gradient with respect to what went into layer `i`. */
  const gradientBelow = (i: number): F => (i === 0 ? inputGradient : gradientBuffers[i - 1]);

  function backwardInput(i: number, B: number, x: F, training: boolean): void {
    layers[i].backwardInput(gradientBelow(i), gradientBuffers[i], layerBuffers[i], x, B, training);
  }

  /**
   * Takes the gradient of the loss back to the first layer that learns. `learn` is called for each on the way, the last
   * first, when its weights have done what they are needed for.
   */
  function backward(
    B: number,
    loss: Loss,
    input: LayerInput<F>,
    learn: (i: number, dy: F, x: F) => void,
    watch?: GradientWatch<F>,
  ): void {
    for (let i = lossLayer(loss); i >= plan.firstTrainable; i--) {
      const x = inputOf(i, input);
      watch?.(i, gradientBuffers[i]);
      if (i > plan.firstTrainable) backwardInput(i, B, x, true);
      learn(i, gradientBuffers[i], x);
    }
  }

  function drawLayers(): void {
    for (const layer of layers) layer.draw?.(generator);
  }

  /** `lossAndGradient` with what was drawn. */
  function addGradients(B: number, loss: Loss, input: LayerInput<F>, watch?: GradientWatch<F>): number {
    const value = forwardAndLoss(B, loss, input, true);
    backward(B, loss, input, (i, dy, x) => layers[i].backwardParameters?.(dy, x, B), watch);
    return value;
  }

  const clearGradients = () => kernels.fill(gradients, 0, gradients.length);

  /** Clears the gradients, then as `addGradients`. */
  function gradientsAnew(B: number, loss: Loss, input: LayerInput<F>): number {
    clearGradients();
    return addGradients(B, loss, input);
  }

  /** The last step of a small network, recorded: all of it, or where the optimizer's part can't be, the other. */
  let recorded: RecordedStep<F> | null = null;

  function recordStep(B: number, loss: Loss, optimizer: Optimizer<F>, input: LayerInput<F>): RecordedStep<F> {
    const record = (work: () => void) => (tape && canBeRecorded ? kernels.record(work, tape) : null);
    const step = record(() => {
      gradientsAnew(B, loss, input);
      optimizer.update(parameters, 0, gradients);
    });
    const gradient = step ? null : record(() => void gradientsAnew(B, loss, input));
    return { B, loss, optimizer, input, step, gradient };
  }

  /** A step all at once; what was done before is replayed. */
  function wholeStep(B: number, loss: Loss, optimizer: Optimizer<F>, input: LayerInput<F>): number {
    if (
      recorded?.B !== B ||
      recorded.loss !== loss ||
      recorded.optimizer !== optimizer ||
      recorded.input !== input
    )
      recorded = recordStep(B, loss, optimizer, input);
    if (recorded.step) {
      const value = recorded.step(optimizer.rate, optimizer.steps + 1);
      if (Number.isFinite(value)) optimizer.steps++;
      return value;
    }
    const value = recorded.gradient ? recorded.gradient(0, 0) : gradientsAnew(B, loss, input);
    if (Number.isFinite(value)) optimizer.step(parameters, gradients);
    return value;
  }

  const generator = typeof random === 'number' ? createRandom(random) : random;
  draw(generator);
  return {
    spec,
    maxBatch,
    outputs: plan.outputs,
    multiplyAdds: plan.multiplyAdds,
    parameters,
    gradients,
    tensors,
    inputBuffer,
    targetBuffer,
    sparseInput,
    initialize: draw,
    forward: (B, input = inputBuffer) =>
      forward(B, taken(input, B), false).subarray(0, B * plan.outputs) as F,
    loss: (B, loss, input = inputBuffer) => forwardAndLoss(B, loss, taken(input, B), false),
    trainingLoss: (B, loss) => forwardAndLoss(B, loss, inputBuffer, true),
    lossAndGradient(B, loss, input = inputBuffer, watch) {
      drawLayers();
      return addGradients(B, loss, taken(input, B), watch);
    },

    trainStep(B, loss, optimizer, given = inputBuffer) {
      requireSameLength(optimizer, parameters);
      const input = taken(given, B);
      drawLayers();
      if (tape) return wholeStep(B, loss, optimizer, input);
      const value = forwardAndLoss(B, loss, input, true);
      if (!Number.isFinite(value)) return value;
      optimizer.steps++;
      backward(B, loss, input, (i, dy, x) => {
        const layer = layers[i];
        if (layer.updateParameters) {
          layer.updateParameters(dy, x, B, parameters, optimizer);
          return;
        }
        for (const tensor of ownTensors[i]) kernels.fill(tensor.gradients, 0, tensor.gradients.length);
        layer.backwardParameters?.(dy, x, B);
        for (const tensor of ownTensors[i]) optimizer.update(parameters, tensor.offset, tensor.gradients);
      });
      return value;
    },

    clearGradients,

    backpropagate(dy, from, to) {
      gradientBuffers[from].set(dy);
      for (let i = from; i >= to; i--) backwardInput(i, 1, inputOf(i, inputBuffer), false);
      return gradientBelow(to).subarray(0, to === 0 ? spec.inputs : plan.layers[to - 1].outputs) as F;
    },

    layerOutputs: (B) => plan.layers.map((layer, i) => layerBuffers[i].subarray(0, B * layer.outputs) as F),
  };
}

function requireSameLength<F extends Floats>({ moments }: Optimizer<F>, parameters: F): void {
  if (moments[0].length !== parameters.length)
    throw new RangeError(
      `The optimizer is for ${moments[0].length} parameters; the network has ${parameters.length}`,
    );
}
