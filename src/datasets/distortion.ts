/**
 * One 28 × 28 image bent: where each pixel of the new image comes from is worked out, and the old image is read there,
 * between its pixels. In whole numbers throughout, so that the bits are the same everywhere; and only where ink can
 * come to lie, so that it takes about as long as the training step that follows.
 */
import { FIELD_SIZE, FIELD_UNIT } from './elasticField';

/** How one image is bent. Lengths in pixels; x to the right, y down; about the middle of the image. */
export type Distortion = {
  /** The linear part, from an offset from the middle in the new image to the one in the old: [xx, xy, yx, yy]. Invertible. */
  linear: [number, number, number, number];
  /** By how much the image is moved. */
  shiftX: number;
  shiftY: number;
  /** −1 to 1, times `field`, for the displacements in x and in y; and where in the field their windows begin. */
  elasticX: number;
  elasticY: number;
  fieldX: number;
  fieldY: number;
  /** −1 to 1: what share of the way each pixel goes to the darkest (above 0) or lightest (below 0) of it and its four neighbours. */
  thickness: number;
};

/** Nothing is bent: the image comes out as it is, to the bit. */
export function noDistortion(): Distortion {
  return {
    linear: [1, 0, 0, 1],
    shiftX: 0,
    shiftY: 0,
    elasticX: 0,
    elasticY: 0,
    fieldX: 0,
    fieldY: 0,
    thickness: 0,
  };
}

const SIZE = 28;
const MIDDLE = (SIZE - 1) / 2;
/**
 * Rows of the old image with room for paper around it. It is held as squares: at each pixel, in the four
 * bytes of a number, the levels of this pixel, the one to the right, the one below, and the one right below, all that
 * lie around a place between them.
 */
const STRIDE = 32;
/** Coordinates are whole numbers of 2⁻¹⁶ pixels, places between pixels of 2⁻⁸. */
const UNIT = 65_536;
/** From here on there is nothing to be read but paper. */
const EDGE = (SIZE + 1) * UNIT;
const MASK = FIELD_SIZE - 1;

export type Distorter = {
  /**
   * Bends the image of which the pixels `ink[from]` … are inked: `count` places, 0 to 783, rising, of two bytes each,
   * then their levels, 1 to 255. Writes the new one to `out` in the same way from `at` on, and returns how many of its
   * pixels are inked: up to 784.
   */
  distort(
    { linear, ...rest }: Distortion,
    ink: Uint8Array,
    from: number,
    count: number,
    out: Uint8Array,
    at: number,
  ): number;
};

/** `field`: as of `elasticField`. */
export function createDistorter(field: Int16Array): Distorter {
  const image = new Uint8Array(STRIDE * STRIDE);
  const squares = new Int32Array(STRIDE * STRIDE);
  const levels = new Uint8Array(SIZE * SIZE);
  const farthest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / FIELD_UNIT;
  const box: Box = { left: 0, right: 0, top: 0, bottom: 0 };

  return {
    distort(distortion, ink, from, count, out, at) {
      if (count === 0) return 0;
      const strength = Math.round(256 * distortion.thickness);
      squares.fill(0);
      if (strength === 0) unpackSquares(squares, box, ink, from, count);
      else {
        unpackImage(image, box, ink, from, count);
        if (strength > 0) widen(box);
        squaresWithPen(squares, image, strength, box);
      }

      const { fieldX, fieldY } = distortion;
      const [xx, xy, yx, yy] = distortion.linear;
      const factorX = Math.round(256 * distortion.elasticX);
      const factorY = Math.round(256 * distortion.elasticY);
      placeBox(box, distortion, (farthest * Math.abs(factorX)) / 256, (farthest * Math.abs(factorY)) / 256);
      const { left, right, top, bottom } = box;
      const stepXX = Math.round(xx * UNIT);
      const stepXY = Math.round(xy * UNIT);
      const stepYX = Math.round(yx * UNIT);
      const stepYY = Math.round(yy * UNIT);
      const middleX = MIDDLE + distortion.shiftX;
      const middleY = MIDDLE + distortion.shiftY;
      // One pixel further right and down: the old image has a row and a column of paper before its first.
      const startX = Math.round((MIDDLE + 1 - xx * middleX - xy * middleY) * UNIT);
      const startY = Math.round((MIDDLE + 1 - yx * middleX - yy * middleY) * UNIT);
      let inked = 0;
      for (let row = top; row <= bottom; row++) {
        let x = (startX + stepXY * row + stepXX * left) | 0;
        let y = (startY + stepYY * row + stepYX * left) | 0;
        const rowX = (((fieldX >> 8) + row) & MASK) << 8;
        const rowY = (((fieldY >> 8) + row) & MASK) << 8;
        for (let column = left; column <= right; column++) {
          const atX = (x + Math.imul(factorX, field[rowX | ((fieldX + column) & MASK)])) | 0;
          const atY = (y + Math.imul(factorY, field[rowY | ((fieldY + column) & MASK)])) | 0;
          x += stepXX;
          y += stepYX;
          if (atX >>> 0 >= EDGE || atY >>> 0 >= EDGE) continue;
          const square = squares[((atY >> 16) << 5) | (atX >> 16)];
          if (square === 0) continue;
          const partX = (atX >> 8) & 255;
          const partY = (atY >> 8) & 255;
          // The upper two and the lower two pixels at once: neither sum is over 255 · 256.
          const sums =
            (Math.imul(square & 0xff00ff, 256 - partX) + Math.imul((square >>> 8) & 0xff00ff, partX)) | 0;
          const level = ((sums & 0xffff) * (256 - partY) + (sums >>> 16) * partY + 32_768) >> 16;
          if (level === 0) continue;
          const place = row * SIZE + column;
          out[at + 2 * inked] = place;
          out[at + 2 * inked + 1] = place >> 8;
          levels[inked++] = level;
        }
      }
      for (let i = 0, to = at + 2 * inked; i < inked; i++) out[to + i] = levels[i];
      return inked;
    },
  };
}

