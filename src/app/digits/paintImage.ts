import { tokenColor } from '../palette';

/** The side of the images that the network gets. */
export const imageSide = 28;

/** An image `[784]`, ink 1, on a canvas of 28 × 28; null: paper. */
export function paintImage(context: CanvasRenderingContext2D, image: Float32Array | null): void {
  const pixels = context.createImageData(imageSide, imageSide);
  const [red, green, blue] = tokenColor('ink');
  for (let i = 0; i < imageSide * imageSide; i++)
    pixels.data.set([red, green, blue, Math.round(255 * (image?.[i] ?? 0))], 4 * i);
  context.putImageData(pixels, 0, 0);
}
