import { initializers } from '../initializers';
import { checkOrthogonal } from '../orthogonal';
import { requireRow, requireWhole } from '../shape';
import type { DenseSpec } from '../spec';
import type { LayerKind } from './layer';

/** y = x·w + b with w `[inputs, units]` and b `[units]`. */
export const dense: LayerKind<DenseSpec> = {
  inPlace: false,

  outputShape({ units, bias, initializer }, input) {
    const inputs = requireRow(input, 'dense');
    requireWhole('units', units, 1);
    if (typeof bias !== 'boolean') throw new Error(`bias must be true or false, not ${bias}`);
    if (!initializers.includes(initializer)) {
      throw new Error(`initializer must be one of ${initializers.join(', ')}, not ${initializer}`);
    }
    if (initializer === 'orthogonal') checkOrthogonal(inputs, units);
    return [units];
  },

  tensors({ units, bias, initializer }, input) {
    const inputs = requireRow(input, 'dense');
    return [
      { name: 'weight', shape: [inputs, units], initializer, fanIn: inputs, fanOut: units },
      ...(bias
        ? [{ name: 'bias', shape: [units], initializer: 'zeros', fanIn: 1, fanOut: units } as const]
        : []),
    ];
  },

  create(kernels, _spec, { inputs, outputs }, [weight, bias]) {
    const biasValues = bias?.values ?? null;
    const biasGradients = bias?.gradients ?? null;
    return {
      forward(output, x, B) {
        kernels.denseForward(output, x, weight.values, biasValues, B, inputs, outputs);
      },
      backward(dx, dy, _output, x, B) {
        kernels.denseBackwardParameters(weight.gradients, biasGradients, dy, x, B, inputs, outputs);
        if (dx) kernels.denseBackwardInput(dx, dy, weight.values, B, inputs, outputs);
      },
    };
  },
};
