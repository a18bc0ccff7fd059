import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer, optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { createRandom } from '../../../src/engine/random';
import type { Activation, Loss, NetworkSpec, OptimizerSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Floats, Kernels } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { denseLayers } from '../../../src/training/recipes';
import { elementwiseActivations } from '../../support/activations';
import { normals } from '../../support/randomFloats';

const module = compileKernels(kernelBytes);
const B = 23;
const steps = 6;

const wide: NetworkSpec = {
  inputs: 150,
  layers: denseLayers([
    { units: 70, activation: 'relu' },
    { units: 9, activation: 'softmax' },
  ]),
};
const withImages: NetworkSpec = {
  inputs: 150,
  inputShape: [10, 15, 1],
  layers: [
    { type: 'conv2d', channels: 6, kernel: 3, stride: 1, padding: 1, bias: true, initializer: 'heNormal' },
    { type: 'activation', activation: 'relu' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.3 },
    { type: 'dense', units: 9, bias: false, initializer: 'glorotUniform' },
    { type: 'activation', activation: 'softmax' },
  ],
};

/** Bits of parameters and moments, and the losses, after some steps on changing batches that are mostly zeros. */
function train<F extends Floats>(
  kernels: Kernels<F>,
  spec: NetworkSpec,
  optimizerSpec: OptimizerSpec,
  how: 'whole' | 'pieces' | 'sparse pieces',
) {
  const network = createNetwork(kernels, spec, { random: 5, maxBatch: B, sparse: how === 'sparse pieces' });
  const optimizer = createOptimizer(kernels, optimizerSpec, network.parameters.length);
  const random = createRandom(8);
  const { sparseInput, inputBuffer, targetBuffer } = network;
  expect(sparseInput === null).toBe(how !== 'sparse pieces');
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const x = normals(random, B * spec.inputs, 0.8).map(Math.fround);
    inputBuffer.set(sparseInput ? x.map(() => NaN) : x);
    targetBuffer.fill(0);
    let k = 0;
    for (let b = 0; b < B; b++) {
      targetBuffer[b * 9 + random.integer(9)] = 1;
      for (let i = 0; i < spec.inputs; i++) {
        const value = x[b * spec.inputs + i];
        if (!sparseInput || value === 0) continue;
        sparseInput.columns[k] = i;
        sparseInput.values[k++] = value;
      }
      if (sparseInput) sparseInput.starts[b + 1] = k;
    }
    if (how === 'whole') {
      network.clearGradients();
      losses.push(network.lossAndGradient(B, 'crossEntropy'));
      optimizer.step(network.parameters, network.gradients);
    } else losses.push(network.trainStep(B, 'crossEntropy', optimizer, sparseInput ?? inputBuffer));
  }
  return { losses, parameters: [...network.parameters], moments: optimizer.moments.map((m) => [...m]) };
}

describe.each(optimizers)('%s: a step in pieces has the bits of the whole one', (type) => {
  const spec = optimizerDefaults[type];
  const wasm = (network: NetworkSpec) => wasmKernels(module, networkFloats(network, B, spec, true));

  test('wasm, dense and sparse inputs', () => {
    const whole = train(wasm(wide), wide, spec, 'whole');
    expect(train(wasm(wide), wide, spec, 'pieces')).toEqual(whole);
    expect(train(wasm(wide), wide, spec, 'sparse pieces')).toEqual(whole);
  });

  test('the float64 reference, dense and sparse inputs', () => {
    const whole = train(referenceKernels('float64'), wide, spec, 'whole');
    expect(train(referenceKernels('float64'), wide, spec, 'pieces')).toEqual(whole);
    expect(train(referenceKernels('float64'), wide, spec, 'sparse pieces')).toEqual(whole);
  });

  test('layers without pieces of their own, which take no sparse rows: convolution and dropout', () => {
    const whole = train(wasm(withImages), withImages, spec, 'whole');
    expect(train(wasm(withImages), withImages, spec, 'pieces')).toEqual(whole);
    expect(train(wasm(withImages), withImages, spec, 'sparse pieces')).toEqual(whole);
  });
});

