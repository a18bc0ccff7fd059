import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { countCorrect, largestIndex } from '../../../src/engine/metrics';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer } from '../../../src/engine/optimizers/registry';
import { createRandom } from '../../../src/engine/random';
import type { NetworkSpec, OptimizerSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { denseLayers } from '../../../src/training/recipes';
import { fillNormals } from '../../support/randomFloats';

const adam: OptimizerSpec = { type: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const spec: NetworkSpec = {
  inputs: 30,
  layers: denseLayers([
    { units: 17, activation: 'relu' },
    { units: 9, activation: 'tanh' },
    { units: 5, activation: 'softmax' },
  ]),
};
const maxBatch = 6;

function openFloat64() {
  const network = createNetwork(referenceKernels('float64'), spec, { random: 3, maxBatch });
  const random = createRandom(4);
  fillNormals(network.inputBuffer, random);
  for (let b = 0; b < maxBatch; b++) network.targetBuffer[b * 5 + random.integer(5)] = 1;
  return network;
}

describe('createNetwork', () => {
  test('names tensors as PyTorch does and lays them out one behind the other in one buffer', () => {
    const { tensors, parameters, gradients } = openFloat64();
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['layers.0.weight', 30, 17],
      ['layers.0.bias', 17],
      ['layers.2.weight', 17, 9],
      ['layers.2.bias', 9],
      ['layers.4.weight', 9, 5],
      ['layers.4.bias', 5],
    ]);
    let offset = 0;
    for (const { shape, values, gradients: gradient } of tensors) {
      expect(values.length).toBe(shape.reduce((a, b) => a * b));
      expect(values.byteOffset - parameters.byteOffset).toBe(8 * offset);
      expect(gradient.byteOffset - gradients.byteOffset).toBe(8 * offset);
      offset += values.length;
    }
    expect(offset).toBe(parameters.length);
  });

  test('starts with biases at zero, and draws the same weights from a seed as from its generator', () => {
    const network = openFloat64();
    for (const { name, values } of network.tensors) {
      expect(values.every((x) => x === 0)).toBe(name.endsWith('bias'));
    }
    const before = network.parameters.slice();
    network.parameters.fill(1);
    network.initialize(createRandom(3));
    expect(network.parameters).toEqual(before);
  });

  test('gradients accumulate until they are cleared, and loss leaves them alone', () => {
    const network = openFloat64();
    const value = network.lossAndGradient(maxBatch, 'crossEntropy');
    const once = network.gradients.slice();
    expect(network.loss(maxBatch, 'crossEntropy')).toBe(value);
    expect(network.gradients).toEqual(once);
    network.lossAndGradient(maxBatch, 'crossEntropy');
    expect(Math.max(...network.gradients.map((g, i) => Math.abs(g - 2 * once[i])))).toBeLessThan(1e-15);
    network.clearGradients();
    expect(network.gradients.every((g) => g === 0)).toBe(true);
  });

  test('the loss of a batch is the mean over its rows to 1e-14, and so is the gradient', () => {
    const network = openFloat64();
    const whole = network.lossAndGradient(maxBatch, 'crossEntropy');
    const gradient = network.gradients.slice();
    const [inputs, targets] = [network.inputBuffer.slice(), network.targetBuffer.slice()];
    network.clearGradients();
    let sum = 0;
    for (let b = 0; b < maxBatch; b++) {
      network.inputBuffer.set(inputs.subarray(b * 30, (b + 1) * 30));
      network.targetBuffer.set(targets.subarray(b * 5, (b + 1) * 5));
      sum += network.lossAndGradient(1, 'crossEntropy');
    }
    expect(Math.abs(sum / maxBatch - whole)).toBeLessThan(1e-14);
    expect(Math.max(...gradient.map((g, i) => Math.abs(g - network.gradients[i] / maxBatch)))).toBeLessThan(
      1e-14,
    );
  });

  test('forward gives what the layers give, and rows do not depend on the batch they are in', () => {
    const network = openFloat64();
    const outputs = network.forward(maxBatch).slice();
    const layers = network.layerOutputs(maxBatch);
    expect(layers.map((layer) => layer.length / maxBatch)).toEqual([17, 17, 9, 9, 5, 5]);
    expect(layers[5]).toEqual(outputs);
    expect(layers[1]).toEqual(layers[0].map((x) => Math.max(x, 0)));
    expect(network.forward(2)).toEqual(outputs.subarray(0, 10));
  });

  test('a prediction between two steps changes nothing but the inputs', () => {
    const train = (predicts: boolean) => {
      const network = openFloat64();
      const optimizer = createOptimizer(referenceKernels('float64'), adam, network.parameters.length);
      const inputs = network.inputBuffer.slice();
      for (let step = 0; step < 5; step++) {
        network.inputBuffer.set(inputs);
        network.clearGradients();
        network.lossAndGradient(maxBatch, 'crossEntropy');
        if (predicts) {
          network.inputBuffer.fill(step);
          network.forward(3);
        }
        optimizer.step(network.parameters, network.gradients);
      }
      return network.parameters;
    };
    expect(train(true)).toEqual(train(false));
  });

  test('batches that do not fit are a RangeError, and a loss that does not is an Error', () => {
    const network = openFloat64();
    for (const B of [0, 7, NaN]) expect(() => network.forward(B)).toThrow(RangeError);
    const linear = createNetwork(
      referenceKernels('float32'),
      { inputs: 2, layers: [spec.layers[0]] },
      { random: 1, maxBatch },
    );
    expect(() => linear.lossAndGradient(1, 'crossEntropy')).toThrow('but layers.0 is dense');
    expect(() => createNetwork(referenceKernels('float32'), spec, { random: 1, maxBatch: 0 })).toThrow(
      'maxBatch',
    );
  });
});