/** Columns and rows of the image, the last ones too. */
type Box = { left: number; right: number; top: number; bottom: number };

/** Where the ink of `box` can come to lie. Overwrites it. */
function placeBox(
  box: Box,
  { linear: [xx, xy, yx, yy], shiftX, shiftY }: Distortion,
  reachX: number,
  reachY: number,
): void {
  const { left, right, top, bottom } = box;
  const determinant = xx * yy - xy * yx;
  const middleX = (left + right) / 2 - MIDDLE;
  const middleY = (top + bottom) / 2 - MIDDLE;
  const halfX = (right - left) / 2 + 1 + reachX;
  const halfY = (bottom - top) / 2 + 1 + reachY;
  const newX = MIDDLE + shiftX + (yy * middleX - xy * middleY) / determinant;
  const newY = MIDDLE + shiftY + (xx * middleY - yx * middleX) / determinant;
  const newHalfX = (Math.abs(yy) * halfX + Math.abs(xy) * halfY) / Math.abs(determinant);
  const newHalfY = (Math.abs(xx) * halfY + Math.abs(yx) * halfX) / Math.abs(determinant);
  box.left = Math.max(0, Math.ceil(newX - newHalfX));
  box.right = Math.min(SIZE - 1, Math.floor(newX + newHalfX));
  box.top = Math.max(0, Math.ceil(newY - newHalfY));
  box.bottom = Math.min(SIZE - 1, Math.floor(newY + newHalfY));
}

/** By the pixels that a thicker pen can reach. */
function widen(box: Box): void {
  box.left = Math.max(0, box.left - 1);
  box.right = Math.min(SIZE - 1, box.right + 1);
  box.top = Math.max(0, box.top - 1);
  box.bottom = Math.min(SIZE - 1, box.bottom + 1);
}

/** Adds the ink to the squares, and sets the box around it. */
function unpackSquares(squares: Int32Array, box: Box, ink: Uint8Array, from: number, count: number): void {
  let left = SIZE;
  let right = 0;
  let row = 0;
  for (let i = 0, next = SIZE; i < count; i++) {
    const place = ink[from + 2 * i] | (ink[from + 2 * i + 1] << 8);
    while (place >= next) {
      next += SIZE;
      row++;
    }
    if (i === 0) box.top = row;
    const column = place - next + SIZE;
    if (column < left) left = column;
    if (column > right) right = column;
    addToSquares(squares, (row + 1) * STRIDE + column + 1, ink[from + 2 * count + i]);
  }
  box.left = left;
  box.right = right;
  box.bottom = row;
}

/** Overwrites the image with the ink, and sets the box around it. */
function unpackImage(image: Uint8Array, box: Box, ink: Uint8Array, from: number, count: number): void {
  image.fill(0);
  let left = SIZE;
  let right = 0;
  let row = 0;
  for (let i = 0, next = SIZE; i < count; i++) {
    const place = ink[from + 2 * i] | (ink[from + 2 * i + 1] << 8);
    while (place >= next) {
      next += SIZE;
      row++;
    }
    if (i === 0) box.top = row;
    const column = place - next + SIZE;
    if (column < left) left = column;
    if (column > right) right = column;
    image[(row + 1) * STRIDE + column + 1] = ink[from + 2 * count + i];
  }
  box.left = left;
  box.right = right;
  box.bottom = row;
}

/** A pixel is in the squares that begin at itself, left of it, above it, and left above. */
function addToSquares(squares: Int32Array, pixel: number, level: number): void {
  squares[pixel] |= level;
  squares[pixel - 1] |= level << 8;
  squares[pixel - STRIDE] |= level << 16;
  squares[pixel - STRIDE - 1] |= level << 24;
}

/** Grey dilation (`strength` above 0) or erosion by a pixel and its four neighbours, by strength/256 of the way. */
function squaresWithPen(
  squares: Int32Array,
  image: Uint8Array,
  strength: number,
  { left, right, top, bottom }: Box,
): void {
  const share = Math.abs(strength);
  for (let row = top; row <= bottom; row++)
    for (let pixel = (row + 1) * STRIDE + left + 1, end = pixel + right - left; pixel <= end; pixel++) {
      const level = image[pixel];
      let extreme = level;
      const above = image[pixel - STRIDE];
      const below = image[pixel + STRIDE];
      const before = image[pixel - 1];
      const after = image[pixel + 1];
      if (strength > 0) {
        if (above > extreme) extreme = above;
        if (below > extreme) extreme = below;
        if (before > extreme) extreme = before;
        if (after > extreme) extreme = after;
        if (extreme === 0) continue;
      } else {
        if (level === 0) continue;
        if (above < extreme) extreme = above;
        if (below < extreme) extreme = below;
        if (before < extreme) extreme = before;
        if (after < extreme) extreme = after;
      }
      addToSquares(squares, pixel, (level * 256 + share * (extreme - level) + 128) >> 8);
    }
}
