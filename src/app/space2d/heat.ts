/** Small pictures of a function over the square, painted by sign. */
import { paintSigns } from '../palette';
import { gridSize, gridStart } from './grid';

/** A square of pixels that is painted and then drawn at any size, smoothly. */
export type Tile = {
  readonly canvas: HTMLCanvasElement;
  readonly size: number;
  readonly paint: (values: ArrayLike<number>, scale: number) => void;
};

export function createTile(size: number): Tile | null {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  return {
    canvas,
    size,
    paint(values, scale) {
      paintSigns(pixels, values, scale);
      context.putImageData(image, 0, 0);
    },
  };
}

/** Every third point each way is plenty for a picture of thirty pixels. */
const stride = 3;
export const tileSize = gridSize / stride;

/** One unit's outputs over the square, every third point each way. `outputs` is `[rows, units]`. */
export function unitOverSquare(outputs: Float32Array, units: number, unit: number, into: Float32Array): void {
  let at = 0;
  for (let y = 1; y < gridSize; y += stride) {
    for (let x = 1; x < gridSize; x += stride)
      into[at++] = outputs[(gridStart + y * gridSize + x) * units + unit];
  }
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
