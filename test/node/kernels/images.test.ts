import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../src/engine/random';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Convolution, Pooling } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { forward, gradient, openComparison } from '../../support/kernelComparison';
import { normals } from '../../support/randomFloats';
import { bits } from '../../support/trainers';

const { wasm, exact, buffers, excess } = openComparison(600_000);

const windows = (inputs: number, size: number, stride: number) => Math.floor((inputs - size) / stride) + 1;

function randomConvolution(random: Random): Convolution {
  const kernelHeight = 1 + random.integer(5);
  const kernelWidth = 1 + random.integer(5);
  const stride = 1 + random.integer(3);
  const padding = random.integer(Math.max(kernelHeight, kernelWidth));
  const height = kernelHeight + random.integer(9);
  const width = kernelWidth + random.integer(13);
  return {
    height,
    width,
    channels: 1 + random.integer(random.integer(4) === 0 ? 19 : 5),
    kernelHeight,
    kernelWidth,
    stride,
    padding,
    outHeight: windows(height + 2 * padding, kernelHeight, stride),
    outWidth: windows(width + 2 * padding, kernelWidth, stride),
    filters: 1 + random.integer(random.integer(4) === 0 ? 33 : 9),
  };
}

/** Lengths of x, y, w and the scratch for one sample. */
function lengthsOf(sizes: Convolution) {
  const { height, width, channels, kernelHeight, kernelWidth, padding, filters } = sizes;
  const w = kernelHeight * kernelWidth * channels * filters;
  return {
    x: height * width * channels,
    y: sizes.outHeight * sizes.outWidth * filters,
    w,
    scratch: (height + 2 * padding) * (width + 2 * padding) * channels + w,
    fanIn: kernelHeight * kernelWidth * channels,
    fanOut: kernelHeight * kernelWidth * filters,
  };
}

describe('wasm against the float64 reference: 1e-6 + 1e-5|x| forward, 1e-5 + 1e-4|x| for gradients', () => {
  const cases = 150;

  test(`conv2d, forward and both gradients, of ${cases} random sizes, strides and paddings`, () => {
    const random = createRandom(1);
    for (let n = 0; n < cases; n++) {
      const sizes = randomConvolution(random);
      const B = 1 + random.integer(4);
      const { x, y, w, scratch, fanIn, fanOut } = lengthsOf(sizes);
      const bias = n % 3 ? normals(random, sizes.filters) : null;
      const weights = normals(random, w).map((v) => v / Math.sqrt(fanIn));
      const dirty = normals(random, scratch);
      const images = normals(random, B * x, 0.5);
      const scale = B * sizes.outHeight * sizes.outWidth;
      const dy = normals(random, B * y).map((g) => g / scale);
      const overs = [
        excess([normals(random, B * y), images, weights, bias, dirty], n % 4, forward, (k, a, b, c, d, e) =>
          k.conv2dForward(a, b, c, d, e, B, sizes),
        ),
        excess(
          [normals(random, w), bias, dy, images, dirty],
          n % 4,
          gradient,
          (k, a, b, c, d, e) => k.conv2dBackwardParameters(a, b, c, d, e, B, sizes),
          2,
        ),
        excess(
          [normals(random, B * x), dy, weights.map((v) => v * Math.sqrt(fanIn / fanOut)), dirty],
          n % 4,
          gradient,
          (k, a, b, c, d) => k.conv2dBackwardInput(a, b, c, d, B, sizes),
        ),
      ];
      for (const over of overs) expect(over, JSON.stringify(sizes)).toBeLessThanOrEqual(0);
    }
  });

  test(`maxPool, forward and backward, of ${cases} random sizes and strides, with many equals`, () => {
    const random = createRandom(2);
    for (let n = 0; n < cases; n++) {
      const size = 1 + random.integer(4);
      const stride = 1 + random.integer(4);
      const height = size + random.integer(9);
      const width = size + random.integer(9);
      const channels = 1 + random.integer(18);
      const outHeight = windows(height, size, stride);
      const outWidth = windows(width, size, stride);
      const sizes: Pooling = { height, width, channels, size, stride, outHeight, outWidth };
      const B = 1 + random.integer(3);
      const x = Array.from({ length: B * height * width * channels }, () => random.integer(5) - 2);
      const y = new Float64Array(B * outHeight * outWidth * channels);
      exact.maxPoolForward(y, Float64Array.from(x), B, sizes);
      const over = excess([normals(random, y.length), x], n % 4, forward, (k, a, b) =>
        k.maxPoolForward(a, b, B, sizes),
      );
      expect(over, JSON.stringify(sizes)).toBeLessThanOrEqual(0);
      const back = [normals(random, x.length), normals(random, y.length), [...y], x];
      const overBack = excess(back, n % 4, gradient, (k, a, b, c, d) =>
        k.maxPoolBackward(a, b, c, d, B, sizes),
      );
      expect(overBack, JSON.stringify(sizes)).toBeLessThanOrEqual(0);
    }
  });

  test('transpose of matrices of 1 to 40 rows and columns', () => {
    const random = createRandom(3);
    for (let n = 1; n <= 40; n++) {
      const [B, R, C] = [1 + (n % 3), n, 1 + ((n * 7) % 40)];
      const over = excess(
        [normals(random, B * R * C), normals(random, B * R * C)],
        n % 4,
        forward,
        (k, a, b) => k.transpose(a, b, B, R, C),
      );
      expect(over).toBeLessThanOrEqual(0);
    }
  });
});

