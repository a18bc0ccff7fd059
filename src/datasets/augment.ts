/**
 * Digits that are never twice the same: each is bent at random whenever it is trained, while its label stays. Trained
 * so, a network reads what people draw, not only what is in the 60,000.
 */
import type { Dataset } from './dataset';
import { DIGIT_PIXELS } from './digitRows';
import { type Distortion, noDistortion, writeMap } from './distortion';
import { smallSine } from './sine';

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

/** Throws an Error that says what is wrong with `augmentation`, or that `rows` are nothing that can be bent. */
export function checkAugmentation(augmentation: Augmentation, rows: Dataset): void {
  for (const kind of augmentationKinds) {
    const strength = augmentation[kind];
    if (!(strength >= 0 && strength <= augmentationLimits[kind]))
      throw new Error(`augmentation: ${kind} must be from 0 to ${augmentationLimits[kind]}, not ${strength}`);
  }
  if (!rows.writeSparseBatch || rows.inputs !== DIGIT_PIXELS)
    throw new Error('augmentation: only images of 28 × 28 that are mostly paper can be bent');
}

/** What is needed of `engine/random`'s generator. */
export type RandomWords = { uint32(): number };

/**
 * What each of `count` digits is bent by, in the first rows of the kernels' `maps`. Of each the same number of random
 * numbers is drawn, in the order of the batch: where the generator stands is all that the next digits depend on.
 */
export function drawDistortions(
  maps: Int32Array,
  count: number,
  augmentation: Augmentation,
  random: RandomWords,
): void {
  const distortion = noDistortion();
  for (let row = 0; row < count; row++) {
    drawDistortion(distortion, augmentation, random);
    writeMap(maps, row, distortion);
  }
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
