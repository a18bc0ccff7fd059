/**
 * Random smooth displacements (Simard, Steinkraus & Platt 2003, section 2): noise, independent in each pixel, blurred
 * by a Gaussian of σ = 4 pixels as theirs. One large field is made once; every image takes windows of it at random
 * places, which costs nothing.
 */
import { createRandom } from '../engine/random';

/** Windows begin in any of so many rows and columns: a power of two. */
const FIELD_PERIOD = 256;
/** Rows and columns of the field: as a torus it goes on from its beginning, by as much as a window is wide. */
export const FIELD_SIDE = FIELD_PERIOD + 28;
/** What is one pixel in the numbers of the field. */
export const FIELD_UNIT = 256;
/** Four box blurs of this width have the variance 4 · (7² − 1)/12 = 4², and are a Gaussian but for 2 %. */
const BLUR_WIDTH = 7;
const BLUR_ROUNDS = 4;
const SEED = 2003;

/**
 * `[FIELD_SIDE, FIELD_SIDE]`, row-major, of mean 0: displacements of `strength` pixels root mean square, whole numbers
 * of 1/FIELD_UNIT. The same bits everywhere: the blurs add whole numbers.
 */
export function elasticField(strength: number): Int16Array {
  const random = createRandom(SEED);
  let field = Float64Array.from({ length: FIELD_PERIOD ** 2 }, () => random.integer(2 ** 16) - 2 ** 15);
  for (let round = 0; round < BLUR_ROUNDS; round++) field = blurRows(blurRows(field));
  const mean = field.reduce((sum, value) => sum + value, 0) / field.length;
  const square = field.reduce((sum, value) => sum + (value - mean) ** 2, 0) / field.length;
  const factor = (strength * FIELD_UNIT) / Math.sqrt(square);
  const around = (at: number) => at & (FIELD_PERIOD - 1);
  return Int16Array.from({ length: FIELD_SIDE ** 2 }, (_, at) => {
    const from = around(Math.floor(at / FIELD_SIDE)) * FIELD_PERIOD + around(at % FIELD_SIDE);
    return Math.round((field[from] - mean) * factor);
  });
}

/** Sums of BLUR_WIDTH neighbours in each row, transposed: twice, and columns are blurred too. */
function blurRows(field: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const blurred = new Float64Array(field.length);
  for (let row = 0; row < FIELD_PERIOD; row++)
    for (let column = 0; column < FIELD_PERIOD; column++) {
      let sum = 0;
      for (let offset = 0; offset < BLUR_WIDTH; offset++)
        sum += field[row * FIELD_PERIOD + ((column + offset) & (FIELD_PERIOD - 1))];
      blurred[column * FIELD_PERIOD + row] = sum;
    }
  return blurred;
}
