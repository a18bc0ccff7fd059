import { describe, expect, test } from 'vitest';
import { firstLayerShare, inputGradient } from '../../../src/engine/attribution';
import { scoreLayerOf, scoreOf } from '../../../src/engine/classScore';
import type { Network } from '../../../src/engine/network';
import type { Activation, LayerSpec, NetworkSpec } from '../../../src/engine/spec';
import { randomNetwork } from '../../support/randomNetwork';

const dense = (units: number, bias = true): LayerSpec => ({
  type: 'dense',
  units,
  bias,
  initializer: 'glorotUniform',
});
const conv2d = (channels: number, bias = true): LayerSpec => ({
  type: 'conv2d',
  channels,
  kernel: 3,
  stride: 1,
  padding: 1,
  bias,
  initializer: 'glorotNormal',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });
const maxPool: LayerSpec = { type: 'maxPool2d', size: 2, stride: 2 };
const dropout: LayerSpec = { type: 'dropout', rate: 0.4 };

const denseNetwork = (bias: boolean): NetworkSpec => ({
  inputs: 6,
  layers: [
    dense(8, bias),
    activation('relu'),
    dropout,
    dense(5, bias),
    activation('leakyRelu'),
    dense(3, bias),
    activation('softmax'),
  ],
});
const imageNetwork = (bias: boolean): NetworkSpec => ({
  inputs: 36,
  inputShape: [6, 6, 1],
  layers: [
    conv2d(3, bias),
    activation('relu'),
    maxPool,
    conv2d(2, bias),
    activation('relu'),
    { type: 'flatten' },
    dense(3, bias),
    activation('softmax'),
  ],
});

const alone = { classIndex: 1, rival: null };
const against = { classIndex: 1, rival: 2 };

/** The score of the row in the input buffer. */
function score(network: Network<Float64Array>, contest: typeof alone | typeof against): number {
  network.forward(1);
  return scoreOf(network.layerOutputs(1)[scoreLayerOf(network.spec).layer], contest);
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

describe.each([
  ['dense layers', denseNetwork],
  ['convolutions', imageNetwork],
])('in a network of %s that is linear from piece to piece', (_, spec) => {
  test.each([alone, against])(
    'input × gradient adds up to the score if there are no biases, within 1e-6 (%o)',
    (contest) => {
      for (let seed = 0; seed < 5; seed++) {
        const network = randomNetwork(spec(false), 1, seed);
        const expected = score(network, contest);
        const parts = inputGradient(network, contest).map((slope, i) => slope * network.inputBuffer[i]);
        expect(sum(parts)).toBeCloseTo(expected, 6);
      }
    },
  );

  test('what the first layer’s units give adds up to the score less what the biases behind it give, within 1e-6', () => {
    for (let seed = 0; seed < 5; seed++) {
      const network = randomNetwork(spec(true), 1, seed);
      for (const { name, values } of network.tensors)
        if (name.endsWith('bias') && name !== 'layers.0.bias') values.fill(0);
      const expected = score(network, alone);
      const { contribution, units, strongest } = firstLayerShare(network, alone, 100);
      expect(contribution).toBeCloseTo(expected, 6);
      expect(strongest).toHaveLength(units);
      expect(sum(strongest.map((unit) => unit.contribution))).toBeCloseTo(expected, 6);
    }
  });
});

test('the strongest neurons come first, for the class or against it, with their weights and what they put out', () => {
  const network = randomNetwork(denseNetwork(true), 1, 1);
  score(network, alone);
  const { strongest, weightShape, outputShape, units } = firstLayerShare(network, alone, 4);
  const sizes = strongest.map(({ contribution }) => Math.abs(contribution));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect([units, strongest.length, weightShape, outputShape]).toEqual([8, 4, [6], []]);
  for (const { unit, weights, outputs } of strongest) {
    expect(weights).toEqual(
      Float32Array.from({ length: 6 }, (_, i) => network.tensors[0].values[i * 8 + unit]),
    );
    expect(outputs).toEqual(Float32Array.of(network.layerOutputs(1)[1][unit]));
  }
});

test('kernels come with the image that they make, and what each of its pixels gives', () => {
  const network = randomNetwork(imageNetwork(true), 1, 2);
  score(network, alone);
  const { strongest, weightShape, outputShape } = firstLayerShare(network, alone, 3);
  expect([weightShape, outputShape]).toEqual([
    [3, 3, 1],
    [6, 6],
  ]);
  for (const { unit, weights, outputs, contribution, contributions } of strongest) {
    expect(weights).toEqual(
      Float32Array.from({ length: 9 }, (_, i) => network.tensors[0].values[i * 3 + unit]),
    );
    expect(outputs).toEqual(
      Float32Array.from({ length: 36 }, (_, i) => network.layerOutputs(1)[1][i * 3 + unit]),
    );
    expect(sum(contributions)).toBeCloseTo(contribution, 5);
  }
});

test('without a hidden layer the class’s own neuron gives all of its logit', () => {
  const network = randomNetwork({ inputs: 6, layers: [dense(3), activation('softmax')] }, 1, 3);
  const expected = score(network, alone);
  const { contribution, strongest } = firstLayerShare(network, alone, 1);
  expect(contribution).toBeCloseTo(expected, 6);
  expect(strongest[0].unit).toBe(1);
});