test('a loss that is not finite leaves parameters, moments and the count of steps as they are', () => {
  const kernels = wasmKernels(module, networkFloats(wide, B, optimizerDefaults.adam));
  const network = createNetwork(kernels, wide, { random: 1, maxBatch: B });
  const optimizer = createOptimizer(kernels, optimizerDefaults.adam, network.parameters.length);
  network.inputBuffer[0] = NaN;
  network.targetBuffer.fill(1);
  const before = [...network.parameters];
  expect(network.trainStep(1, 'crossEntropy', optimizer)).toBeNaN();
  expect([...network.parameters]).toEqual(before);
  expect(optimizer.steps).toBe(0);
  expect(optimizer.moments.every((moment) => moment.every((x) => x === 0))).toBe(true);
});

describe('a step of a small network, which is replayed, has the bits of one that is not', () => {
  const cases = elementwiseActivations.map((hidden, i) => {
    const last = (['sigmoid', 'softmax', 'linear', 'tanh'] as const)[i % 4];
    const loss = (
      {
        sigmoid: 'binaryCrossEntropy',
        softmax: 'crossEntropy',
        linear: 'huber',
        tanh: 'meanSquaredError',
      } as const
    )[last];
    return { hidden, last, loss };
  });

  /** Losses, parameters and moments after steps at changing rates, two of them on inputs of which no loss comes. */
  function learn(spec: NetworkSpec, loss: Loss, optimizerSpec: OptimizerSpec, isReplayed: boolean) {
    const kernels = wasmKernels(module, networkFloats(spec, 8, optimizerSpec));
    const network = createNetwork(kernels, spec, { random: 2, maxBatch: 8 });
    const optimizer = createOptimizer(kernels, optimizerSpec, network.parameters.length);
    const random = createRandom(3);
    const losses = [8, 8, 3, 3, 8, 8, 8].map((rows, step) => {
      optimizer.rate = 0.1 / (step + 1);
      network.inputBuffer.set(normals(random, 3 * rows));
      if (step === 2 || step === 4) network.inputBuffer[1] = NaN;
      network.targetBuffer.set(Array.from({ length: 4 * rows }, () => random.uniform() / 4));
      if (isReplayed) return network.trainStep(rows, loss, optimizer);
      network.clearGradients();
      const value = network.lossAndGradient(rows, loss);
      if (Number.isFinite(value)) optimizer.step(network.parameters, network.gradients);
      return value;
    });
    const { steps, moments } = optimizer;
    return { losses, steps, parameters: [...network.parameters], moments: moments.map((m) => [...m]) };
  }

  const layersOf = (hidden: Activation, last: Activation): NetworkSpec => ({
    inputs: 3,
    layers: [
      { type: 'dense', units: 5, bias: true, initializer: 'heNormal' },
      { type: 'activation', activation: hidden },
      { type: 'dense', units: 4, bias: false, initializer: 'glorotUniform' },
      { type: 'activation', activation: last },
    ],
  });

  test.each(cases)('$hidden, $last, $loss, batches of changing size', ({ hidden, last, loss }) => {
    const spec = layersOf(hidden, last);
    expect(learn(spec, loss, optimizerDefaults.adam, true)).toEqual(
      learn(spec, loss, optimizerDefaults.adam, false),
    );
  });

  test.each(optimizers)('%s', (type) => {
    const spec = layersOf('tanh', 'softmax');
    const replayed = learn(spec, 'crossEntropy', optimizerDefaults[type], true);
    expect(replayed).toEqual(learn(spec, 'crossEntropy', optimizerDefaults[type], false));
    expect(replayed.steps).toBe(5);
  });

  test('each of two optimizers of one network takes its own step', () => {
    const spec = layersOf('tanh', 'softmax');
    const kernels = wasmKernels(module, 2 * networkFloats(spec, 8, optimizerDefaults.adam));
    const network = createNetwork(kernels, spec, { random: 2, maxBatch: 8 });
    const [first, second] = [0, 1].map(() =>
      createOptimizer(kernels, optimizerDefaults.adam, network.parameters.length),
    );
    network.inputBuffer.set(normals(createRandom(3), 24));
    network.targetBuffer.fill(0.25);
    for (const optimizer of [first, second, second]) network.trainStep(8, 'crossEntropy', optimizer);
    expect([first.steps, second.steps]).toEqual([1, 2]);
    for (const { moments } of [first, second]) expect(moments[1].some((value) => value > 0)).toBe(true);
  });
});
