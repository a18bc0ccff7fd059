import type { Activation, Loss, NetworkSpec, OptimizerSpec } from '../../training/trainer';
import { type InitializerChoice, readParts } from './networkParts';

/** The field's words for what the specs name. */
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

export const lossNames: Record<Loss, string> = {
  meanSquaredError: 'Mean squared error',
  crossEntropy: 'Cross-entropy',
  binaryCrossEntropy: 'Binary cross-entropy',
  huber: 'Huber',
};

export const optimizerNames: Record<OptimizerSpec['type'], string> = {
  adam: 'Adam',
  sgd: 'SGD, momentum',
  nesterov: 'SGD, Nesterov',
  rprop: 'RPROP',
  rmsprop: 'RMSProp',
  adamW: 'AdamW',
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
};

/** Weights and biases. */
export function countParameters(network: NetworkSpec): number {
  const { inputs, hidden, last, bias } = readParts(network);
  let count = 0;
  let from = inputs;
  for (const { units } of [...hidden, last]) {
    count += from * units + (bias ? units : 0);
    from = units;
  }
  return count;
}
