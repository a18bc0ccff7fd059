import { requireRow } from '../shape';
import type { Activation, ActivationSpec } from '../spec';
import type { LayerKind } from './layer';

/** The names, for lists and checks. */
export const activations: readonly Activation[] = [
  'relu',
  'leakyRelu',
  'elu',
  'gelu',
  'sigmoid',
  'tanh',
  'sine',
  'softmax',
  'linear',
];

/** y = f(x) for each number, or for each row (softmax). Has no parameters. */
export const activation: LayerKind<ActivationSpec> = {
  inPlace: true,

  outputShape(spec, input) {
    if (!activations.includes(spec.activation)) {
      throw new Error(`activation must be one of ${activations.join(', ')}, not ${spec.activation}`);
    }
    if (spec.activation === 'softmax') requireRow(input, 'softmax');
    return input;
  },

  tensors: () => [],

  create(kernels, spec, { inputs }) {
    const name = spec.activation;
    switch (name) {
      case 'linear':
        return {
          forward: (output, x, B) => kernels.copy(output, x, B * inputs),
          backwardInput(dx, dy, _output, _x, B) {
            if (dx !== dy) kernels.copy(dx, dy, B * inputs);
          },
        };
      case 'softmax':
        return {
          forward: (output, x, B) => kernels.softmaxForward(output, x, B, inputs),
          backwardInput: (dx, dy, output, _x, B) => kernels.softmaxBackward(dx, dy, output, B, inputs),
        };
      default:
        return {
          forward: (output, x, B) => kernels.activationForward(output, x, name, B * inputs),
          backwardInput: (dx, dy, output, x, B) =>
            kernels.activationBackward(dx, dy, output, x, name, B * inputs),
        };
    }
  },
};
