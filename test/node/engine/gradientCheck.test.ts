import { describe, expect, test } from 'vitest';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { activations } from '../../../src/engine/layers/activation';
import { createNetwork, type Network } from '../../../src/engine/network';
import { createRandom, type Random } from '../../../src/engine/random';
import type { Activation, LayerSpec, Loss, NetworkSpec } from '../../../src/engine/spec';
import { referenceKernels } from '../../../src/kernels/reference';
import { fillNormals } from '../../support/randomFloats';

const tolerance = 1e-7;

/**
 * A float64 network with random parameters (biases too), inputs and targets that add up to 1, whose inputs of relu
 * and its kin are all at least 1e-3 from their kink: drawn again until they are.
 */
function randomNetwork(spec: NetworkSpec, B: number, seed: number): Network<Float64Array> {
  const random = createRandom(seed);
  const network = createNetwork(referenceKernels('float64'), spec, { random, maxBatch: B });
  do {
    network.initialize(random);
    for (const { name, values } of network.tensors) {
      if (name.endsWith('bias')) fillNormals(values, random);
    }
    fillNormals(network.inputBuffer, random);
    drawTargets(network, random);
    network.forward(B);
  } while (distanceToKinks(network, B) < 1e-3);
  return network;
}

function drawTargets({ targetBuffer: target, outputs }: Network<Float64Array>, random: Random): void {
  for (let start = 0; start < target.length; start += outputs) {
    const drawn = Array.from({ length: outputs }, () => random.uniform());
    const sum = drawn.reduce((a, b) => a + b);
    target.set(
      drawn.map((x) => x / sum),
      start,
    );
  }
}

/** At zero: in the function, or, with elu, in its slope. */
const hasKink: readonly Activation[] = ['relu', 'leakyRelu', 'elu'];

function distanceToKinks({ spec, layerOutputs, targetBuffer }: Network<Float64Array>, B: number): number {
  const outputs = layerOutputs(B);
  const inputs = spec.layers.flatMap((layer, i) =>
    layer.type === 'activation' && hasKink.includes(layer.activation) ? [...outputs[i - 1]] : [],
  );
  // Huber's loss: where an output and its target are 1 apart.
  const differences = outputs[outputs.length - 1].map((y, i) => Math.abs(y - targetBuffer[i]) - 1);
  return Math.min(...inputs.map(Math.abs), ...differences.map(Math.abs));
}

const dense = (units: number, bias: boolean): LayerSpec => ({
  type: 'dense',
  units,
  bias,
  initializer: 'glorotUniform',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });

describe('backpropagation agrees with central differences in float64 to 1e-7 relative', () => {
  const lasts: [Activation, Loss][] = [
    ...activations.map((last): [Activation, Loss] => [last, 'meanSquaredError']),
    ['softmax', 'crossEntropy'],
    ['sigmoid', 'binaryCrossEntropy'],
    ['linear', 'huber'],
    ['gelu', 'huber'],
  ];
  for (const hidden of activations) {
    for (const [last, loss] of lasts) {
      for (const bias of [true, false]) {
        test(`dense, ${hidden}, dense, ${last} ${bias ? 'with' : 'without'} bias, ${loss}`, () => {
          const shapes = createRandom(lasts.length);
          for (let seed = 0; seed < 4; seed++) {
            const B = 1 + shapes.integer(5);
            const units = 1 + shapes.integer(6);
            const outputs = 1 + shapes.integer(5);
            const layers = [dense(units, bias), activation(hidden), dense(outputs, bias), activation(last)];
            const network = randomNetwork({ inputs: 1 + shapes.integer(6), layers }, B, seed);
            for (const check of gradientCheck(network, B, loss)) {
              expect(check.relativeError, JSON.stringify(check)).toBeLessThan(tolerance);
            }
          }
        });
      }
    }
  }

  test('four dense layers of different activations, and one that follows another directly', () => {
    const layers = [
      dense(7, true),
      activation('tanh'),
      dense(5, false),
      dense(6, true),
      activation('sigmoid'),
      activation('linear'),
      dense(3, true),
      activation('softmax'),
    ];
    const network = randomNetwork({ inputs: 4, layers }, 3, 1);
    for (const loss of ['crossEntropy', 'meanSquaredError'] satisfies Loss[]) {
      for (const check of gradientCheck(network, 3, loss))
        expect(check.relativeError).toBeLessThan(tolerance);
    }
  });

  test('an activation below the first dense layer, which has no gradient of its own', () => {
    const network = randomNetwork({ inputs: 3, layers: [activation('tanh'), dense(2, true)] }, 4, 2);
    for (const check of gradientCheck(network, 4, 'meanSquaredError')) {
      expect(check.relativeError).toBeLessThan(tolerance);
    }
  });
});

test('a gradient that is wrong by a thousandth is found, with its place', () => {
  const layers = [dense(3, true), activation('tanh'), dense(2, true)];
  const network = randomNetwork({ inputs: 2, layers }, 3, 3);
  const { lossAndGradient } = network;
  const wrong: Network<Float64Array> = {
    ...network,
    lossAndGradient(B, loss) {
      const value = lossAndGradient(B, loss);
      network.tensors[2].gradients[4] *= 1.001;
      network.tensors[0].gradients[1] = NaN;
      return value;
    },
  };
  const checks = gradientCheck(wrong, 3, 'meanSquaredError');
  expect(checks.map((check) => check.name)).toEqual([
    'layers.0.weight',
    'layers.0.bias',
    'layers.2.weight',
    'layers.2.bias',
  ]);
  expect(checks[0]).toMatchObject({ index: 1, backward: NaN, relativeError: NaN });
  expect(checks[1].relativeError).toBeLessThan(tolerance);
  expect(checks[2].index).toBe(4);
  expect(checks[2].relativeError).toBeGreaterThan(1e-6);
});
