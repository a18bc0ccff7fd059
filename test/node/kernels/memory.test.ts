import { afterEach, describe, expect, test, vi } from 'vitest';
import { kernelBuilds, kernelBytes } from '../../../src/kernels/bytes';
import { openKernels, simdIsSupported } from '../../../src/kernels/openKernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';

afterEach(() => void vi.unstubAllGlobals());

test('alloc hands out zeroed, 16-byte aligned buffers of one memory until the last number is used', () => {
  const kernels = wasmKernels(compileKernels(kernelBytes), 24);
  const views = [kernels.alloc(5), kernels.alloc(3), kernels.alloc(12)];
  for (const view of views) {
    expect(view.byteOffset % 16).toBe(0);
    expect(view.every((x) => x === 0)).toBe(true);
    expect(view.buffer).toBe(views[0].buffer);
  }
  expect(() => kernels.alloc(1)).toThrow(
    new RangeError("The kernels' memory is used up: 1 numbers wanted, 0 of 24 left"),
  );
});

test('buffers stay attached however much is allocated', () => {
  const kernels = wasmKernels(compileKernels(kernelBytes), 1_000_000);
  const first = kernels.alloc(4);
  kernels.alloc(900_000);
  expect(first.length).toBe(4);
});

test('a buffer from elsewhere, or from other kernels, is refused before anything is written', () => {
  const module = compileKernels(kernelBytes);
  const kernels = wasmKernels(module, 64);
  const y = kernels.alloc(4);
  for (const foreign of [new Float32Array(4), wasmKernels(module, 64).alloc(4)]) {
    expect(() => kernels.activationForward(y, foreign, 'relu', 4)).toThrow(RangeError);
    expect(() => kernels.activationForward(foreign, y, 'relu', 4)).toThrow(RangeError);
    expect(() => kernels.denseForward(y, y, y, foreign, 1, 1, 4)).toThrow(RangeError);
  }
  expect([...y]).toEqual([0, 0, 0, 0]);
});

test('a buffer that is too short for the shapes is refused', () => {
  const kernels = wasmKernels(compileKernels(kernelBytes), 64);
  const [a, b] = [kernels.alloc(4), kernels.alloc(3)];
  expect(() => kernels.softmaxForward(a, b, 2, 2)).toThrow(
    'A buffer of 3 numbers is too short: 4 are needed',
  );
});

test('more memory than WebAssembly can address is a RangeError', () => {
  expect(() => wasmKernels(compileKernels(kernelBytes), 2 ** 31)).toThrow(RangeError);
});

test('openKernels takes WebAssembly where it can', () => {
  expect(simdIsSupported()).toBe(true);
  expect(openKernels(kernelBuilds, 16).name).toBe('wasm');
});

test('openKernels falls back to the reference without bytes, without SIMD and without WebAssembly', () => {
  expect(openKernels(null, 16).name).toBe('reference');
  vi.stubGlobal('WebAssembly', { validate: () => false });
  expect(openKernels(kernelBuilds, 16).name).toBe('reference');
  vi.stubGlobal('WebAssembly', undefined);
  expect(simdIsSupported()).toBe(false);
  expect(openKernels(kernelBuilds, 16).name).toBe('reference');
  expect(() => compileKernels(kernelBytes.slice())).toThrow('WebAssembly is not available here');
});

describe('record', () => {
  const kernels = wasmKernels(compileKernels(kernelBytes), 2000);
  const [x, w, y, tape] = [kernels.alloc(6), kernels.alloc(6), kernels.alloc(4), kernels.alloc(1024)];
  x.set([1, 2, 3, 4, 5, 6]);
  w.set([1, 0, 0, 1, 1, 1]);

  test('does nothing at once, and what was noted as often as it is replayed, with what the buffers hold then', () => {
    y.fill(9);
    const replay = kernels.record(() => {
      kernels.denseForward(y, x, w, null, 2, 3, 2);
      kernels.activationForward(y, y, 'relu', 4);
    }, tape);
    expect([...y]).toEqual([9, 9, 9, 9]);
    replay?.(0, 0);
    expect([...y]).toEqual([4, 5, 10, 11]);
    x[0] = -10;
    replay?.(0, 0);
    expect([...y]).toEqual([0, 5, 10, 11]);
  });

  test('returns the loss that was computed last', () => {
    y.set([1, 2, 3, 4]);
    const dy = kernels.alloc(4);
    const replay = kernels.record(() => void kernels.meanSquaredError(dy, y, x, 1, 4), tape);
    expect(replay?.(0, 0)).toBe(kernels.meanSquaredError(dy, y, x, 1, 4));
  });

  test('adamStep takes the rate and the step of the replay, and is left out where the loss before it is not finite', () => {
    const [dy, m, v] = [kernels.alloc(4), kernels.alloc(4), kernels.alloc(4)];
    const replay = kernels.record(() => {
      kernels.meanSquaredError(dy, y, x, 1, 4);
      kernels.adamStep(w, m, v, dy, 7, 0.9, 0.99, 1e-8, 7, 4);
    }, tape);
    y.set([1, 2, 3, 4]);
    replay?.(0.1, 3);
    const replayed = [w, m, v].map((values) => [...values]);
    w.set([1, 0, 0, 1, 1, 1]);
    for (const moment of [m, v]) moment.fill(0);
    kernels.adamStep(w, m, v, dy, 0.1, 0.9, 0.99, 1e-8, 3, 4);
    expect(replayed).toEqual([w, m, v].map((values) => [...values]));
    y[2] = NaN;
    expect(replay?.(0.1, 4)).toBeNaN();
    expect([w, m, v].map((values) => [...values])).toEqual(replayed);
  });

  test('is null for what cannot be replayed, for too short a tape and in the reference; an error leaves all as it was', () => {
    expect(kernels.record(() => kernels.scale(y, 2, 4), tape)).toBeNull();
    expect(kernels.record(() => kernels.fill(y, 1, 4), tape)).toBeNull();
    expect(kernels.record(() => kernels.fill(y, 0, 4), kernels.alloc(9))).toBeNull();
    expect(referenceKernels('float32').record(() => undefined, new Float32Array(99))).toBeNull();
    expect(() => kernels.record(() => kernels.copy(y, new Float32Array(4), 4), tape)).toThrow(RangeError);
    kernels.fill(y, 3, 4);
    expect([...y]).toEqual([3, 3, 3, 3]);
  });
});
