import { describe, expect, test } from 'vitest';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { planNetwork } from '../../../src/engine/plan';
import { createRandom, type Random } from '../../../src/engine/random';
import type { Activation, ImageShape, LayerSpec, Loss, NetworkSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { fillNormals, largestExcess } from '../../support/randomFloats';
import { randomNetwork } from '../../support/randomNetwork';

const dense = (units: number): LayerSpec => ({
  type: 'dense',
  units,
  bias: true,
  initializer: 'glorotUniform',
});
const activation = (name: Activation): LayerSpec => ({ type: 'activation', activation: name });
const conv2d = (channels: number, kernel: number | [number, number], more = {}): LayerSpec => ({
  type: 'conv2d',
  channels,
  kernel,
  stride: 1,
  padding: 0,
  bias: true,
  initializer: 'glorotNormal',
  ...more,
});
const maxPool2d = (size: number, stride = size): LayerSpec => ({ type: 'maxPool2d', size, stride });
const flatten: LayerSpec = { type: 'flatten' };
const dropout = (rate: number): LayerSpec => ({ type: 'dropout', rate });

const imageSpec = (inputShape: ImageShape, layers: readonly LayerSpec[]): NetworkSpec => ({
  inputs: inputShape[0] * inputShape[1] * inputShape[2],
  inputShape,
  layers,
});
const digitImage: ImageShape = [28, 28, 1];

/** conv 8@5×5, pool, conv 16@5×5, pool, dense 64, dense 10. */
const digitsSpec = imageSpec(digitImage, [
  conv2d(8, 5),
  activation('relu'),
  maxPool2d(2),
  conv2d(16, 5),
  activation('relu'),
  maxPool2d(2),
  flatten,
  dense(64),
  activation('relu'),
  dense(10),
  activation('softmax'),
]);

function randomConvolution(random: Random): LayerSpec {
  const kernel: [number, number] = [1 + random.integer(3), 1 + random.integer(3)];
  const padding = random.integer(Math.max(...kernel));
  const stride = 1 + random.integer(3);
  return conv2d(1 + random.integer(3), kernel, { stride, padding, bias: random.integer(3) > 0 });
}

describe('backpropagation agrees with central differences in float64 to 1e-7 relative', () => {
  const cases = 150;

  test(`${cases} random networks: conv2d of any stride and padding, activations, max-pool, conv2d, flatten, dense`, () => {
    const random = createRandom(1);
    const pick = <T>(values: readonly T[]) => values[random.integer(values.length)];
    for (let seed = 0; seed < cases; seed++) {
      const layers = [
        randomConvolution(random),
        activation(pick(['relu', 'tanh', 'gelu', 'linear', 'elu'])),
        ...(random.integer(2) ? [maxPool2d(1 + random.integer(2), 1 + random.integer(2))] : []),
        conv2d(1 + random.integer(3), [2, 2], { stride: 1 + random.integer(2), padding: 1 }),
        ...(random.integer(3) ? [activation('sigmoid')] : []),
        flatten,
        dense(1 + random.integer(3)),
      ];
      const shape = [7 + random.integer(2), 7 + random.integer(3), 1 + random.integer(2)] as const;
      const [last, loss] = pick<[LayerSpec[], Loss]>([
        [[], 'meanSquaredError'],
        [[activation('softmax')], 'crossEntropy'],
      ]);
      const B = 1 + random.integer(3);
      const network = randomNetwork(imageSpec(shape, [...layers, ...last]), B, seed);
      for (const check of gradientCheck(network, B, loss)) {
        expect(check.relativeError, JSON.stringify([check, network.spec])).toBeLessThan(1e-7);
      }
    }
  });

  test(`${cases} random networks with dropout before, between and behind, its choice held fixed`, () => {
    const random = createRandom(2);
    for (let seed = 0; seed < cases; seed++) {
      // Enough that a tensor's gradients are not all but dropped.
      const B = 3 + random.integer(3);
      const rate = () => (random.integer(5) === 0 ? 0 : 0.6 * random.uniform());
      const layers = [
        dropout(rate()),
        dense(4 + random.integer(4)),
        dropout(rate()),
        activation('tanh'),
        dense(3),
        dropout(rate()),
      ];
      const network = randomNetwork({ inputs: 3 + random.integer(5), layers }, B, seed);
      for (const check of gradientCheck(network, B, 'meanSquaredError')) {
        expect(check.relativeError, JSON.stringify([check, network.spec])).toBeLessThan(1e-7);
      }
    }
  });

  test('dropout behind a convolution, of whole images', () => {
    const spec = imageSpec([6, 6, 1], [conv2d(3, 3), dropout(0.4), activation('tanh'), flatten, dense(2)]);
    const network = randomNetwork(spec, 3, 5);
    for (const check of gradientCheck(network, 3, 'meanSquaredError'))
      expect(check.relativeError).toBeLessThan(1e-7);
  });
});

describe('dropout in a network', () => {
  const spec: NetworkSpec = { inputs: 20, layers: [dense(50), dropout(0.5), dense(1)] };
  const create = (random: Parameters<typeof createNetwork>[2]['random'], layers = spec.layers) => {
    const network = createNetwork(referenceKernels('float64'), { ...spec, layers }, { random, maxBatch: 4 });
    fillNormals(network.inputBuffer, createRandom(9));
    return network;
  };

  test('nothing is dropped in forward and loss: as without the layer', () => {
    const network = create(1);
    const without = create(1, [spec.layers[0], spec.layers[2]]);
    expect(network.forward(4)).toEqual(without.forward(4));
    expect(network.loss(4, 'meanSquaredError')).toBe(without.loss(4, 'meanSquaredError'));
    expect(network.lossAndGradient(4, 'meanSquaredError')).not.toBe(without.loss(4, 'meanSquaredError'));
  });

  test('each step drops others; a generator with the same state drops the same', () => {
    const random = createRandom(7);
    const network = create(random);
    const first = network.lossAndGradient(4, 'meanSquaredError');
    const state = random.state();
    const second = network.lossAndGradient(4, 'meanSquaredError');
    expect(second).not.toBe(first);
    expect(network.trainingLoss(4, 'meanSquaredError')).toBe(second);

    const other = createRandom(1);
    const resumed = create(other);
    other.restore(state);
    resumed.parameters.set(network.parameters);
    expect(resumed.lossAndGradient(4, 'meanSquaredError')).toBe(second);
  });
});

test('wasm trains the digits network as the float64 reference: loss within 1e-5, gradients within 1e-5 + 1e-4|x|', () => {
  const B = 3;
  const floats = networkFloats(digitsSpec, B, null);
  const wasm = createNetwork(wasmKernels(compileKernels(kernelBytes), floats), digitsSpec, {
    random: 1,
    maxBatch: B,
  });
  const exact = createNetwork(referenceKernels('float64'), digitsSpec, { random: 1, maxBatch: B });
  fillNormals(exact.inputBuffer, createRandom(2));
  for (let b = 0; b < B; b++) exact.targetBuffer[b * 10 + b] = 1;
  wasm.inputBuffer.set(exact.inputBuffer);
  wasm.targetBuffer.set(exact.targetBuffer);
  exact.parameters.set(wasm.parameters);
  exact.inputBuffer.set(wasm.inputBuffer);
  const losses = [wasm, exact].map((network) => network.lossAndGradient(B, 'crossEntropy'));
  expect(Math.abs(losses[0] - losses[1])).toBeLessThan(1e-5);
  expect(largestExcess(wasm.gradients, exact.gradients, 1e-4)).toBeLessThan(1e-5);
});

test('the digits network: shapes on the way, its parameters, and its work', () => {
  const { layers, multiplyAdds } = planNetwork(digitsSpec);
  expect(layers.map(({ output }) => output)).toEqual([
    [24, 24, 8],
    [24, 24, 8],
    [12, 12, 8],
    [8, 8, 16],
    [8, 8, 16],
    [4, 4, 16],
    [256],
    [64],
    [64],
    [10],
    [10],
  ]);
  expect(multiplyAdds).toBe(24 * 24 * 8 * 26 + 8 * 8 * 16 * 201 + 64 * 257 + 10 * 65);
  expect(planNetwork(digitsSpec).parameters).toBe(8 * 26 + 16 * 201 + 64 * 257 + 10 * 65);
});

test('kernels start as PyTorch scales them: by channels in and out times the area of the kernel', () => {
  const deviationOf = (initializer: 'heNormal' | 'glorotUniform' | 'orthogonal') => {
    const layer = conv2d(40, [3, 5], { initializer, bias: false });
    const spec = imageSpec([8, 8, 30], [layer]);
    const network = createNetwork(referenceKernels('float64'), spec, { random: 3, maxBatch: 1 });
    return Math.sqrt(network.parameters.reduce((sum, w) => sum + w * w, 0) / network.parameters.length);
  };
  expect(deviationOf('heNormal')).toBeCloseTo(Math.sqrt(2 / (30 * 15)), 2);
  expect(deviationOf('glorotUniform')).toBeCloseTo(Math.sqrt(2 / (70 * 15)), 2);
  // 40 orthonormal columns of 450 numbers.
  expect(deviationOf('orthogonal')).toBeCloseTo(Math.sqrt(1 / 450), 10);
});

describe('planNetwork names the layer, what is wrong with it, and what to do', () => {
  const untyped = (layer: object) => layer as LayerSpec;
  test.each<[string, LayerSpec[], string]>([
    [
      'dense on images',
      [conv2d(2, 3), dense(3)],
      'layers.1: dense works on a row of numbers, but gets images of 26 × 26 with 2 channels: put a flatten layer before it',
    ],
    [
      'softmax on images',
      [conv2d(1, 3), activation('softmax')],
      'layers.1: softmax works on a row of numbers, but gets images of 26 × 26 with 1 channel: put a flatten layer before it',
    ],
    [
      'conv2d behind flatten',
      [flatten, dense(9), conv2d(1, 3)],
      'layers.2: conv2d works on images, but gets a row of 9 numbers: give the network an inputShape [height, width, channels], and flatten only after this layer',
    ],
    [
      'maxPool2d behind flatten',
      [flatten, maxPool2d(2)],
      'layers.1: maxPool2d works on images, but gets a row of 784 numbers',
    ],
    ['flatten twice', [flatten, flatten], 'layers.1: flatten works on images'],
    [
      'a kernel larger than the image',
      [conv2d(1, [3, 29])],
      'layers.0: a kernel of 29 is larger than what it slides over, which is 28',
    ],
    [
      'a window larger than the image',
      [conv2d(1, 20), maxPool2d(10)],
      'layers.1: a window of 10 is larger than what it slides over, which is 9',
    ],
    ['no kernel', [conv2d(1, 0)], 'layers.0: kernel must be a whole number from 1, not 0'],
    ['no stride', [conv2d(1, 3, { stride: 0 })], 'layers.0: stride must be a whole number from 1, not 0'],
    ['half a channel', [conv2d(0.5, 3)], 'layers.0: channels must be a whole number from 1, not 0.5'],
    [
      'padding as wide as the kernel',
      [conv2d(1, 3, { padding: 3 })],
      'layers.0: padding must be a whole number from 0 to 2, one less than the kernel, not 3',
    ],
    [
      'no bias given',
      [untyped({ ...conv2d(1, 3), bias: undefined })],
      'layers.0: bias must be true or false, not undefined',
    ],
    [
      'an initializer of no such name',
      [conv2d(1, 3, { initializer: 'xavier' })],
      'layers.0: initializer must be one of',
    ],
    ['a window of nothing', [maxPool2d(0)], 'layers.0: size must be a whole number from 1, not 0'],
    ['a window that stays', [maxPool2d(2, 0)], 'layers.0: stride must be a whole number from 1, not 0'],
    [
      'everything dropped',
      [flatten, dense(2), dropout(1)],
      'layers.2: rate must be at least 0 and less than 1, not 1',
    ],
    [
      'more than a million outputs',
      [conv2d(2000, 3, { padding: 1 })],
      'layers.0: outputs must be at most 1000000, not 1568000',
    ],
    [
      'a border too vast for memory',
      [conv2d(1, [1, 9000], { padding: 8999, stride: 60_000 })],
      'layers.0: it would need 324945676 numbers of working memory; at most 100000000',
    ],
    [
      'nothing to learn',
      [maxPool2d(2), flatten],
      'layers: none of them is dense or conv2d, so there is nothing to learn',
    ],
  ])('%s', (_, layers, message) => {
    expect(() => planNetwork(imageSpec(digitImage, layers))).toThrow(message);
  });

  test('images without an inputShape, and an inputShape of another size', () => {
    expect(() => planNetwork({ inputs: 784, layers: [conv2d(1, 3)] })).toThrow(
      'layers.0: conv2d works on images, but gets a row of 784 numbers: give the network an inputShape',
    );
    expect(() => planNetwork({ inputs: 784, inputShape: [28, 28, 3], layers: [flatten, dense(1)] })).toThrow(
      'inputShape must be [height, width, channels], together 784 numbers as inputs says, not [28, 28, 3]',
    );
  });
});
