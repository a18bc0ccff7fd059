/** The field's words for what the specs name, in the order in which they are offered. */
import type {
  Activation,
  LayerSpec,
  Loss,
  OptimizerSpec,
  PlainSchedule,
  RunInfo,
  RunSpec,
  ScheduleSpec,
  ShapesData,
} from '../../training/trainer';
import { formatRate } from '../format';
import type { AugmentationChoice } from './augmentationNumbers';
import type { InitializerChoice, NetworkKind } from './networkParts';

export const activationNames: Record<Activation, string> = {
  relu: 'relu',
  leakyRelu: 'leaky relu',
  elu: 'elu',
  gelu: 'gelu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  sine: 'sine',
  softmax: 'softmax',
  linear: 'linear',
};

export const patternNames: Record<ShapesData['pattern'], string> = {
  spirals: 'Spirals',
  circles: 'Circles',
  moons: 'Moons',
  xor: 'XOR, noisy',
  gaussians: 'Gaussians',
  checkerboard: 'Checkerboard',
  plane: 'Plane, of values',
  waves: 'Waves, of values',
  own: 'Your own points',
};

export const lossNames: Record<Loss, string> = {
  meanSquaredError: 'Mean squared error',
  crossEntropy: 'Cross-entropy',
  binaryCrossEntropy: 'Binary cross-entropy',
  huber: 'Huber',
};

export const optimizerNames: Record<OptimizerSpec['type'], string> = {
  adam: 'Adam',
  adamW: 'AdamW',
  sgd: 'SGD, momentum',
  nesterov: 'SGD, Nesterov',
  rmsprop: 'RMSProp',
  rprop: 'RPROP',
};

export const plainScheduleNames: Record<PlainSchedule['type'], string> = {
  constant: 'Constant',
  step: 'Step',
  cosine: 'Cosine',
  oneCycle: 'One cycle',
};

export const scheduleNames: Record<ScheduleSpec['type'], string> = {
  ...plainScheduleNames,
  warmUp: 'Warm-up',
};

export const initializerNames: Record<InitializerChoice, string> = {
  suited: 'Suited to each layer',
  glorotUniform: 'Glorot uniform',
  glorotNormal: 'Glorot normal',
  heUniform: 'He uniform',
  heNormal: 'He normal',
  orthogonal: 'Orthogonal',
  normal: 'Normal',
  zeros: 'Zeros',
  own: 'Each its own',
};

export const networkKindNames: Record<NetworkKind, string> = {
  dense: 'Dense layers',
  convolutional: 'Convolutional',
  other: 'Other layers',
};

export const arithmeticNames: Record<RunSpec['arithmetic'], string> = {
  fused: 'Fast',
  strict: 'Same bits',
};

export const augmentationNames: Record<AugmentationChoice, string> = {
  off: 'Off',
  usual: 'Usual',
  own: 'Your own',
};

/** What computes, as the object of “computed by”. */
export const kernelsNames: Record<RunInfo['kernels'], string> = {
  reference: 'the TypeScript reference',
  wasm: 'WebAssembly',
  'wasm-relaxed': 'WebAssembly with fused multiply-add',
};

/** Adam, rate 0.001 */
export function describeOptimizer({ type, rate }: OptimizerSpec): string {
  return `${optimizerNames[type]}, ${type === 'rprop' ? 'first step' : 'rate'} ${formatRate(rate)}`;
}

/** Dropout 0.5 */
export function describeLayer(layer: LayerSpec): string {
  switch (layer.type) {
    case 'dense':
      return `Dense ${layer.units}`;
    case 'activation':
      return activationNames[layer.activation];
    case 'conv2d': {
      const { channels, kernel, stride, padding } = layer;
      const sides = typeof kernel === 'number' ? [kernel, kernel] : kernel;
      const more = `${stride === 1 ? '' : `, stride ${stride}`}${padding === 0 ? '' : `, padding ${padding}`}`;
      return `Convolution ${channels} of ${sides.join(' × ')}${more}`;
    }
    case 'maxPool2d':
      return `Max-pool ${layer.size} × ${layer.size}${layer.stride === layer.size ? '' : `, stride ${layer.stride}`}`;
    case 'flatten':
      return 'Flatten';
    case 'dropout':
      return `Dropout ${layer.rate}`;
    case 'standardize':
      return `(x − ${layer.mean}) / ${layer.deviation}`;
    case 'unitLength':
      return 'Unit length';
  }
}

/** What such a record names, in its order. */
export function offered<Value extends string>(names: Readonly<Record<Value, unknown>>): readonly Value[] {
  return Object.keys(names) as Value[];
}
