/**
 * One 28 × 28 image bent: where each pixel of the new image comes from is worked out, and the old image is read there,
 * between its pixels. In whole numbers throughout, so that the bits are the same everywhere; and only where ink can
 * come to lie, so that it takes about as long as the training step that follows.
 */
import { FIELD_STRIDE, FIELD_UNIT } from './elasticField';
import { type Box, changePen, SIZE, STRIDE, unpackImage, writeSquares } from './inkSquares';

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

const MIDDLE = (SIZE - 1) / 2;
/** Coordinates are whole numbers of 2⁻¹⁶ pixels, places between pixels of 2⁻⁸. */
const UNIT = 65_536;

export type Distorter = {
  /**
   * Bends the image of which the pixels `ink[from]` … are inked: `count` places, 0 to 783, rising, of two bytes each,
   * then their levels, 1 to 255. Writes the new one to `out` in the same way from `at` on, and returns how many of its
   * pixels are inked: up to 784.
   */
  distort(
    distortion: Distortion,
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
  const changed = new Uint8Array(STRIDE * STRIDE);
  const squares = new Int32Array(STRIDE * STRIDE);
  const levels = new Uint8Array(SIZE * SIZE);
  const farthest = field.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / FIELD_UNIT;
  const box: Box = { left: 0, right: 0, top: 0, bottom: 0 };

  return {
    distort(distortion, ink, from, count, out, at) {
      if (count === 0) return 0;
      unpackImage(image, box, ink, from, count);
      const pen = Math.round(256 * distortion.thickness);
      if (pen === 0) writeSquares(squares, image, box);
      else {
        changePen(changed, image, box, pen);
        writeSquares(squares, changed, box);
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
        const rowX = ((fieldX >> 8) + row) * FIELD_STRIDE + (fieldX & 255);
        const rowY = ((fieldY >> 8) + row) * FIELD_STRIDE + (fieldY & 255);
        for (let column = left; column <= right; column++) {
          const atX = (x + Math.imul(factorX, field[rowX + column])) | 0;
          const atY = (y + Math.imul(factorY, field[rowY + column])) | 0;
          x += stepXX;
          y += stepYX;
          // Below 0 or from STRIDE on there is paper.
          if ((atX | atY) >>> 21 !== 0) continue;
          const square = squares[((atY >>> 11) & 0x3e0) | (atX >>> 16)];
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
