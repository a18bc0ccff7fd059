import { describe, expect, test } from 'vitest';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { planNetwork } from '../../../src/engine/plan';
import { createRandom } from '../../../src/engine/random';
import type { LayerSpec, NetworkSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { fillNormals } from '../../support/randomFloats';
import { randomNetwork } from '../../support/randomNetwork';

const dense = (units: number): LayerSpec => ({
  type: 'dense',
  units,
  bias: true,
  initializer: 'glorotUniform',
});
const conv2d: LayerSpec = {
  type: 'conv2d',
  channels: 2,
  kernel: 2,
  stride: 1,
  padding: 0,
  bias: true,
  initializer: 'glorotNormal',
};
const standardize = (mean: number, deviation: number): LayerSpec => ({
  type: 'standardize',
  mean,
  deviation,
});
const unitLength: LayerSpec = { type: 'unitLength' };
const tanh: LayerSpec = { type: 'activation', activation: 'tanh' };

/** What comes out of `layer` as the first of a network, for rows of two numbers. */
function outputsOf(layer: LayerSpec, rows: readonly number[]): number[] {
  const spec: NetworkSpec = { inputs: 2, layers: [layer, dense(1)] };
  const B = rows.length / 2;
  const network = createNetwork(referenceKernels('float64'), spec, { random: 1, maxBatch: B });
  network.inputBuffer.set(rows);
  network.forward(B);
  return Array.from(network.layerOutputs(B)[0]);
}

test('standardize takes the mean away and divides by the deviation', () => {
  expect(outputsOf(standardize(0.5, 0.25), [0, 1, 0.5, 0.75])).toEqual([-2, 2, 0, 1]);
});

test('unitLength divides each sample by its norm; zeros stay zeros', () => {
  expect(outputsOf(unitLength, [3, -4, 0, 0, 0, 2])).toEqual([0.6, -0.8, 0, 0, 0, 1]);
});

test('a sample of zeros has no gradient', () => {
  const spec: NetworkSpec = { inputs: 1, layers: [dense(2), unitLength, dense(1)] };
  const network = createNetwork(referenceKernels('float64'), spec, { random: 1, maxBatch: 1 });
  network.inputBuffer[0] = 1;
  network.targetBuffer[0] = 1;
  network.tensors[0].values.fill(0);
  network.lossAndGradient(1, 'meanSquaredError');
  expect([...network.tensors[0].gradients, ...network.tensors[1].gradients]).toEqual([0, 0, 0, 0]);
});

describe('backpropagation agrees with central differences in float64 to 1e-7 relative', () => {
  const networks: readonly [string, NetworkSpec][] = [
    ['as first layers', { inputs: 4, layers: [standardize(0.3, 0.7), unitLength, dense(3), tanh, dense(2)] }],
    [
      'between dense layers',
      { inputs: 4, layers: [dense(5), standardize(-0.2, 1.7), dense(4), tanh, unitLength, dense(2)] },
    ],
    ['at the end', { inputs: 4, layers: [dense(5), unitLength] }],
    [
      'on whole images',
      {
        inputs: 32,
        inputShape: [4, 4, 2],
        layers: [unitLength, conv2d, standardize(0.1, 0.4), tanh, unitLength, { type: 'flatten' }, dense(2)],
      },
    ],
  ];
  test.each(networks)('%s', (_, spec) => {
    for (let seed = 0; seed < 10; seed++) {
      const network = randomNetwork(spec, 3, seed);
      for (const check of gradientCheck(network, 3, 'meanSquaredError'))
        expect(check.relativeError, JSON.stringify(check)).toBeLessThan(1e-7);
    }
  });
});

test('in wasm they do the same to the buffers', () => {
  const spec: NetworkSpec = {
    inputs: 90,
    layers: [standardize(0.1307, 0.3081), unitLength, dense(60), tanh, dense(3)],
  };
  const B = 5;
  const wasm = createNetwork(wasmKernels(compileKernels(kernelBytes), networkFloats(spec, B, null)), spec, {
    random: 1,
    maxBatch: B,
  });
  const reference = createNetwork(referenceKernels('float32'), spec, { random: 1, maxBatch: B });
  for (const { inputBuffer, targetBuffer } of [wasm, reference]) {
    fillNormals(inputBuffer, createRandom(2));
    targetBuffer.fill(0.5);
  }
  wasm.forward(B);
  reference.forward(B);
  for (const layer of [0, 1]) expect(wasm.layerOutputs(B)[layer]).toEqual(reference.layerOutputs(B)[layer]);
});

test.each<[LayerSpec, string]>([
  [standardize(NaN, 1), 'layers.0: mean must be a finite number, not NaN'],
  [standardize(0, 0), 'layers.0: deviation must be a finite number above 0, not 0'],
  [standardize(0, Infinity), 'layers.0: deviation must be a finite number above 0, not Infinity'],
])('%o is refused', (layer, message) => {
  expect(() => planNetwork({ inputs: 2, layers: [layer, dense(1)] })).toThrow(message);
});
