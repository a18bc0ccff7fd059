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

export type LayerSpec = DenseSpec | ActivationSpec;

/** Layers in the order in which data flows through them; the numbering is that of PyTorch's `nn.Sequential`. */
export type NetworkSpec = { readonly inputs: number; readonly layers: readonly LayerSpec[] };

export type OptimizerSpec =
  | { readonly type: 'sgd'; readonly rate: number; readonly momentum: number }
  | {
      readonly type: 'adam';
      readonly rate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };
