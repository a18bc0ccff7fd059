/**
 * Digits that are never twice the same: each is bent at random whenever it is gathered, while its label stays. Trained
 * so, a network reads what people draw, not only what is in the 60,000.
 */
import type { BatchBuffer, Dataset, SparseBatch } from './dataset';
import { DIGIT_PIXELS } from './digitRows';
import { createDistorter, type Distortion, noDistortion } from './distortion';
import { elasticField } from './elasticField';
import { sparseScratch, unpacked } from './sparseBatch';

/** How strongly digits are bent; 0: not at all. What is drawn for a digit is uniform from −strength to strength. */
export type Augmentation = {
  /** Pixels, to each side. */
  readonly shift: number;
  /** Degrees. */
  readonly rotate: number;
  /** Share of the width, and of the height, drawn each for itself. */
  readonly scale: number;
  /** Slant: pixels to the side for each pixel of height. */
  readonly shear: number;
  /** Displacement of pixels, root mean square, by fields that are smooth over about four pixels. */
  readonly elastic: number;
  /** Share of the way to a pen that is a pixel thicker or thinner on each side. */
  readonly thickness: number;
};

/** The most that is taken of each: beyond, digits can't be read. */
export const augmentationLimits: Augmentation = {
  shift: 8,
  rotate: 45,
  scale: 0.5,
  shear: 1,
  elastic: 4,
  thickness: 1,
};

export const noAugmentation: Augmentation = {
  shift: 0,
  rotate: 0,
  scale: 0,
  shear: 0,
  elastic: 0,
  thickness: 0,
};

export const augmentationKinds = Object.keys(augmentationLimits) as (keyof Augmentation)[];

/** Bends digits as much as people's hands do. */
export const usualAugmentation: Augmentation = {
  shift: 1.5,
  rotate: 15,
  scale: 0.15,
  shear: 0.2,
  elastic: 1.2,
  thickness: 0.5,
};

/** Throws an Error that says what is wrong with `augmentation`. */
export function checkAugmentation(augmentation: Augmentation): void {
  for (const kind of augmentationKinds) {
    const strength = augmentation[kind];
    if (!(strength >= 0 && strength <= augmentationLimits[kind]))
      throw new Error(`augmentation: ${kind} must be from 0 to ${augmentationLimits[kind]}, not ${strength}`);
  }
}

/** What is needed of `engine/random`'s generator. */
export type RandomWords = { uint32(): number };

/**
 * `rows` of digits, bent anew each time they are gathered, with numbers from `random`: of each digit the same number of
 * them, in the order of its batch, so that where the generator stands is all that the next digits depend on. Their
 * levels are whole numbers of 1/255, as MNIST's. Throws an Error for a strength beyond its limit, and for rows that
 * are not held as what is not zero.
 */
export function augmentedRows(rows: Dataset, augmentation: Augmentation, random: RandomWords): Dataset {
  checkAugmentation(augmentation);
  if (!rows.writeSparseBatch || rows.inputs !== DIGIT_PIXELS)
    throw new Error('augmentation: only images of 28 × 28 that are mostly paper can be bent');
  const distorter = createDistorter(elasticField(augmentation.elastic));
  const distortion = noDistortion();
  let plain = sparseScratch(0);

  function writeSparseBatch(
    { starts, packed }: SparseBatch,
    target: BatchBuffer,
    order: Uint32Array,
    from: number,
    count: number,
  ): void {
    if (plain.starts.length <= count) plain = sparseScratch(count);
    rows.writeSparseBatch?.(plain, target, order, from, count);
    starts[0] = 0;
    for (let b = 0; b < count; b++) {
      const begin = plain.starts[b];
      const inked = plain.starts[b + 1] - begin;
      drawDistortion(distortion, augmentation, random);
      starts[b + 1] =
        starts[b] + distorter.distort(distortion, plain.packed, 3 * begin, inked, packed, 3 * starts[b]);
    }
  }

  return {
    inputs: rows.inputs,
    outputs: rows.outputs,
    rows: rows.rows,
    get ready() {
      return rows.ready;
    },
    writeSparseBatch,
    writeBatch: unpacked(writeSparseBatch),
  };
}

/** What one digit is bent by; a strength of 0 draws nothing. Overwrites `distortion`. */
function drawDistortion(distortion: Distortion, augmentation: Augmentation, random: RandomWords): void {
  const { shift, rotate, scale, shear, elastic, thickness } = augmentation;
  const signed = (strength: number) => strength * (random.uint32() / 2 ** 31 - 1);
  if (shift > 0) {
    distortion.shiftX = signed(shift);
    distortion.shiftY = signed(shift);
  }
  if (rotate > 0 || scale > 0 || shear > 0) {
    const angle = rotate > 0 ? (signed(rotate) * Math.PI) / 180 : 0;
    const width = scale > 0 ? 1 + signed(scale) : 1;
    const height = scale > 0 ? 1 + signed(scale) : 1;
    const slant = shear > 0 ? signed(shear) : 0;
    setLinear(distortion.linear, angle, width, height, slant);
  }
  if (elastic > 0) {
    distortion.elasticX = signed(1);
    distortion.elasticY = signed(1);
    distortion.fieldX = random.uint32() >>> 16;
    distortion.fieldY = random.uint32() >>> 16;
  }
  if (thickness > 0) distortion.thickness = signed(thickness);
}

/** First wider and higher, then slanted, then turned: what undoes that, since it is asked where pixels come from. */
function setLinear(
  linear: Distortion['linear'],
  angle: number,
  width: number,
  height: number,
  slant: number,
): void {
  const sine = smallSine(angle);
  const cosine = Math.sqrt(1 - sine * sine);
  linear[0] = (cosine + slant * sine) / width;
  linear[1] = (sine - slant * cosine) / width;
  linear[2] = -sine / height;
  linear[3] = cosine / height;
}

/** sin x for x from −π/4 to π/4, error below 1e-11; Math.sin may differ between browsers in the last bit. */
function smallSine(x: number): number {
  const square = x * x;
  let series = 1;
  for (let n = 12; n >= 2; n -= 2) series = 1 - (series * square) / (n * (n + 1));
  return x * series;
}
