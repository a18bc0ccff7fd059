import { describe, expect, test } from 'vitest';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { activations } from '../../../src/engine/layers/activation';
import type { Network } from '../../../src/engine/network';
import { createRandom } from '../../../src/engine/random';
import type { Activation, LayerSpec, Loss } from '../../../src/engine/spec';
import { randomNetwork } from '../../support/randomNetwork';

const tolerance = 1e-7;

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
  const shapes = createRandom(lasts.length);
  for (const hidden of activations) {
    for (const [last, loss] of lasts) {
      for (const bias of [true, false]) {
        test(`dense, ${hidden}, dense, ${last} ${bias ? 'with' : 'without'} bias, ${loss}`, () => {
          for (let seed = 0; seed < 4; seed++) {
            const B = 1 + shapes.integer(5);
            const units = 2 + shapes.integer(5);
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
