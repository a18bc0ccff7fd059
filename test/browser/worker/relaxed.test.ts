/** The build with fused multiply-adds, which not every Node can run. */
import { expect, test } from 'vitest';
import { DigitRows, digitBlock } from '../../../src/datasets/digitRows';
import { givenOrder } from '../../../src/datasets/epochOrder';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer } from '../../../src/engine/optimizers/registry';
import { createRandom } from '../../../src/engine/random';
import type { NetworkSpec } from '../../../src/engine/spec';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels, relaxedSimdIsSupported } from '../../../src/kernels/openKernels';
import { completeData } from '../../../src/training/data';
import { createRun, runFloats } from '../../../src/training/run';
import type { RunSpec } from '../../../src/training/trainer';
import { bentImages, drawBending, openBending } from '../../support/bending';
import { forward, gradient, openComparison } from '../../support/kernelComparison';
import { normals } from '../../support/randomFloats';
import { StripeDigits, smallDigitsSpec } from '../../support/trainers';

test('this browser runs relaxed SIMD, and fused kernels are what is opened', () => {
  expect(relaxedSimdIsSupported()).toBe(true);
  expect(openKernels(kernelBuilds, 16, 'fused').name).toBe('wasm-relaxed');
  expect(openKernels(kernelBuilds, 16, 'strict').name).toBe('wasm');
});

test('fused products and sums are within 1e-6 + 1e-5|x|, gradients within 1e-5 + 1e-4|x| of the float64 reference', () => {
  const { excess } = openComparison(600_000, 'relaxed');
  const random = createRandom(4);
  for (let n = 1; n <= 257; n += n < 70 ? 1 : 17) {
    const [B, I, O] = [1 + (n % 67), 1 + ((n * 7) % 131), n];
    const x = normals(random, B * I, 0.5);
    const w = normals(random, I * O).map((v) => v / Math.sqrt(I));
    const dy = normals(random, B * O).map((v) => v / B);
    const y = normals(random, B * O);
    const dw = normals(random, I * O);
    expect(
      excess([y, x, w, normals(random, O)], n % 4, forward, (k, a, b, c, d) =>
        k.denseForward(a, b, c, d, B, I, O),
      ),
    ).toBeLessThanOrEqual(0);
    expect(
      excess([dw, dy, x], n % 4, gradient, (k, a, b, c) =>
        k.denseBackwardWeights(a, b, c, 0, I, true, B, I, O),
      ),
    ).toBeLessThanOrEqual(0);
    expect(
      excess([x, dy, w], n % 4, gradient, (k, a, b, c) => k.denseBackwardInput(a, b, c, B, I, O)),
    ).toBeLessThanOrEqual(0);
  }
});

test('a fused run learns as the strict one does: 200 losses within 1e-3 of it, and twice the same bits', () => {
  const data = completeData(new StripeDigits(2000), new StripeDigits(100));
  const losses = (arithmetic: RunSpec['arithmetic']) => {
    const spec: RunSpec = { ...smallDigitsSpec, arithmetic };
    const run = createRun(spec, openKernels(kernelBuilds, runFloats(spec), arithmetic), data);
    return Array.from({ length: 200 }, () => run.trainBatch().loss);
  };
  const fused = losses('fused');
  expect(losses('fused')).toEqual(fused);
  losses('strict').forEach((loss, step) => {
    expect(Math.abs(loss - fused[step])).toBeLessThan(1e-3);
  });
});

test('fused sums of sparse rows have the bits of the fused product with all the zeros', () => {
  const spec = smallDigitsSpec.network;
  const train = (isSparse: boolean) => {
    const kernels = openKernels(
      kernelBuilds,
      networkFloats(spec, 32, smallDigitsSpec.optimizer, isSparse),
      'fused',
    );
    const network = createNetwork(kernels, spec, { random: 1, maxBatch: 32, sparse: isSparse });
    const optimizer = createOptimizer(kernels, smallDigitsSpec.optimizer, network.parameters.length);
    const random = createRandom(2);
    for (let step = 0; step < 20; step++) {
      const pixels = Uint8Array.from({ length: 32 * 784 }, () =>
        random.uniform() < 0.8 ? 0 : random.integer(256),
      );
      const rows = new DigitRows(32);
      rows.put(
        0,
        digitBlock(
          Uint8Array.from({ length: 32 }, () => random.integer(10)),
          pixels,
        ),
      );
      const order = givenOrder(32);
      if (network.sparseInput) {
        rows.writeSparseBatch(network.sparseInput, network.targetBuffer, order, 0, 32);
        kernels.unpackRows(network.sparseInput, 32);
      } else rows.writeBatch(network.inputBuffer, network.targetBuffer, order, 0, 32);
      network.trainStep(32, 'crossEntropy', optimizer, network.sparseInput ?? network.inputBuffer);
    }
    return [...network.parameters];
  };
  expect(train(true)).toEqual(train(false));
});

test('fused convolutions and pools learn as strict ones: 30 losses within 1e-4', () => {
  const spec: NetworkSpec = {
    inputs: 144,
    inputShape: [12, 12, 1],
    layers: [
      { type: 'conv2d', channels: 5, kernel: 3, stride: 1, padding: 1, bias: true, initializer: 'heNormal' },
      { type: 'activation', activation: 'relu' },
      { type: 'maxPool2d', size: 2, stride: 2 },
      { type: 'conv2d', channels: 9, kernel: 3, stride: 2, padding: 0, bias: true, initializer: 'heNormal' },
      { type: 'flatten' },
      { type: 'dense', units: 4, bias: true, initializer: 'glorotUniform' },
      { type: 'activation', activation: 'softmax' },
    ],
  };
  const optimizerSpec = { type: 'sgd', rate: 0.05, momentum: 0.9 } as const;
  const losses = (arithmetic: RunSpec['arithmetic']) => {
    const kernels = openKernels(kernelBuilds, networkFloats(spec, 8, optimizerSpec), arithmetic);
    const network = createNetwork(kernels, spec, { random: 1, maxBatch: 8 });
    const optimizer = createOptimizer(kernels, optimizerSpec, network.parameters.length);
    const random = createRandom(6);
    network.inputBuffer.set(normals(random, 8 * 144));
    for (let b = 0; b < 8; b++) network.targetBuffer[4 * b + random.integer(4)] = 1;
    return Array.from({ length: 30 }, () => network.trainStep(8, 'crossEntropy', optimizer));
  };
  const fused = losses('fused');
  expect(fused[29]).toBeLessThan(fused[0] / 2);
  losses('strict').forEach((loss, step) => {
    expect(Math.abs(loss - fused[step])).toBeLessThan(1e-4);
  });
});

test('fused kernels bend images to the bits of the strict ones', () => {
  const [fused, strict] = [openBending('wasm-relaxed', 200), openBending('wasm', 200)];
  const images = drawBending(fused.distortions, createRandom(1));
  drawBending(strict.distortions, createRandom(1));
  expect(bentImages(fused, images)).toEqual(bentImages(strict, images));
});