test('sizes that reach out of the image are a RangeError before anything is touched', () => {
  buffers.reset();
  const x = buffers.of(new Float32Array(100));
  const pooling: Pooling = {
    height: 4,
    width: 4,
    channels: 1,
    size: 2,
    stride: 2,
    outHeight: 2,
    outWidth: 3,
  };
  expect(() => wasm.maxPoolForward(x, x, 1, pooling)).toThrow(RangeError);
  const sizes = { ...pooling, kernelHeight: 2, kernelWidth: 2, padding: 0, filters: 1 };
  expect(() => wasm.conv2dForward(x, x, x, null, x, 1, sizes)).toThrow(
    '3 windows of 2, 2 apart, reach out of 4',
  );
});

describe.each([
  ['reference', exact],
  ['wasm', wasmKernels(compileKernels(kernelBytes), 1000)],
])('%s: maxPool as in PyTorch', (_, kernels) => {
  const sizes: Pooling = { height: 2, width: 2, channels: 1, size: 2, stride: 2, outHeight: 1, outWidth: 1 };
  const array = (...values: number[]) => {
    const buffer = kernels.alloc(values.length);
    buffer.set(values);
    return buffer as Float32Array & Float64Array;
  };

  test.each([
    ['the first of equals has the gradient', [3, 7, 7, 7], 7, [0, 2, 0, 0]],
    ['a NaN wins over larger numbers', [3, NaN, Infinity, 7], NaN, [0, 2, 0, 0]],
    ['minus infinity alone', [-Infinity, -Infinity, -Infinity, -Infinity], -Infinity, [2, 0, 0, 0]],
  ])('%s', (_name, inputs, largest, gradients) => {
    const x = array(...inputs);
    const y = array(0);
    kernels.maxPoolForward(y, x, 1, sizes);
    expect(y[0]).toBe(largest);
    const dx = array(9, 9, 9, 9);
    kernels.maxPoolBackward(dx, array(2), y, x, 1, sizes);
    expect([...dx]).toEqual(gradients);
  });
});

describe('dropout', () => {
  test('wasm gives the bits of the float32 reference, whatever the key, the rate and the length', () => {
    const single = referenceKernels('float32');
    const random = createRandom(4);
    for (let n = 1; n <= 257; n++) {
      const x = Float32Array.from(normals(random, n));
      const rate = n % 9 === 0 ? 0 : n % 10 === 0 ? 1 - 2 ** -40 : random.uniform();
      const key = random.uint32();
      buffers.reset();
      const y = buffers.of(new Float32Array(n), n % 4);
      wasm.dropout(y, buffers.of(x), key, rate, n);
      const expected = new Float32Array(n);
      single.dropout(expected, x, key, rate, n);
      // A dropped number is 0 in both, never −0.
      expect(bits(y), `rate ${rate}, key ${key}`).toEqual(bits(expected));
      expect(buffers.areIntact()).toBe(true);
      wasm.dropout(y, y, key, rate, n);
    }
  });

  test('drops a share of about the rate, scales the rest; other keys and places are independent', () => {
    const n = 200_000;
    const x = new Float64Array(n).fill(1);
    const [y, other] = [new Float64Array(n), new Float64Array(n)];
    for (const rate of [0.1, 0.25, 0.5, 0.8]) {
      for (const key of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
        exact.dropout(y, x, key, rate, n);
        exact.dropout(other, x, (key + 1) % 2 ** 32, rate, n);
        const kept = y.reduce((sum, v) => sum + (v === 0 ? 0 : 1), 0);
        const keep = 1 - rate;
        // Five standard deviations of a binomial count.
        const spread = (share: number, count: number) => 5 * Math.sqrt(count * share * (1 - share));
        expect(Math.abs(kept - n * keep)).toBeLessThan(spread(keep, n));
        expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / keep)]));
        const both = y.reduce((sum, v, i) => sum + (v !== 0 && other[i] !== 0 ? 1 : 0), 0);
        expect(Math.abs(both - n * keep ** 2)).toBeLessThan(spread(keep ** 2, n));
        const neighbours = y.reduce((sum, v, i) => sum + (i > 0 && v !== 0 && y[i - 1] !== 0 ? 1 : 0), 0);
        // Neighbours overlap, so their count spreads a little more than a binomial one.
        expect(Math.abs(neighbours - n * keep ** 2)).toBeLessThan(2 * spread(keep ** 2, n));
      }
    }
  });
});
