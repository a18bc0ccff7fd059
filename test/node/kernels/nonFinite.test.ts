import { describe, expect, test } from 'vitest';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { activationLimits, elementwiseActivations } from '../../support/activations';

const backends = [referenceKernels('float32'), wasmKernels(compileKernels(kernelBytes), 10_000)];
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe.each(backends)('$name', (kernels) => {
  const buffer = (...values: number[]) => {
    const view = kernels.alloc(values.length);
    view.set(values);
    return view;
  };

  test('activations hand NaN on and know their limits at ±Infinity', () => {
    const x = buffer(nan, infinity, -infinity, 0, nan);
    const y = kernels.alloc(5);
    for (const activation of elementwiseActivations) {
      kernels.activationForward(y, x, activation, 5);
      expect([...y], activation).toEqual([...activationLimits[activation], nan]);
    }
  });

  test('backward through activations hands NaN on', () => {
    const dx = kernels.alloc(5);
    for (const activation of elementwiseActivations) {
      const x = buffer(0.5, 0.5, 1, nan, 1);
      const y = kernels.alloc(5);
      kernels.activationForward(y, x, activation, 5);
      kernels.activationBackward(dx, buffer(nan, 1, nan, 1, 1), y, x, activation, 5);
      expect(dx[0], activation).toBeNaN();
      expect(dx[1], activation).toBeGreaterThan(0);
      expect(dx[2], activation).toBeNaN();
    }
  });

  test('the slope of gelu is 1 at Infinity and 0 at −Infinity, NaN at NaN', () => {
    const [dx, ones] = [kernels.alloc(3), buffer(1, 1, 1)];
    kernels.activationBackward(dx, ones, ones, buffer(infinity, -infinity, nan), 'gelu', 3);
    expect(dx[0]).toBe(1);
    expect(Math.abs(dx[1])).toBe(0);
    expect(dx[2]).toBeNaN();
  });

  test('a dense layer hands on NaN and Infinity in inputs and weights, and in nothing else', () => {
    const x = buffer(1, nan, 0, 2, 1, 1);
    const w = buffer(1, 2, infinity, 3, 4, 5);
    const y = kernels.alloc(4);
    kernels.denseForward(y, x, w, null, 2, 3, 2);
    // 0·∞ is NaN too.
    expect([...y]).toEqual([nan, nan, infinity, 12]);
    kernels.denseForward(y, buffer(1, 0, 2, 0, 0, 0), buffer(1, 2, 3, 4, 5, 6), buffer(nan, 0), 2, 3, 2);
    expect([...y]).toEqual([nan, 14, nan, 0]);
  });

  test('gradients of a dense layer hand on NaN and Infinity', () => {
    const dw = buffer(0, 0, 0, 0);
    kernels.denseBackwardWeights(dw, buffer(1, nan, -infinity, 2), buffer(1, 0, 1, 1), 0, 2, true, 2, 2, 2);
    expect([...dw]).toEqual([-infinity, nan, -infinity, nan]);
    const dx = kernels.alloc(4);
    kernels.denseBackwardInput(dx, buffer(1, nan, 1, 2), buffer(1, 2, infinity, 4), 2, 2, 2);
    expect([...dx]).toEqual([nan, nan, 5, infinity]);
  });

  test('softmax: a row with NaN or +Infinity is NaN, the others are not; −Infinity is probability 0', () => {
    const y = kernels.alloc(12);
    kernels.softmaxForward(y, buffer(1, nan, 2, 0, 0, -infinity, infinity, 0, 1, 1e30, 1e30, -1e30), 4, 3);
    expect([...y]).toEqual([nan, nan, nan, 0.5, 0.5, 0, nan, nan, nan, 0.5, 0.5, 0]);
  });

  test('cross-entropy: stable for logits of ±1e30, NaN for NaN, and −Infinity costs only where it is meant', () => {
    const dy = kernels.alloc(3);
    const loss = (logits: number[], target: number[]) =>
      kernels.softmaxCrossEntropy(dy, buffer(...logits), buffer(...target), 1, 3);
    expect(loss([1e30, 0, -1e30], [1, 0, 0])).toBe(0);
    expect([...dy]).toEqual([0, 0, 0]);
    expect(loss([0, 0, -infinity], [1, 0, 0])).toBeCloseTo(Math.LN2, 6);
    expect(loss([0, 0, -infinity], [0, 0, 1])).toBe(infinity);
    expect(loss([0, nan, 0], [1, 0, 0])).toBeNaN();
  });

  test('mean squared error: NaN in, NaN out', () => {
    const dy = kernels.alloc(2);
    expect(kernels.meanSquaredError(dy, buffer(nan, 1), buffer(0, 0), 1, 2)).toBeNaN();
    expect([...dy]).toEqual([nan, 1]);
  });

  test('binary cross-entropy: stable for logits of ±1e30, infinite only where it is wrong, NaN for NaN', () => {
    const dy = kernels.alloc(2);
    const loss = (logits: number[], target: number[]) =>
      kernels.sigmoidBinaryCrossEntropy(dy, buffer(...logits), buffer(...target), 1, 2);
    expect(loss([1e30, -1e30], [1, 0])).toBe(0);
    expect([...dy]).toEqual([0, 0]);
    expect(loss([infinity, -infinity], [1, 0])).toBe(0);
    expect([...dy]).toEqual([0, 0]);
    expect(loss([1e4, -1e4], [0, 1])).toBe(1e4);
    expect([...dy]).toEqual([0.5, -0.5]);
    expect(loss([infinity, 0], [0, 1])).toBe(infinity);
    expect(loss([0, 0], [1, 0])).toBeCloseTo(Math.LN2, 6);
    expect(loss([nan, 0], [1, 0])).toBeNaN();
  });

  test('Huber: slope ±1 even for an infinite difference; NaN in, NaN out', () => {
    const dy = kernels.alloc(2);
    expect(kernels.huber(dy, buffer(infinity, -3), buffer(0, 0), 1, 2)).toBe(infinity);
    expect([...dy]).toEqual([0.5, -0.5]);
    expect(kernels.huber(dy, buffer(nan, 1), buffer(0, 0), 1, 2)).toBeNaN();
    expect([...dy]).toEqual([nan, 0.5]);
  });

  test('optimizers do not hide a NaN gradient', () => {
    const w = buffer(1, 1);
    const m = buffer(0, 0);
    kernels.sgdStep(w, m, buffer(nan, 0), 0.1, 0.9, 2);
    expect([...w, ...m]).toEqual([nan, 1, nan, 0]);
    const [a, b, c] = [buffer(1, 1), buffer(0, 0), buffer(0, 0)];
    kernels.adamStep(a, b, c, buffer(nan, 0), 0.1, 0.9, 0.999, 1e-8, 1, 2);
    expect([...a, ...b, ...c]).toEqual([nan, 1, nan, 0, nan, 0]);
    const [d, e] = [buffer(1, 1), buffer(0, 0)];
    kernels.nesterovStep(d, e, buffer(nan, 0), 0.1, 0.9, 2);
    expect([...d, ...e]).toEqual([nan, 1, nan, 0]);
    const [f, h] = [buffer(1, 1), buffer(0, 0)];
    kernels.rmspropStep(f, h, buffer(nan, 0), 0.1, 0.99, 1e-8, 2);
    expect([...f, ...h]).toEqual([nan, 1, nan, 0]);
    const [i, size, previous] = [buffer(1, 1), buffer(1, 1), buffer(1, 1)];
    kernels.rpropStep(i, size, previous, buffer(nan, 0), 0.5, 1.2, 0.1, 1, 2);
    expect([...i, ...size, ...previous]).toEqual([nan, 1, 1, 1, nan, 0]);
  });

  test('moments that decay become zero, never denormal, after 2000 steps without gradient', () => {
    const n = 7;
    const g = kernels.alloc(n);
    const fresh = () => buffer(...Array(n).fill(1));
    const [w, v, m, s, u, r] = [fresh(), fresh(), fresh(), fresh(), fresh(), fresh()];
    let denormals = 0;
    for (let step = 1; step <= 2000; step++) {
      kernels.sgdStep(w, v, g, 0, 0.9, n);
      kernels.adamStep(w, m, s, g, 0, 0.9, 0.9, 1e-8, step, n);
      kernels.nesterovStep(w, u, g, 0, 0.9, n);
      kernels.rmspropStep(w, r, g, 0, 0.9, 1e-8, n);
      for (const x of [v, m, s, u, r]) if (x.some((value) => value !== 0 && value < 2 ** -126)) denormals++;
    }
    expect(denormals).toBe(0);
    expect([...v, ...m, ...s, ...u, ...r]).toEqual(Array(5 * n).fill(0));
  });
});
