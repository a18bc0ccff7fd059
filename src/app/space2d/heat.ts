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

/** Half as many points each way are plenty for a picture of thirty pixels. */
export const tileSize = gridSize / 2;

/** One unit's outputs over the square, every second point each way. `outputs` is `[rows, units]`. */
export function unitOverSquare(outputs: Float32Array, units: number, unit: number, into: Float32Array): void {
  let at = 0;
  for (let y = 0; y < gridSize; y += 2) {
    for (let x = 0; x < gridSize; x += 2) into[at++] = outputs[(gridStart + y * gridSize + x) * units + unit];
  }
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
