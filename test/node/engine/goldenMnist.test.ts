import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMnistFiles } from '../../../scripts/mnistShards.mjs';
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { givenOrder } from '../../../src/datasets/epochOrder';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer } from '../../../src/engine/optimizers/registry';
import type { NetworkSpec, OptimizerSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Floats, Kernels } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';

/** As test/fixtures/golden/makeMnist.py writes it; what it trains is what stands here. */
const golden: { versions: { torch: string }; seed: number; batch: number; losses: number[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/golden/mnist.json', import.meta.url), 'utf8'),
);
const spec: NetworkSpec = {
  inputs: 784,
  layers: [
    { type: 'dense', units: 128, bias: true, initializer: 'heUniform' },
    { type: 'activation', activation: 'relu' },
    { type: 'dense', units: 10, bias: true, initializer: 'glorotUniform' },
    { type: 'activation', activation: 'softmax' },
  ],
};
const adam: OptimizerSpec = { type: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The largest relative difference of the 200 losses from PyTorch's. */
function largestDifference<F extends Floats>(kernels: Kernels<F>): number {
  const { batch, losses, seed } = golden;
  const files = readMnistFiles();
  const digits = digitRowsFromIdx(files.trainImages, files.trainLabels);
  const order = givenOrder(losses.length * batch);
  const network = createNetwork(kernels, spec, { random: seed, maxBatch: batch });
  const optimizer = createOptimizer(kernels, adam, network.parameters.length);
  const differences = losses.map((expected, step) => {
    digits.writeBatch(network.inputBuffer, network.targetBuffer, order, step * batch, batch);
    network.clearGradients();
    const loss = network.lossAndGradient(batch, 'crossEntropy');
    optimizer.step(network.parameters, network.gradients);
    return Math.abs(loss / expected - 1);
  });
  expect(differences).toHaveLength(200);
  return Math.max(...differences);
}

const title = `200 steps of MNIST as in PyTorch ${golden.versions.torch}`;

test(`${title}: the float64 reference, each loss within 1e-12 relative`, () => {
  expect(largestDifference(referenceKernels('float64'))).toBeLessThan(1e-12);
});

test(`${title}: wasm in float32, each loss within 1e-4 relative`, () => {
  const floats = networkFloats(spec, golden.batch, adam);
  expect(largestDifference(wasmKernels(compileKernels(kernelBytes), floats))).toBeLessThan(1e-4);
});
