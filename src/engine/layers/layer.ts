import type { Floats, Kernels } from '../../kernels/kernels';
import type { Initializer } from '../spec';

/** A tensor of the network's flat parameters, with the gradient of the loss with respect to it. */
export type Tensor<F extends Floats> = {
  /** `layers.0.weight` or `layers.0.bias`, numbered as PyTorch's `nn.Sequential` does. */
  readonly name: string;
  /** Weights `[inputs, outputs]`, biases `[outputs]`; row-major. */
  readonly shape: readonly number[];
  /** Views of the network's buffers: writing to them changes the network. */
  readonly values: F;
  readonly gradients: F;
};

export type TensorPlan = {
  readonly name: 'weight' | 'bias';
  readonly shape: readonly number[];
  readonly initializer: Initializer;
};

/** A layer at work. `x` is `[B, inputs]`, `output` and `dy` are `[B, units]`; all are the kernels' buffers. */
export type Layer<F extends Floats> = {
  /** Overwrites `output`. */
  forward(output: F, x: F, B: number): void;
  /**
   * Adds to the gradients of the layer's tensors and overwrites `dx`; null: dx is not wanted. `output` and `x`
   * must be those of the last forward.
   */
  backward(dx: F | null, dy: F, output: F, x: F, B: number): void;
};

/** One kind of layer: the entry in the registry. */
export type LayerKind<S> = {
  /** Whether `dx` of backward may be `dy`. */
  readonly inPlace: boolean;
  /** Numbers that come out for `inputs` that go in. Throws an Error that says what is wrong with `spec`. */
  outputs(spec: S, inputs: number): number;
  /** In the order in which they lie in the flat parameters; `spec` has been checked. */
  tensors(spec: S, inputs: number): readonly TensorPlan[];
  create<F extends Floats>(
    kernels: Kernels<F>,
    spec: S,
    inputs: number,
    outputs: number,
    tensors: readonly Tensor<F>[],
  ): Layer<F>;
};
