/** Squares of the plane of two inputs, and the points in them that a network is asked about. */
import { planeReach } from '../../datasets/points';

export type Place = { readonly x: number; readonly y: number };

/** The square from `low` to `high` both ways, y upwards. */
export type Plane = { readonly low: number; readonly high: number };

/** The corners of XOR, with room around them. */
export const xorPlane: Plane = { low: -0.25, high: 1.25 };

export const shapesPlane: Plane = { low: -planeReach, high: planeReach };

/** Where a value lies across the square, as a share of its width. */
export function shareAt({ low, high }: Plane, value: number): number {
  return (value - low) / (high - low);
}

export function valueAt({ low, high }: Plane, share: number): number {
  return low + share * (high - low);
}

/** `[side² + extra, 2]`: a grid over the square, row by row from the top, as pixels lie; then the places in `extra`. */
export function gridPoints(plane: Plane, side: number, extra: readonly Place[] = []): Float32Array {
  const points = new Float32Array(2 * (side * side + extra.length));
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      points[at] = valueAt(plane, (column + 0.5) / side);
      points[at + 1] = valueAt(plane, 1 - (row + 0.5) / side);
    }
  }
  for (const [index, { x, y }] of extra.entries()) points.set([x, y], 2 * (side * side + index));
  return points;
}

/** The row of the grid point nearest to a place; null outside of the square. */
export function gridRowAt(plane: Plane, side: number, { x, y }: Place): number | null {
  const column = Math.floor(shareAt(plane, x) * side);
  const row = Math.floor((1 - shareAt(plane, y)) * side);
  if (column < 0 || row < 0 || column >= side || row >= side) return null;
  return row * side + column;
}
