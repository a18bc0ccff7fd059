/**
 * What a network is made of, as plain data: it crosses the worker boundary, goes into files, and
 * is all that is needed, with a seed, to build the same network again.
 */
import type { ElementwiseActivation } from '../kernels/kernels';

export type Activation = ElementwiseActivation | 'softmax' | 'linear';
export type Initializer =
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'orthogonal'
  | 'normal'
  | 'zeros';
export type Loss = 'meanSquaredError' | 'crossEntropy' | 'binaryCrossEntropy' | 'huber';

export type DenseSpec = {
  readonly type: 'dense';
  /** Number of outputs, 1 or more. */
  readonly units: number;
  readonly bias: boolean;
  /** How the weights start; biases start at zero. */
  readonly initializer: Initializer;
};

export type ActivationSpec = { readonly type: 'activation'; readonly activation: Activation };

/** 2-D convolution of images: `channels` of them come out. */
export type Conv2dSpec = {
  readonly type: 'conv2d';
  /** Number of channels that come out, 1 or more. */
  readonly channels: number;
  /** Side of a square, or height and width. */
  readonly kernel: number | readonly [height: number, width: number];
  readonly stride: number;
  /** Rows and columns of zeros on each side; less than the kernel. */
  readonly padding: number;
  readonly bias: boolean;
  readonly initializer: Initializer;
};

/** The largest number of each square of side `size`. */
export type MaxPool2dSpec = { readonly type: 'maxPool2d'; readonly size: number; readonly stride: number };

/** From an image to a row of numbers, channel by channel as in PyTorch. */
export type FlattenSpec = { readonly type: 'flatten' };

/** In training, a share `rate` of the numbers becomes zero: at least 0, less than 1. */
export type DropoutSpec = { readonly type: 'dropout'; readonly rate: number };

/** (x − mean) / deviation for every number: the inputs of a network that was trained on standardized ones. Both finite, deviation above 0. */
export type StandardizeSpec = {
  readonly type: 'standardize';
  readonly mean: number;
  readonly deviation: number;
};

/** Each sample divided by its Euclidean norm over all its numbers; one of zeros stays so. */
export type UnitLengthSpec = { readonly type: 'unitLength' };

export type LayerSpec =
  | DenseSpec
  | ActivationSpec
  | Conv2dSpec
  | MaxPool2dSpec
  | FlattenSpec
  | DropoutSpec
  | StandardizeSpec
  | UnitLengthSpec;

/** Images lie row by row, the channels of a pixel beside each other. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Layers in the order in which data flows through them; the numbering is that of PyTorch's `nn.Sequential`. */
export type NetworkSpec = {
  /** Numbers of one sample that go in. */
  readonly inputs: number;
  /** What image the inputs are, for layers that work on images; without it they are a row of numbers. */
  readonly inputShape?: ImageShape;
  readonly layers: readonly LayerSpec[];
};

type AdamNumbers = {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
};

export type OptimizerSpec =
  | { readonly type: 'sgd'; readonly rate: number; readonly momentum: number }
  | { readonly type: 'nesterov'; readonly rate: number; readonly momentum: number }
  | {
      readonly type: 'rprop';
      /** Δ₀, the size of every parameter's first step. */
      readonly rate: number;
      /** η⁻ and η⁺: by what a step shrinks when the gradient's sign has turned, and grows when it has not. */
      readonly decrease: number;
      readonly increase: number;
      /** Bounds of a step. */
      readonly least: number;
      readonly most: number;
    }
  | { readonly type: 'rmsprop'; readonly rate: number; readonly decay: number; readonly epsilon: number }
  | ({ readonly type: 'adam' } & AdamNumbers)
  | ({ readonly type: 'adamW'; readonly weightDecay: number } & AdamNumbers);

/** What may stand between the gradients and an optimizer's step; see regularization.ts. */
export type RegularizationSpec = {
  /** The largest norm that all gradients together may have; null: any. */
  readonly maxNorm: number | null;
  /** Factors of Σ|w| and of Σw²/2 in the loss. */
  readonly l1: number;
  readonly l2: number;
  /** Share of itself, times the rate, that a parameter loses in a step. */
  readonly weightDecay: number;
};