test('the rate of an optimizer may be set between steps and counts from the next one', () => {
  for (const optimizerSpec of [adam, { type: 'sgd', rate: 1, momentum: 0 } as const]) {
    const kernels = referenceKernels('float64');
    const optimizer = createOptimizer(kernels, optimizerSpec, 1);
    const [w, g] = [Float64Array.of(0), Float64Array.of(1)];
    optimizer.rate = 0.25;
    optimizer.step(w, g);
    expect(w[0]).toBeCloseTo(-0.25, 7);
    optimizer.rate = 0;
    optimizer.step(w, g);
    expect(w[0]).toBeCloseTo(-0.25, 7);
  }
});

describe.each([
  ['wasm', () => wasmKernels(compileKernels(kernelBytes), networkFloats(spec, maxBatch, adam))],
  ['reference', () => referenceKernels('float32')],
])('%s', (_, open) => {
  function digestAfterTraining(seed: number): string {
    const random = createRandom(seed);
    const kernels = open();
    const network = createNetwork(kernels, spec, { random, maxBatch });
    const optimizer = createOptimizer(kernels, adam, network.parameters.length);
    for (let step = 0; step < 50; step++) {
      fillNormals(network.inputBuffer, random);
      network.targetBuffer.fill(0);
      for (let b = 0; b < maxBatch; b++) network.targetBuffer[b * 5 + random.integer(5)] = 1;
      network.clearGradients();
      network.lossAndGradient(maxBatch, 'crossEntropy');
      optimizer.step(network.parameters, network.gradients);
    }
    const { buffer, byteOffset, byteLength } = network.parameters;
    return bytesToHex(sha256(new Uint8Array(buffer, byteOffset, byteLength)));
  }

  test('the same seed gives the same bits after 50 steps, another seed others (SHA-256)', () => {
    expect(digestAfterTraining(1)).toBe(digestAfterTraining(1));
    expect(digestAfterTraining(1)).not.toBe(digestAfterTraining(2));
  });
});

describe('countCorrect', () => {
  test('several outputs: the largest must stand where the largest target stands, the first of equals counts', () => {
    const outputs = Float32Array.of(0.1, 0.9, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5);
    const targets = Float32Array.of(0, 1, 0, 1, 0, 0, 1, 0, 0);
    expect(countCorrect(outputs, targets, 3, 3)).toBe(2);
    expect(countCorrect(outputs, targets, 1, 3)).toBe(1);
    expect(largestIndex(outputs, 6, 3)).toBe(2);
  });

  test('one output: both on the same side of 0.5, and 0.5 itself is below', () => {
    expect(countCorrect(Float32Array.of(0.6, 0.4, 0.5, 0.51), Float32Array.of(1, 1, 0, 0), 4, 1)).toBe(2);
  });

  test('NaN is never right', () => {
    expect(countCorrect(Float32Array.of(NaN, NaN), Float32Array.of(1, 0), 2, 1)).toBe(0);
    expect(countCorrect(Float32Array.of(NaN, 0, 1, NaN), Float32Array.of(1, 0, 1, 0), 2, 2)).toBe(0);
  });
});
