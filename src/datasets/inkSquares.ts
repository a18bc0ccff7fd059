/**
 * An image of 28 × 28 laid out so that it is quickly read between its pixels: at each pixel, in the four bytes of one
 * number, the levels of this pixel, the one to the right, the one below, and the one right below, all that lie around
 * a place between them. The pen is changed on the way.
 */

/** Side of an image. */
export const SIZE = 28;
/** Pixels in a row of the layout: there is paper to the left of an image and above it, and more of it behind. */
export const STRIDE = 32;

/** Columns and rows of the image, the last ones too. */
export type Box = { left: number; right: number; top: number; bottom: number };

/**
 * Overwrites `image` `[STRIDE, STRIDE]`, of which row and column 0 are paper, with the ink of `count` pixels, as
 * `Distorter` has it, and the box with the one around them.
 */
export function unpackImage(image: Uint8Array, box: Box, ink: Uint8Array, from: number, count: number): void {
  image.fill(0);
  let left = SIZE;
  let right = 0;
  let row = 0;
  let next = SIZE;
  const levels = from + 2 * count;
  for (let i = 0; i < count; i++) {
    const place = ink[from + 2 * i] | (ink[from + 2 * i + 1] << 8);
    while (place >= next) {
      next += SIZE;
      row++;
    }
    if (i === 0) box.top = row;
    const column = place - next + SIZE;
    if (column < left) left = column;
    if (column > right) right = column;
    image[(row + 1) * STRIDE + column + 1] = ink[levels + i];
  }
  box.left = left;
  box.right = right;
  box.bottom = row;
}

/** Overwrites `squares` `[STRIDE, STRIDE]` with those of `image`, whose ink is in the box. */
export function writeSquares(squares: Int32Array, image: Uint8Array, box: Box): void {
  squares.fill(0);
  // A pixel is in the squares that begin at itself, left of it, above it, and left above.
  for (let row = box.top; row <= box.bottom + 1; row++) {
    const end = row * STRIDE + box.right + 1;
    let pair = 0;
    for (let pixel = row * STRIDE + box.left; pixel <= end; pixel++) {
      const next = image[pixel + 1] | (image[pixel + STRIDE + 1] << 16);
      squares[pixel] = pair | (next << 8);
      pair = next;
    }
  }
}

/**
 * Overwrites `changed` with the grey dilation (`pen` above 0) or erosion of `image` by a pixel and its four neighbours,
 * by pen/256 of the way. The box is that of the ink, before and after.
 */
export function changePen(changed: Uint8Array, image: Uint8Array, box: Box, pen: number): void {
  changed.fill(0);
  if (pen > 0) widen(box);
  const { left, right, top, bottom } = box;
  for (let row = top; row <= bottom; row++)
    for (let pixel = (row + 1) * STRIDE + left + 1, end = pixel + right - left; pixel <= end; pixel++) {
      const level = image[pixel];
      const step = pen > 0 ? pen * (darkest(image, pixel) - level) : pen * (level - lightest(image, pixel));
      changed[pixel] = level + ((step + 128) >> 8);
    }
}

/** By the pixels that a thicker pen can reach. */
function widen(box: Box): void {
  box.left = Math.max(0, box.left - 1);
  box.right = Math.min(SIZE - 1, box.right + 1);
  box.top = Math.max(0, box.top - 1);
  box.bottom = Math.min(SIZE - 1, box.bottom + 1);
}

/** Of a pixel and its four neighbours. */
function darkest(image: Uint8Array, pixel: number): number {
  const beside = Math.max(image[pixel - 1], image[pixel + 1]);
  return Math.max(image[pixel], beside, image[pixel - STRIDE], image[pixel + STRIDE]);
}

function lightest(image: Uint8Array, pixel: number): number {
  const beside = Math.min(image[pixel - 1], image[pixel + 1]);
  return Math.min(image[pixel], beside, image[pixel - STRIDE], image[pixel + STRIDE]);
}
