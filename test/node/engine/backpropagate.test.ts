import { describe, expect, test } from 'vitest';
import { activations } from '../../../src/engine/layers/activation';
import { createNetwork, type Network } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createRandom } from '../../../src/engine/random';
import type { Activation, LayerSpec, NetworkSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Floats } from '../../../src/kernels/kernels';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { normals } from '../../support/randomFloats';
import { randomNetwork } from '../../support/randomNetwork';

const dense = (units: number): LayerSpec => ({
  type: 'dense',
  units,
  bias: true,
  initializer: 'glorotUniform',
});
const conv2d = (channels: number, kernel: number, stride: number, padding: number): LayerSpec => ({
  type: 'conv2d',
  channels,
  kernel,
  stride,
  padding,
  bias: true,
  initializer: 'glorotNormal',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });
const standardize: LayerSpec = { type: 'standardize', mean: 0.3, deviation: 0.7 };
const unitLength: LayerSpec = { type: 'unitLength' };
const dropout: LayerSpec = { type: 'dropout', rate: 0.5 };
const maxPool: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };
const flatten: LayerSpec = { type: 'flatten' };

/** Together every kind of layer, in place below and above those that are not. */
const networks: readonly (readonly [string, NetworkSpec])[] = [
  ...activations.map(
    (name) =>
      [
        `dense layers with ${name} and dropout`,
        { inputs: 5, layers: [dense(7), activation(name), dropout, dense(4), activation('softmax')] },
      ] as const,
  ),
  [
    'an activation first',
    { inputs: 4, layers: [activation('tanh'), dense(3), activation('gelu'), dense(2)] },
  ],
  ['dropout first', { inputs: 4, layers: [dropout, dense(3), activation('tanh'), dropout, dense(2)] }],
  ['scaling first', { inputs: 4, layers: [standardize, unitLength, dense(3), activation('tanh'), dense(2)] }],
  ['scaling between', { inputs: 4, layers: [dense(5), unitLength, standardize, dense(3), unitLength] }],
  [
    'convolutions and pooling',
    {
      inputs: 72,
      inputShape: [9, 8, 1],
      layers: [
        conv2d(3, 3, 1, 1),
        activation('relu'),
        maxPool,
        conv2d(2, 2, 2, 0),
        activation('sigmoid'),
        flatten,
        dropout,
        dense(3),
        activation('softmax'),
      ],
    },
  ],
  [
    'pooling first, images of two channels',
    { inputs: 60, inputShape: [6, 5, 2], layers: [maxPool, conv2d(3, 2, 1, 1), activation('elu'), flatten] },
  ],
  [
    'flatten first',
    { inputs: 12, inputShape: [2, 3, 2], layers: [flatten, dense(4), activation('sine'), dense(2)] },
  ],
];

/** Σ dy·y of what layer `from` puts out for the row in the input buffer. */
function weightedOutput(network: Network<Float64Array>, dy: readonly number[], from: number): number {
  network.forward(1);
  return network.layerOutputs(1)[from].reduce((sum, y, i) => sum + dy[i] * y, 0);
}

function centralDifferences(network: Network<Float64Array>, dy: readonly number[], from: number): number[] {
  const epsilon = 1e-5;
  const { inputBuffer: x, spec } = network;
  return Array.from({ length: spec.inputs }, (_, i) => {
    const value = x[i];
    x[i] = value + epsilon;
    const above = weightedOutput(network, dy, from);
    x[i] = value - epsilon;
    const below = weightedOutput(network, dy, from);
    x[i] = value;
    return (above - below) / (2 * epsilon);
  });
}

/** The largest difference, divided by the largest of all numbers. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), ...Array.from(actual, Math.abs));
  const differences = Array.from(actual, (value, i) => Math.abs(value - expected[i]));
  return scale === 0 ? 0 : Math.max(...differences) / scale;
}

function gradient<F extends Floats>(network: Network<F>, dy: readonly number[], from: number, to: number): F {
  network.forward(1);
  return network.backpropagate(dy, from, to).slice() as F;
}

describe('the gradient with respect to the input agrees with central differences in float64 to 1e-6 relative, from every layer', () => {
  test.each(networks)('%s', (_, spec) => {
    for (let seed = 0; seed < 5; seed++) {
      const network = randomNetwork(spec, 2, seed);
      network.layerOutputs(1).forEach(({ length }, from) => {
        const dy = normals(createRandom(seed), length);
        const expected = centralDifferences(network, dy, from);
        expect(relativeError(gradient(network, dy, from, 0), expected)).toBeLessThan(1e-6);
      });
    }
  });
});

test.each(networks)(
  'the gradient with respect to what goes into a layer is, taken on to the input, that of the input: %s',
  (_, spec) => {
    const network = randomNetwork(spec, 1, 7);
    const last = spec.layers.length - 1;
    const dy = normals(createRandom(8), network.outputs);
    const whole = gradient(network, dy, last, 0);
    expect(gradient(network, dy, last, last + 1)).toEqual(Float64Array.from(dy));
    for (let layer = 1; layer <= last; layer++) {
      const half = Array.from(gradient(network, dy, last, layer));
      expect(gradient(network, half, layer - 1, 0)).toEqual(whole);
    }
  },
);

test.each(networks)('it leaves parameters and their gradients as they are: %s', (_, spec) => {
  const network = randomNetwork(spec, 2, 3);
  network.lossAndGradient(2, 'meanSquaredError');
  const before = [network.parameters.slice(), network.gradients.slice()];
  gradient(network, normals(createRandom(1), network.outputs), spec.layers.length - 1, 0);
  expect([network.parameters, network.gradients]).toEqual(before);
});

test.each(networks)('wasm agrees with the float64 reference to 1e-5 relative: %s', (_, spec) => {
  const exact = randomNetwork(spec, 2, 11);
  const wasm = createNetwork(
    wasmKernels(compileKernels(kernelBytes), networkFloats(spec, 2, null, true)),
    spec,
    { random: 1, maxBatch: 2, sparse: true },
  );
  wasm.parameters.set(exact.parameters);
  wasm.inputBuffer.set(exact.inputBuffer);
  const last = spec.layers.length - 1;
  const dy = normals(createRandom(5), exact.outputs);
  expect(relativeError(gradient(wasm, dy, last, 0), gradient(exact, dy, last, 0))).toBeLessThan(1e-5);
});
