import type { Floats, Kernels, SparseRows } from '../../kernels/kernels';
import type { Optimizer } from '../optimizers/optimizer';
import type { Random } from '../random';
import type { Shape } from '../shape';
import type { Initializer } from '../spec';

/** A tensor of the network's flat parameters, with the gradient of the loss with respect to it. */
export type Tensor<F extends Floats> = {
  /** `layers.0.weight` or `layers.0.bias`, numbered as PyTorch's `nn.Sequential` does. */
  readonly name: string;
  /** Weights `[inputs, outputs]`, or `[height, width, inputs, outputs]` of a kernel; biases `[outputs]`; row-major. */
  readonly shape: readonly number[];
  /** Where it begins in the network's flat parameters. */
  readonly offset: number;
  /** Views of the network's buffers: writing to them changes the network. */
  readonly values: F;
  readonly gradients: F;
};

export type TensorPlan = {
  readonly name: 'weight' | 'bias';
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** How many numbers each output is made of, and each input goes into: what initializers scale by. */
  readonly fanIn: number;
  readonly fanOut: number;
};

/** What one sample is before and after a layer, and how many numbers that are. */
export type LayerSizes = {
  readonly input: Shape;
  readonly output: Shape;
  readonly inputs: number;
  readonly outputs: number;
};

/** A batch `[B, ...input]` as the first layer may get it: sparse only if its kind takes that. */
export type LayerInput<F extends Floats> = F | SparseRows<F>;

export function isSparse<F extends Floats>(x: LayerInput<F>): x is SparseRows<F> {
  return 'starts' in x;
}

/** A layer at work. `x` (of kinds that take them also SparseRows) is `[B, ...input]`, `output` and `dy` are `[B, ...output]`; all are the kernels' buffers. */
export type Layer<F extends Floats> = {
  /** Decides what the next training pass leaves to chance. Only dropout has it. */
  draw?(random: Random): void;
  /** Overwrites `output`. `training`: as the step's gradients are of it, rather than as answers are given. */
  forward(output: F, x: F, B: number, training: boolean): void;
  /** Overwrites `dx`. `output`, `x` and `training` must be those of the last forward. */
  backwardInput(dx: F, dy: F, output: F, x: F, B: number, training: boolean): void;
  /** Adds to the gradients of the layer's tensors. Only layers with tensors have it. */
  backwardParameters?(dy: F, x: F, B: number): void;
  /**
   * As `backwardParameters`, but `optimizer` updates all of the network's `parameters` that are the layer's, piece by
   * piece while their gradients are in the cache. None is kept: what the tensors' gradients hold afterwards means
   * nothing. Only dense has it.
   */
  updateParameters?(dy: F, x: F, B: number, parameters: F, optimizer: Optimizer<F>): void;
};

/** One kind of layer: the entry in the registry. */
export type LayerKind<S> = {
  /** Whether `dx` may be `dy`; only for kinds without tensors. */
  readonly inPlace: boolean;
  /** Whether as the first layer it takes rows that are mostly zeros as such. */
  readonly takesSparseRows?: boolean;
  /** What comes out for what goes in. Throws an Error that says what is wrong with `spec`, or with its place. */
  outputShape(spec: S, input: Shape): Shape;
  /** In the order in which they lie in the flat parameters; `spec` has been checked. */
  tensors(spec: S, input: Shape): readonly TensorPlan[];
  /** Numbers of working memory, whatever the batch; without it none. */
  scratch?(spec: S, input: Shape): number;
  create<F extends Floats>(
    kernels: Kernels<F>,
    spec: S,
    sizes: LayerSizes,
    tensors: readonly Tensor<F>[],
    scratch: F,
  ): Layer<F>;
};
