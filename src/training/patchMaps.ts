/** What becomes of an answer to a square image when a patch of it is changed: tried around each pixel. */
import { largestIndex } from '../engine/metrics';
import type { Network } from '../engine/network';
import type { PiecedWork } from './slices';

/** What happens to a class when the square around each pixel is changed. */
export type PatchMap = {
  /** Of the square, in pixels. */
  readonly side: number;
  /** In log-odds. Positive: ink there speaks for the class. */
  readonly effects: Float32Array;
  /** The class with the highest score then; −1 where one is not a number. */
  readonly answers: Int8Array;
};

/** The square of `side` pixels around one, as far as it lies in the image, is painted over. */
export type Patch = { readonly side: number; readonly with: 'paper' | 'ink' };

/** Numbers that the network puts out for one image in layer `layer`, and how the class stands by them. */
export type Standing = { readonly layer: number; readonly of: (scores: Float32Array) => number };

type Trial = {
  readonly map: PatchMap;
  readonly patch: Patch;
  /** The pixel in the middle, and all of them. */
  readonly at: number;
  readonly pixels: readonly number[];
};

/**
 * A map for each patch, in pieces of up to `pieceRows` images; the weights must not change meanwhile, what the network's
 * buffers hold may. Effects are those of the ink: of what paper hides, by how much the class stands lower without it. A
 * patch that changes nothing has none.
 */
export function startPatchMaps(
  network: Network,
  image: Float32Array,
  patches: readonly Patch[],
  standing: Standing,
  pieceRows: number,
): PiecedWork<readonly PatchMap[]> {
  const { inputBuffer, outputs } = network;

  /** The scores of so many images in the input buffer. */
  function scoresOf(rows: number): readonly Float32Array[] {
    network.forward(rows);
    const scores = network.layerOutputs(rows)[standing.layer];
    return Array.from({ length: rows }, (_, row) => scores.subarray(row * outputs, (row + 1) * outputs));
  }

  inputBuffer.set(image);
  const [unchanged] = scoresOf(1);
  const before = standing.of(unchanged);
  const answer = largestIndex(unchanged, 0, outputs);
  const maps = patches.map(
    ({ side }): PatchMap => ({
      side,
      effects: new Float32Array(image.length),
      answers: new Int8Array(image.length).fill(answer),
    }),
  );
  const trials = maps.flatMap((map, i) => trialsOf(map, patches[i], image));
  let done = 0;

  return {
    advance() {
      const tried = trials.slice(done, done + pieceRows);
      if (tried.length > 0) {
        tried.forEach(({ pixels, patch }, row) => {
          inputBuffer.set(image, row * image.length);
          for (const pixel of pixels) inputBuffer[row * image.length + pixel] = levels[patch.with];
        });
        scoresOf(tried.length).forEach((scores, row) => {
          const { map, patch, at } = tried[row];
          const rise = standing.of(scores) - before;
          map.effects[at] = patch.with === 'ink' ? rise : -rise;
          map.answers[at] = largestIndex(scores, 0, outputs);
        });
        done += tried.length;
      }
      return done === trials.length;
    },
    result: () => maps,
  };
}

const levels: Readonly<Record<Patch['with'], number>> = { paper: 0, ink: 1 };

/** Those that change something. */
function trialsOf(map: PatchMap, patch: Patch, image: Float32Array): Trial[] {
  const level = levels[patch.with];
  return Array.from(image, (_, at) => ({ map, patch, at, pixels: pixelsAround(at, patch, image) })).filter(
    ({ pixels }) => pixels.some((pixel) => image[pixel] !== level),
  );
}

function pixelsAround(at: number, { side }: Patch, image: Float32Array): number[] {
  const width = Math.sqrt(image.length);
  const reach = (side - 1) / 2;
  const [row, column] = [Math.floor(at / width), at % width];
  const pixels: number[] = [];
  for (let r = Math.max(0, row - reach); r <= Math.min(width - 1, row + reach); r++)
    for (let c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c++)
      pixels.push(r * width + c);
  return pixels;
}
