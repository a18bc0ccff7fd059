/** Networks for scripts: together they have every layer and every activation. */
import { createNetwork, type Network } from '../../../src/engine/network';
import { createRandom, type Random } from '../../../src/engine/random';
import type { Activation, LayerSpec, NetworkSpec } from '../../../src/engine/spec';
import type { WeightsCard } from '../../../src/formats/card';
import { weightsFromTensors } from '../../../src/formats/layout';
import type { Weights } from '../../../src/formats/weights';
import { referenceKernels } from '../../../src/kernels/reference';
import { fillNormals } from '../randomFloats';

const dense = (units: number, bias = true): LayerSpec => ({
  type: 'dense',
  units,
  bias,
  initializer: 'glorotUniform',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });
const conv2d = (channels: number, more: object): LayerSpec => ({
  type: 'conv2d',
  channels,
  kernel: 3,
  stride: 1,
  padding: 0,
  bias: true,
  initializer: 'glorotUniform',
  ...more,
});
const standardize: LayerSpec = { type: 'standardize', mean: 0.1307, deviation: 0.3081 };
const shifted: LayerSpec = { type: 'standardize', mean: -0.5, deviation: 2 };
const unitLength: LayerSpec = { type: 'unitLength' };
const dropout: LayerSpec = { type: 'dropout', rate: 0.25 };
const flatten: LayerSpec = { type: 'flatten' };

const rows = (inputs: number, ...layers: LayerSpec[]): NetworkSpec => ({ inputs, layers });
const images = (shape: readonly [number, number, number], ...layers: LayerSpec[]): NetworkSpec => ({
  inputs: shape[0] * shape[1] * shape[2],
  inputShape: shape,
  layers,
});

export const someNetworks: readonly NetworkSpec[] = [
  rows(5, dense(7), activation('relu'), dense(4, false), activation('softmax')),
  rows(6, standardize, dense(8), activation('leakyRelu'), dropout, dense(6), activation('elu'), dense(3)),
  rows(6, unitLength, dense(8), activation('gelu'), dense(6), activation('sigmoid')),
  rows(
    3,
    shifted,
    dense(9),
    activation('tanh'),
    dense(7),
    activation('sine'),
    dense(2),
    activation('linear'),
  ),
  images(
    [7, 8, 3],
    unitLength,
    conv2d(4, { kernel: [3, 2], stride: 2, padding: 1 }),
    activation('gelu'),
    conv2d(5, { kernel: 2, bias: false }),
    activation('elu'),
    { type: 'maxPool2d', size: 2, stride: 1 },
    flatten,
    dropout,
    dense(4),
    activation('softmax'),
  ),
  images(
    [9, 9, 1],
    standardize,
    conv2d(3, { stride: 1, padding: 2 }),
    activation('relu'),
    { type: 'maxPool2d', size: 3, stride: 2 },
    dropout,
    activation('sine'),
    flatten,
    dense(2),
    activation('sigmoid'),
  ),
  // Images come out, channels last.
  images([4, 5, 2], conv2d(3, { kernel: 2 }), activation('tanh')),
];

/** With random weights, biases too, and B random inputs, the last of them all zeros, for which `outputs` are the answers. */
export function answered(spec: NetworkSpec, B: number, seed: number) {
  const random = createRandom(seed);
  const network = createNetwork(referenceKernels('float32'), spec, { random, maxBatch: B });
  drawBiases(network, random);
  fillNormals(network.inputBuffer, random);
  network.inputBuffer.fill(0, (B - 1) * spec.inputs);
  return { network, outputs: network.forward(B).slice() };
}

function drawBiases({ tensors }: Network, random: Random): void {
  for (const { name, values } of tensors) if (name.endsWith('bias')) fillNormals(values, random);
}

/** `[B][n]` of flat numbers. */
export function inRows(values: Float32Array, n: number): number[][] {
  return Array.from({ length: values.length / n }, (_, row) => [...values.subarray(row * n, (row + 1) * n)]);
}

/** The network's weights as they go into a file, under a card that has `spec` and otherwise is `card`. */
export function weightsOf(card: WeightsCard, { spec, tensors }: Network): Weights {
  return weightsFromTensors({ ...card, network: structuredClone(spec) as WeightsCard['network'] }, tensors);
}
