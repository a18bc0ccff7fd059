/** What a network's answer to one sample is made of: its inputs, and the units of its first layer. */
import type { Floats } from '../kernels/kernels';
import { type ClassContest, scoreGradient, scoreLayerOf } from './classScore';
import type { Network } from './network';
import { planNetwork } from './plan';

/** A neuron of a dense first layer, or a channel of a convolution. */
export type UnitShare = {
  /** Its number, from 0. */
  readonly unit: number;
  /** Its weights `[inputs]`, or its kernel `[height, width, channels]`. */
  readonly weights: Float32Array;
  /** What comes out of it, after its activation: one number, or an image `[height, width]`. */
  readonly outputs: Float32Array;
  /** Each of these times the gradient of the score with respect to it, and their sum. */
  readonly contributions: Float32Array;
  readonly contribution: number;
};

export type FirstLayerShare = {
  /** Of how many units. */
  readonly units: number;
  /** `[inputs]` or `[height, width, channels]`; of the outputs `[]` or `[height, width]`. */
  readonly weightShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Of all units together. */
  readonly contribution: number;
  /** Those with the largest contributions, for the class or against it, the largest first. */
  readonly strongest: readonly UnitShare[];
};

/**
 * The gradient `[inputs]` of the score with respect to the input, after `forward` of one row. Times the input it says
 * what each number adds (Shrikumar et al. 2016): where the network is linear from piece to piece (relu, leaky relu,
 * pooling), these add up to the score without what the biases give it; elsewhere they are a first approximation.
 */
export function inputGradient<F extends Floats>(network: Network<F>, contest: ClassContest): Float32Array {
  return Float32Array.from(scoreGradientAt(network, contest, 0));
}

/** What the units of the first layer with weights give to the score, after `forward` of one row; `most` of them. */
export function firstLayerShare<F extends Floats>(
  network: Network<F>,
  contest: ClassContest,
  most: number,
): FirstLayerShare {
  const { layers, firstTrainable } = planNetwork(network.spec);
  const layer = activatedLayer(network, firstTrainable);
  const outputs = network.layerOutputs(1)[layer];
  const gradient = scoreGradientAt(network, contest, layer + 1);
  const { shape, values } = network.tensors[0];
  const units = shape[shape.length - 1];
  const column = (of: ArrayLike<number>, unit: number): Float32Array =>
    Float32Array.from({ length: of.length / units }, (_, i) => of[i * units + unit]);
  const shares = Array.from({ length: units }, (_, unit) => {
    const contributions = column(outputs, unit).map((output, i) => output * gradient[i * units + unit]);
    return { unit, contributions, contribution: contributions.reduce((sum, value) => sum + value, 0) };
  });
  return {
    units,
    weightShape: shape.slice(0, -1),
    outputShape: layers[layer].output.slice(0, -1),
    contribution: shares.reduce((sum, { contribution }) => sum + contribution, 0),
    strongest: shares
      .sort((p, q) => Math.abs(q.contribution) - Math.abs(p.contribution))
      .slice(0, most)
      .map((share) => ({
        ...share,
        weights: column(values, share.unit),
        outputs: column(outputs, share.unit),
      })),
  };
}

/** With respect to what goes into layer `to`. */
function scoreGradientAt<F extends Floats>(network: Network<F>, contest: ClassContest, to: number): F {
  return network.backpropagate(scoreGradient(network.outputs, contest), scoreLayerOf(network.spec).layer, to);
}

/** The activation right behind a layer, unless that is the last one and no part of the score; else the layer itself. */
function activatedLayer<F extends Floats>({ spec }: Network<F>, layer: number): number {
  const isActivated = spec.layers[layer + 1]?.type === 'activation';
  return isActivated ? Math.min(layer + 1, scoreLayerOf(spec).layer) : layer;
}
