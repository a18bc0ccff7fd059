import { tokenColor } from '../palette';

/** The side of the images that the network gets. */
export const imageSide = 28;

/** An image `[784]` on 28 × 28 pixels of a canvas, from `left` and `top` on, where `ink` is as dark as it gets; null: paper. */
export function paintImage(
  context: CanvasRenderingContext2D,
  image: ArrayLike<number> | null,
  { ink = 1, left = 0, top = 0 } = {},
): void {
  const pixels = context.createImageData(imageSide, imageSide);
  const [red, green, blue] = tokenColor('ink');
  for (let i = 0; i < imageSide * imageSide; i++)
    pixels.data.set([red, green, blue, Math.round((255 / ink) * (image?.[i] ?? 0))], 4 * i);
  context.putImageData(pixels, left, top);
}
