import { tokenColor } from '../palette';

/** The side of the images that the network gets. */
export const imageSide = 28;

/** An image `[784]` on a canvas of 28 × 28, where `ink` is as dark as it gets; null: paper. */
export function paintImage(
  context: CanvasRenderingContext2D,
  image: ArrayLike<number> | null,
  ink = 1,
): void {
  const pixels = context.createImageData(imageSide, imageSide);
  const [red, green, blue] = tokenColor('ink');
  for (let i = 0; i < imageSide * imageSide; i++) {
    pixels.data[4 * i] = red;
    pixels.data[4 * i + 1] = green;
    pixels.data[4 * i + 2] = blue;
    pixels.data[4 * i + 3] = Math.round((255 / ink) * (image?.[i] ?? 0));
  }
  context.putImageData(pixels, 0, 0);
}
