/** Images bent by the kernels, one way or the other. */
import { digitBlock } from '../../src/datasets/digitRows';
import { FIELD_SIDE } from '../../src/datasets/elasticField';
import { distortionFloats, sparseFloats } from '../../src/engine/networkFloats';
import type { Random } from '../../src/engine/random';
import { kernelBuilds } from '../../src/kernels/bytes';
import type { Distortions, Kernels, SparseRows } from '../../src/kernels/kernels';
import { referenceKernels } from '../../src/kernels/reference';
import { wasmKernels } from '../../src/kernels/wasm';
import { compileKernels } from '../../src/kernels/wasmModule';
import { drawnDigits } from './drawnDigits';

const pixels = 784;

export type TestBending = {
  readonly kernels: Kernels;
  readonly x: SparseRows;
  readonly distortions: Distortions;
};

/** Room for so many images, in memory that has room for nothing else. */
export function openBending(which: Kernels['name'], rows: number): TestBending {
  const floats = sparseFloats(rows, pixels) + distortionFloats(rows, FIELD_SIDE);
  const kernels =
    which === 'reference'
      ? referenceKernels('float32')
      : wasmKernels(compileKernels(kernelBuilds[which === 'wasm' ? 'strict' : 'relaxed']), floats);
  const x = kernels.allocSparse(rows, pixels);
  return { kernels, x, distortions: kernels.allocDistortions(rows, FIELD_SIDE) };
}

/**
 * Overwrites the field and the maps of all rows, far beyond what is sensible, and returns as many images: empty ones,
 * full ones, single pixels, noise, and strokes.
 */
export function drawBending({ field, fieldSide, maps }: Distortions, random: Random): Uint8Array[] {
  const rows = maps.length / 11;
  const upTo = (most: number) => random.integer(2 * most + 1) - most;
  for (let at = 0; at < field.length; at++) field[at] = upTo(1500);
  const strokes = drawnDigits(rows, random.uint32());
  return Array.from({ length: rows }, (_, b) => {
    const wild = random.integer(3) * 2 ** 15;
    const from = () => upTo(random.integer(10) === 0 ? 2 ** 26 : 3 * 2 ** 17) + wild;
    const window = () => random.integer((fieldSide - 28) * fieldSide);
    const pen = [0, 256, -256, upTo(256)][random.integer(4)];
    maps.set(
      [
        ...[from(), 2 ** 16 + upTo(wild), upTo(wild)],
        ...[from(), upTo(wild), 2 ** 16 + upTo(wild)],
        ...[upTo(256), upTo(256), window(), window(), pen],
      ],
      11 * b,
    );
    const spot = random.integer(pixels);
    return (
      [
        () => new Uint8Array(pixels),
        () => new Uint8Array(pixels).fill(1 + random.integer(255)),
        () => new Uint8Array(pixels).map((_, at) => (at === spot ? 255 : 0)),
        () => new Uint8Array(pixels).map(() => random.integer(256) * random.integer(2)),
      ][random.integer(12)]?.() ?? strokes.pixels(b)
    );
  });
}

/** The ink of images of 784 levels. */
export function packedImages(images: readonly Uint8Array[]) {
  const all = new Uint8Array(images.length * pixels);
  images.forEach((image, b) => {
    all.set(image, b * pixels);
  });
  return digitBlock(new Uint8Array(images.length), all);
}

/** What becomes of images of 784 levels by the first maps; and their places in the order in which they came. */
export function bentImages(
  { kernels, x, distortions }: TestBending,
  images: readonly Uint8Array[],
): { image: Uint8Array; places: number[] }[] {
  const { starts, ink } = packedImages(images);
  x.starts.set(starts);
  x.packed.set(ink);
  kernels.distortRows(x, distortions, images.length);
  return images.map((_, b) => {
    const places = [...x.columns.subarray(x.starts[b], x.starts[b + 1])];
    const image = new Uint8Array(pixels);
    places.forEach((place, i) => {
      image[place] = Math.round(255 * x.values[x.starts[b] + i]);
    });
    return { image, places };
  });
}
