import type { Floats, Kernels } from '../../kernels/kernels';
import { initializers } from '../initializers';
import type { Optimizer } from '../optimizers/optimizer';
import { checkOrthogonal } from '../orthogonal';
import { requireRow, requireWhole } from '../shape';
import type { DenseSpec } from '../spec';
import { isSparse, type LayerInput, type LayerKind, type LayerSizes, type Tensor } from './layer';

/** y = x·w + b with w `[inputs, units]` and b `[units]`. */
export const dense: LayerKind<DenseSpec> = {
  inPlace: false,
  takesSparseRows: true,

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

  scratch({ units }, input) {
    return pieceRows(requireRow(input, 'dense'), units) * units;
  },

  create<F extends Floats>(
    kernels: Kernels<F>,
    _spec: DenseSpec,
    { inputs, outputs }: LayerSizes,
    [weight, bias]: readonly Tensor<F>[],
    scratch: F,
  ) {
    const biasValues = bias?.values ?? null;
    const pieces = weightPieces(inputs, outputs, scratch);

    function updateWeights(dy: F, x: LayerInput<F>, B: number, parameters: F, optimizer: Optimizer<F>) {
      if (isSparse(x)) {
        kernels.groupByColumn(x, B, inputs);
        if (optimizer.updateSparse(parameters, weight.offset, dy, x, inputs, outputs)) return;
      }
      for (const { from, to, gradients } of pieces) {
        weightGradients(gradients, dy, x, from, to, false, B);
        optimizer.update(parameters, weight.offset + from * outputs, gradients);
      }
    }

    function weightGradients(
      dw: F,
      dy: F,
      x: LayerInput<F>,
      from: number,
      to: number,
      adds: boolean,
      B: number,
    ) {
      if (isSparse(x)) kernels.sparseDenseBackwardWeights(dw, dy, x, from, to, adds, outputs);
      else kernels.denseBackwardWeights(dw, dy, x, from, to, adds, B, inputs, outputs);
    }

    return {
      forward(output: F, x: LayerInput<F>, B: number) {
        if (isSparse(x)) kernels.sparseDenseForward(output, x, weight.values, biasValues, B, inputs, outputs);
        else kernels.denseForward(output, x, weight.values, biasValues, B, inputs, outputs);
      },

      backwardInput(dx: F, dy: F, _output: F, _x: LayerInput<F>, B: number) {
        kernels.denseBackwardInput(dx, dy, weight.values, B, inputs, outputs);
      },

      backwardParameters(dy: F, x: LayerInput<F>, B: number) {
        if (isSparse(x)) kernels.groupByColumn(x, B, inputs);
        weightGradients(weight.gradients, dy, x, 0, inputs, true, B);
        if (bias) kernels.denseBackwardBias(bias.gradients, dy, B, outputs);
      },

      updateParameters(dy: F, x: LayerInput<F>, B: number, parameters: F, optimizer: Optimizer<F>) {
        updateWeights(dy, x, B, parameters, optimizer);
        if (!bias) return;
        kernels.fill(bias.gradients, 0, outputs);
        kernels.denseBackwardBias(bias.gradients, dy, B, outputs);
        optimizer.update(parameters, bias.offset, bias.gradients);
      },
    };
  },
};

/** Numbers in a piece of the weights: with its moments and gradients it should fit a first-level cache of 32 kB. */
const pieceNumbers = 2048;
/** Products of fewer rows are slower. */
const leastPieceRows = 64;

function pieceRows(inputs: number, outputs: number): number {
  return Math.min(inputs, Math.max(leastPieceRows, Math.ceil(pieceNumbers / outputs)));
}

/** Rows of the weights, piece by piece, each with the part of `scratch` that its gradients go into. */
function weightPieces<F extends Floats>(inputs: number, outputs: number, scratch: F) {
  const rows = pieceRows(inputs, outputs);
  return Array.from({ length: Math.ceil(inputs / rows) }, (_, i) => {
    const from = i * rows;
    const to = Math.min(inputs, from + rows);
    return { from, to, gradients: scratch.subarray(0, (to - from) * outputs) as F };
  });
}
