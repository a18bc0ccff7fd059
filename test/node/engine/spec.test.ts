import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLoss } from '../../../src/engine/losses';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import {
  checkOptimizerSpec,
  createOptimizer,
  optimizerDefaults,
  optimizers,
} from '../../../src/engine/optimizers/registry';
import { planNetwork } from '../../../src/engine/plan';
import type { Activation, LayerSpec, NetworkSpec, OptimizerSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { digitsRecipe } from '../../../src/training/recipes';

const dense = (units: number, bias = true): LayerSpec => ({
  type: 'dense',
  units,
  bias,
  initializer: 'glorotUniform',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });
/** As it may come out of a file: not what the types promise. */
const untyped = (layer: object) => layer as LayerSpec;

describe('planNetwork names the layer and what is wrong with it', () => {
  test.each<[string, LayerSpec[], string]>([
    ['no units', [dense(0)], 'layers.0: units must be a whole number from 1, not 0'],
    ['half a unit', [dense(3), dense(2.5)], 'layers.1: units must be a whole number from 1, not 2.5'],
    [
      'units as text',
      [untyped({ ...dense(3), units: '3' })],
      'layers.0: units must be a whole number from 1, not 3',
    ],
    [
      'no bias given',
      [untyped({ type: 'dense', units: 2 })],
      'layers.0: bias must be true or false, not undefined',
    ],
    [
      'an initializer of no such name',
      [untyped({ ...dense(3), initializer: 'xavier' })],
      'layers.0: initializer must be one of glorotUniform, glorotNormal, heUniform, heNormal, orthogonal, normal, zeros, not xavier',
    ],
    [
      'an activation of no such name',
      [dense(3), untyped({ type: 'activation', activation: 'swish' })],
      'layers.1: activation must be one of relu, leakyRelu, elu, gelu, sigmoid, tanh, sine, softmax, linear, not swish',
    ],
    [
      'a layer of no such type',
      [untyped({ type: 'conv' })],
      'layers.0: type must be one of dense, activation, conv2d, maxPool2d, flatten, dropout, standardize, unitLength, not conv',
    ],
    ['a layer named like a method', [untyped({ type: 'toString' })], 'layers.0: type must be one of'],
    [
      'over 100M parameters',
      [dense(10_000), dense(10_000)],
      'layers.1: with it the network has over 100000000',
    ],
    [
      'a layer wider than a million',
      [dense(1_000_001)],
      'layers.0: outputs must be at most 1000000, not 1000001',
    ],
    [
      'an orthogonal layer that would take minutes',
      [dense(512), { type: 'dense', units: 513, bias: true, initializer: 'orthogonal' }],
      'layers.1: initializer orthogonal would take too long for 512 × 513',
    ],
    ['nothing', [], 'layers: none of them is dense or conv2d, so there is nothing to learn'],
    [
      'nothing to learn',
      [activation('relu')],
      'layers: none of them is dense or conv2d, so there is nothing to learn',
    ],
  ])('%s', (_, layers, message) => {
    expect(() => planNetwork({ inputs: 2, layers })).toThrow(message);
  });

  test.each([0, -1, 1.5, NaN, 1_000_001])('%s inputs', (inputs) => {
    expect(() => planNetwork({ inputs, layers: [dense(1)] })).toThrow('inputs must be a whole number from 1');
  });

  test('softmax in the middle, and an activation at the start, are fine', () => {
    planNetwork({ inputs: 2, layers: [activation('tanh'), dense(3), activation('softmax'), dense(1)] });
  });
});

test('784-128-10 has 101,770 parameters', () => {
  expect(planNetwork(digitsRecipe.network).parameters).toBe(101_770);
});

test('crossEntropy without softmax at the end is an Error that names the last layer', () => {
  const layers = [dense(3), activation('softmax'), dense(2)];
  expect(() => checkLoss({ inputs: 2, layers }, 'crossEntropy')).toThrow(
    'crossEntropy needs softmax as the last layer, but layers.2 is dense',
  );
  expect(() => checkLoss({ inputs: 2, layers: [...layers, activation('tanh')] }, 'crossEntropy')).toThrow(
    'crossEntropy needs softmax as the last layer, but layers.3 is tanh',
  );
  checkLoss({ inputs: 2, layers: [...layers, activation('softmax')] }, 'crossEntropy');
  checkLoss({ inputs: 2, layers }, 'meanSquaredError');
  expect(() => checkLoss({ inputs: 2, layers }, 'binaryCrossEntropy')).toThrow(
    'binaryCrossEntropy needs sigmoid as the last layer, but layers.2 is dense',
  );
  checkLoss({ inputs: 2, layers: [...layers, activation('sigmoid')] }, 'binaryCrossEntropy');
  checkLoss({ inputs: 2, layers }, 'huber');
});

test.each<[OptimizerSpec, string]>([
  [{ type: 'sgd', rate: -0.1, momentum: 0 }, 'optimizer: rate must be at least 0'],
  [{ type: 'sgd', rate: 0.1, momentum: 1 }, 'optimizer: momentum must be at least 0 and less than 1, not 1'],
  [
    { type: 'adam', rate: NaN, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    'optimizer: rate must be at least 0',
  ],
  [{ type: 'adam', rate: 0.1, beta1: 0.9, beta2: 1, epsilon: 1e-8 }, 'optimizer: beta2 must be at least 0'],
  [
    { type: 'adam', rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 0 },
    'optimizer: epsilon must be at least 1e-37',
  ],
  [
    { type: 'nesterov', rate: 0.1, momentum: -1 },
    'optimizer: momentum must be at least 0 and less than 1, not -1',
  ],
  [
    { type: 'rmsprop', rate: 0.1, decay: 1, epsilon: 1e-8 },
    'optimizer: decay must be at least 0 and less than 1, not 1',
  ],
  [
    { type: 'rprop', rate: 0.1, decrease: 1.2, increase: 1.2, least: 0, most: 1 },
    'optimizer: decrease must be at least 0.000001 and less than 1, not 1.2',
  ],
  [
    { type: 'adamW', rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: -1 },
    'optimizer: weightDecay must be at least 0',
  ],
  [
    { type: 'lion' } as unknown as OptimizerSpec,
    'optimizer: type must be one of sgd, nesterov, rprop, rmsprop, adam, adamW, not lion',
  ],
])('%o is refused', (spec, message) => {
  expect(() => checkOptimizerSpec(spec)).toThrow(message);
});

test('networkFloats is exact for any network: it fits, and with four numbers less it does not', () => {
  const module = compileKernels(kernelBytes);
  const layer = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()).map(([units, bias]) => dense(units, bias)),
    fc.constantFrom<Activation>('relu', 'softmax', 'linear').map(activation),
  );
  const some = fc.array(layer, { maxLength: 3 });
  const network = fc
    .tuple(fc.integer({ min: 1, max: 30 }), some, some)
    .map(([inputs, before, after]): NetworkSpec => ({ inputs, layers: [...before, dense(3), ...after] }));
  const optimizer = fc.constantFrom<OptimizerSpec>(...optimizers.map((type) => optimizerDefaults[type]));
  const open = (
    spec: NetworkSpec,
    maxBatch: number,
    method: OptimizerSpec | null,
    sparse: boolean,
    floats: number,
  ) => {
    const kernels = wasmKernels(module, floats);
    const { parameters } = createNetwork(kernels, spec, { random: 0, maxBatch, sparse });
    if (method) createOptimizer(kernels, method, parameters.length);
  };
  fc.assert(
    fc.property(network, fc.integer({ min: 1, max: 9 }), fc.option(optimizer), fc.boolean(), (...asked) => {
      const floats = networkFloats(...asked);
      open(...asked, floats);
      expect(() => open(...asked, floats - 4)).toThrow(RangeError);
    }),
    { seed: 1, numRuns: 60 },
  );
});
