import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { predict } from '../../../src/engine/predict';
import { createRandom } from '../../../src/engine/random';
import type { NetworkSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { denseLayers } from '../../../src/training/recipes';
import { largestExcess, normals } from '../../support/randomFloats';

type Shaped = { readonly shape: readonly number[]; readonly values: readonly number[] };

/** As test/fixtures/golden/make.py writes it. */
const golden: {
  readonly network: NetworkSpec;
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly inputs: Shaped;
  readonly outputs: Shaped;
} = JSON.parse(readFileSync(new URL('../../fixtures/golden/golden.json', import.meta.url), 'utf8')).shaped;

test.each([1, 4, 7, 15, 16])(
  '[k, m, n] gives what PyTorch gives, within 1e-14, in pieces of %i rows',
  (maxBatch) => {
    const network = createNetwork(referenceKernels('float64'), golden.network, { random: 1, maxBatch });
    for (const { name, values } of network.tensors) values.set(golden.parameters[name]);
    const { values, shape } = predict(network, golden.inputs.values, golden.inputs.shape);
    expect(shape).toEqual(golden.outputs.shape);
    expect(largestExcess(values, golden.outputs.values, 0)).toBeLessThan(1e-14);
  },
);

const spec: NetworkSpec = {
  inputs: 6,
  layers: denseLayers([
    { units: 9, activation: 'tanh' },
    { units: 3, activation: 'softmax' },
  ]),
};

describe.each([
  ['reference', () => referenceKernels('float32')],
  ['wasm', () => wasmKernels(compileKernels(kernelBytes), networkFloats(spec, 4, null))],
])('%s', (_, open) => {
  test('[m, n] and [k, m, n] give for each sample, in its place, what it gives alone, to the bit', () => {
    const network = createNetwork(open(), spec, { random: 2, maxBatch: 4 });
    const samples = normals(createRandom(3), 15 * 6);
    const alone = Array.from({ length: 15 }, (_, row) => {
      network.inputBuffer.set(samples.slice(row * 6, (row + 1) * 6));
      return [...network.forward(1)];
    }).flat();
    expect(predict(network, samples, [15, 6])).toEqual({ values: Float32Array.from(alone), shape: [15, 3] });
    expect(predict(network, samples, [5, 3, 6])).toEqual({
      values: Float32Array.from(alone),
      shape: [5, 3, 3],
    });
  });
});

test('the answers are the caller’s: the next call leaves them alone', () => {
  const network = createNetwork(referenceKernels('float32'), spec, { random: 2, maxBatch: 4 });
  const first = predict(network, new Float32Array(6).fill(1), [1, 6]);
  const kept = first.values.slice();
  predict(network, new Float32Array(6).fill(-1), [1, 6]);
  expect(first.values).toEqual(kept);
});

test.each([
  [[6], 6, 'Samples come as [m, 6] or, in k batches, as [k, m, 6]; the shape [6] has 1 dimensions.'],
  [[1, 1, 1, 6], 6, 'the shape [1, 1, 1, 6] has 4 dimensions'],
  [[0, 6], 0, 'The shape [0, 6] must be of whole numbers from 1.'],
  [[1.5, 6], 9, 'must be of whole numbers from 1'],
  [[6, 2], 12, 'The network takes 6 numbers a sample; the last dimension of [6, 2] is 2.'],
  [[2, 2, 6], 12, 'The shape [2, 2, 6] holds 24 numbers, but 12 were given.'],
])('the shape %j with %i numbers is refused, and nothing is touched', (shape, length, message) => {
  const network = createNetwork(referenceKernels('float32'), spec, { random: 2, maxBatch: 4 });
  network.inputBuffer.fill(7);
  expect(() => predict(network, new Float32Array(length), shape)).toThrow(message);
  expect(network.inputBuffer.every((x) => x === 7)).toBe(true);
});

test('gradients of k batches of m, accumulated, are k times those of one batch of k·m, to 1e-14; so is the loss', () => {
  const [k, m] = [4, 5];
  const network = createNetwork(referenceKernels('float64'), spec, { random: 4, maxBatch: k * m });
  const random = createRandom(5);
  const samples = Float64Array.from(normals(random, k * m * 6));
  const targets = new Float64Array(k * m * 3);
  for (let row = 0; row < k * m; row++) targets[row * 3 + random.integer(3)] = 1;

  network.inputBuffer.set(samples);
  network.targetBuffer.set(targets);
  network.clearGradients();
  const whole = network.lossAndGradient(k * m, 'crossEntropy');
  const expected = network.gradients.map((g) => k * g);

  network.clearGradients();
  let sum = 0;
  for (let batch = 0; batch < k; batch++) {
    network.inputBuffer.set(samples.subarray(batch * m * 6, (batch + 1) * m * 6));
    network.targetBuffer.set(targets.subarray(batch * m * 3, (batch + 1) * m * 3));
    sum += network.lossAndGradient(m, 'crossEntropy');
  }
  expect(Math.abs(sum - k * whole)).toBeLessThan(1e-14);
  expect(largestExcess(network.gradients, expected, 0)).toBeLessThan(1e-14);
  expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
});
