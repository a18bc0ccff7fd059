import { expect, test } from 'vitest';
import { kernelBytes } from '../../../src/kernels/bytes';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';

type Elementary = {
  expArray(y: number, x: number, n: number): void;
  logarithm(x: number): number;
  heapBase(): number;
};

const memory = new WebAssembly.Memory({ initial: 20 });
const raw = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes), { env: { memory } })
  .exports as unknown as Elementary;

const count = 100_000;
const kernels = wasmKernels(compileKernels(kernelBytes), 2 * count);
const x = kernels.alloc(count);
const y = kernels.alloc(count);

/** Fills x with `count` numbers from `low` to `high`. */
function sweep(low: number, high: number): void {
  for (let i = 0; i < count; i++) x[i] = low + ((high - low) * i) / (count - 1);
}

/** From ±2⁻¹⁰⁰ to ±2⁷, evenly in the exponent. */
function sweepMagnitudes(): void {
  for (let i = 0; i < count; i++) x[i] = (i % 2 ? 1 : -1) * 2 ** (-100 + (107 * i) / (count - 1));
}

function largestRelativeError(exact: (x: number) => number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const expected = exact(x[i]);
    const error = expected === y[i] ? 0 : Math.abs(y[i] - expected) / Math.abs(expected);
    largest = Number.isNaN(error) ? Infinity : Math.max(largest, error);
  }
  return largest;
}

/** eˣ of all of x, through the export that is there for this test. */
function exponentials(): void {
  const start = Math.ceil(raw.heapBase() / 16) * 16;
  const view = new Float32Array(memory.buffer, start, count);
  view.set(x);
  raw.expArray(start, start, count);
  y.set(view);
}

test('exp is within 1e-7 relative from −87.3 to 88.7', () => {
  sweep(-87.3, 88.7);
  exponentials();
  expect(largestRelativeError(Math.exp)).toBeLessThan(1e-7);
  sweep(-1, 1);
  exponentials();
  expect(largestRelativeError(Math.exp)).toBeLessThan(1e-7);
});

test('exp of 0 is 1; it overflows to Infinity above 88.73 and is 0, not denormal, below −87.34', () => {
  x.fill(0);
  x.set([0, -0, 88.73, 1e30, Infinity, -87.34, -1e30, -Infinity, NaN]);
  exponentials();
  expect([...y.subarray(0, 9)]).toEqual([1, 1, Infinity, Infinity, Infinity, 0, 0, 0, NaN]);
});

test('tanh is within 2e-7 relative, however small its argument', () => {
  sweep(-12, 12);
  kernels.activationForward(y, x, 'tanh', count);
  expect(largestRelativeError(Math.tanh)).toBeLessThan(2e-7);
  sweepMagnitudes();
  kernels.activationForward(y, x, 'tanh', count);
  expect(largestRelativeError(Math.tanh)).toBeLessThan(2e-7);
});

test('sigmoid is within 2e-7 relative from −87 to 87', () => {
  sweep(-87, 87);
  kernels.activationForward(y, x, 'sigmoid', count);
  expect(largestRelativeError((v) => 1 / (1 + Math.exp(-v)))).toBeLessThan(2e-7);
});

test('elu is within 2e-7 relative of eˣ − 1 below zero, however small its argument', () => {
  sweep(-30, 0);
  kernels.activationForward(y, x, 'elu', count);
  expect(largestRelativeError(Math.expm1)).toBeLessThan(2e-7);
  sweepMagnitudes();
  kernels.activationForward(y, x, 'elu', count);
  expect(largestRelativeError((v) => (v < 0 ? Math.expm1(v) : v))).toBeLessThan(2e-7);
});

/** The largest difference of y from the float64 reference's `activation` of x. */
function largestError(activation: 'gelu' | 'sine'): number {
  const exact = new Float64Array(count);
  referenceKernels('float64').activationForward(exact, Float64Array.from(x), activation, count);
  return exact.reduce((largest, value, i) => Math.max(largest, Math.abs(value - y[i])), 0);
}

test('gelu is within 5e-7 from −40 to 4; above, where it is x, within 1e-7 relative', () => {
  sweep(-40, 4);
  kernels.activationForward(y, x, 'gelu', count);
  expect(largestError('gelu')).toBeLessThan(5e-7);
  sweep(-4, 4);
  kernels.activationForward(y, x, 'gelu', count);
  expect(largestError('gelu')).toBeLessThan(5e-7);
  sweep(6, 1e4);
  kernels.activationForward(y, x, 'gelu', count);
  expect(largestRelativeError((v) => v)).toBeLessThan(1e-7);
});

test('sine is within 1e-7 relative from −10⁶ to 10⁶, however small its argument', () => {
  for (const limit of [10, 1000, 1e6]) {
    sweep(-limit, limit);
    kernels.activationForward(y, x, 'sine', count);
    expect(largestRelativeError(Math.sin)).toBeLessThan(1e-7);
  }
  sweepMagnitudes();
  kernels.activationForward(y, x, 'sine', count);
  expect(largestRelativeError(Math.sin)).toBeLessThan(1e-7);
  // The float32 numbers nearest to multiples of π, where what is left of the reduction is smallest.
  for (let i = 0; i < count; i++) x[i] = (i + 1) * Math.PI;
  kernels.activationForward(y, x, 'sine', count);
  expect(largestRelativeError(Math.sin)).toBeLessThan(1e-7);
});

test('sine is within 1e-6 up to 10⁹, and from −1 to 1 for any finite number', () => {
  sweep(-1e9, 1e9);
  kernels.activationForward(y, x, 'sine', count);
  expect(largestError('sine')).toBeLessThan(1e-6);
  sweep(-3e38, 3e38);
  kernels.activationForward(y, x, 'sine', count);
  expect(y.every((value) => value >= -1 && value <= 1)).toBe(true);
});

test('log is within 1e-14 relative for sums of exponentials, from 1 to the largest float32', () => {
  let largest = 0;
  for (let i = 1; i <= count; i++) {
    for (const value of [1 + (9 * i) / count, 2 ** ((128 * i) / count)]) {
      largest = Math.max(largest, Math.abs(raw.logarithm(value) / Math.log(value) - 1));
    }
  }
  expect(largest).toBeLessThan(1e-14);
  expect(raw.logarithm(1)).toBe(0);
  expect(raw.logarithm(Infinity)).toBe(Infinity);
  expect(raw.logarithm(NaN)).toBeNaN();
});
