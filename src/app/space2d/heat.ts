/** Has a square of pixels filled, and shows it on the canvas that it is of. */
export type Paint = (fill: (pixels: Uint32Array) => void) => void;

/** Of a canvas of `side` pixels each way. */
export function createPaint(context: CanvasRenderingContext2D, side: number): Paint {
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  return (fill) => {
    fill(pixels);
    context.putImageData(image, 0, 0);
  };
}

/** A square of pixels that is painted and then drawn at any size, smoothly. */
export type Tile = { readonly canvas: HTMLCanvasElement; readonly paint: Paint };

export function createTile(side: number): Tile | null {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  return context && { canvas, paint: createPaint(context, side) };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
