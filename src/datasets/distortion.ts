/** How a digit is bent, in pixels and shares, and in the whole numbers that the kernels go by. */
import { FIELD_SIDE } from './elasticField';

/** How one image is bent. Lengths in pixels; x to the right, y down; about the middle of the image. */
export type Distortion = {
  /** The linear part, from an offset from the middle in the new image to the one in the old: [xx, xy, yx, yy]. */
  linear: [number, number, number, number];
  /** By how much the image is moved. */
  shiftX: number;
  shiftY: number;
  /** −1 to 1, times the field, for the displacements in x and in y; and where in the field their windows begin: 256·row + column. */
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

const MIDDLE = 13.5;
/** Coordinates are whole numbers of 2⁻¹⁶ pixels, shares of 2⁻⁸. */
const UNIT = 65_536;
/** Numbers of an image in the kernels' `Distortions`. */
const MAP_NUMBERS = 11;

/** Overwrites row `row` of `maps`, `[rows, 11]`, as the kernels' `distortRows` takes them. */
export function writeMap(maps: Int32Array, row: number, distortion: Distortion): void {
  const { linear, shiftX, shiftY, elasticX, elasticY, fieldX, fieldY, thickness } = distortion;
  const [xx, xy, yx, yy] = linear;
  const middleX = MIDDLE + shiftX;
  const middleY = MIDDLE + shiftY;
  const at = row * MAP_NUMBERS;
  // One pixel further right and down: there is a row and a column of paper before the old image.
  maps[at] = Math.round((MIDDLE + 1 - xx * middleX - xy * middleY) * UNIT);
  maps[at + 1] = Math.round(xx * UNIT);
  maps[at + 2] = Math.round(xy * UNIT);
  maps[at + 3] = Math.round((MIDDLE + 1 - yx * middleX - yy * middleY) * UNIT);
  maps[at + 4] = Math.round(yx * UNIT);
  maps[at + 5] = Math.round(yy * UNIT);
  maps[at + 6] = Math.round(elasticX * 256);
  maps[at + 7] = Math.round(elasticY * 256);
  maps[at + 8] = placeInField(fieldX);
  maps[at + 9] = placeInField(fieldY);
  maps[at + 10] = Math.round(thickness * 256);
}

function placeInField(window: number): number {
  return (window >> 8) * FIELD_SIDE + (window & 255);
}
