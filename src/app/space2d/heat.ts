/** A square of pixels that is painted and then drawn at any size, smoothly. */
export type Tile = {
  readonly canvas: HTMLCanvasElement;
  readonly paint: (fill: (pixels: Uint32Array) => void) => void;
};

export function createTile(side: number): Tile | null {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  return {
    canvas,
    paint(fill) {
      fill(pixels);
      context.putImageData(image, 0, 0);
    },
  };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
