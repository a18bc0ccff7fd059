import { expect, test } from 'vitest';
import { distortionFloats, sparseFloats } from '../../../src/engine/networkFloats';
import { createRandom } from '../../../src/engine/random';
import { kernelBytes } from '../../../src/kernels/bytes';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { bentImages, drawBending, openBending } from '../../support/bending';

const rows = 50;

test('1,000 images, bent wildly, have in wasm the bits of the reference', () => {
  let ink = 0;
  for (let seed = 0; seed < 20; seed++) {
    const [wasm, reference] = (['wasm', 'reference'] as const).map((which) => {
      const bending = openBending(which, rows);
      bentImages(bending, drawBending(bending.distortions, createRandom(seed)));
      const { starts, columns, values } = bending.x;
      const entries = starts[rows];
      return { starts, columns: columns.slice(0, entries), values: values.slice(0, entries) };
    });
    expect(wasm).toEqual(reference);
    ink += wasm.columns.length;
  }
  expect(ink).toBeGreaterThan(100_000);
});

test('of a batch of fewer rows than there is room for, the room for the others is left alone', () => {
  const bending = openBending('wasm', 3);
  const { x, distortions } = bending;
  const images = drawBending(distortions, createRandom(1));
  x.columns.fill(9);
  x.values.fill(7);
  bentImages(bending, [images[0], new Uint8Array(784).fill(255)]);
  expect(new Set(x.columns.subarray(2 * 784))).toEqual(new Set([9]));
  expect(new Set(x.values.subarray(2 * 784))).toEqual(new Set([7]));
});

test('full images that stay as they are fill all of the room, and nothing behind it', () => {
  const bending = openBending('wasm', 2);
  const { x, distortions } = bending;
  for (const b of [0, 1])
    distortions.maps.set([2 ** 16, 2 ** 16, 0, 2 ** 16, 0, 2 ** 16, 0, 0, 0, 0, 0], 11 * b);
  const full = new Uint8Array(784).fill(200);
  x.grouped.ends.fill(5);
  const bent = bentImages(bending, [full, full]);
  expect(bent.map(({ image }) => image)).toEqual([full, full]);
  expect(x.starts).toEqual(Uint32Array.of(0, 784, 1568));
  expect(new Set(x.grouped.ends)).toEqual(new Set([5]));
});

test('rows that have no room for images, and more images than maps, are refused before anything is written', () => {
  const kernels = wasmKernels(
    compileKernels(kernelBytes),
    sparseFloats(2, 783) + sparseFloats(2, 784) + distortionFloats(1, 40),
  );
  const [narrow, wide] = [kernels.allocSparse(2, 783), kernels.allocSparse(2, 784)];
  const distortions = kernels.allocDistortions(1, 40);
  wide.starts[2] = 3;
  expect(() => kernels.distortRows(narrow, distortions, 2)).toThrow(RangeError);
  expect(() => kernels.distortRows(wide, distortions, 2)).toThrow(
    new RangeError('A buffer of 11 numbers is too short: 22 are needed'),
  );
  expect(() => kernels.distortRows(wide, distortions, 3)).toThrow(RangeError);
  expect(wide.starts).toEqual(Uint32Array.of(0, 0, 3));
});
