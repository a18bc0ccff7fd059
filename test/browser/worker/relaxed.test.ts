/** The build with fused multiply-adds, which not every Node can run. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels, relaxedSimdIsSupported } from '../../../src/kernels/openKernels';
import { completeData } from '../../../src/training/data';
import { createRun, runFloats } from '../../../src/training/run';
import type { RunSpec } from '../../../src/training/trainer';
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
