/** The points that the decision surface is asked at: the truth table first, then a square of them. */
export const gridSize = 72;
/** The square reaches this far beyond 0 and 1 on every side. */
export const margin = 0.25;
export const gridSpan = 1 + 2 * margin;

export const truthTable = [
  { a: 0, b: 0, wanted: 0 },
  { a: 0, b: 1, wanted: 1 },
  { a: 1, b: 0, wanted: 1 },
  { a: 1, b: 1, wanted: 0 },
] as const;

export const gridStart = truthTable.length;
export const askedRows = gridStart + gridSize * gridSize;

/** `[askedRows, 2]`: (a, b). The square row by row from the top (large b), as pixels lie. */
export function askedPoints(): Float32Array {
  const points = new Float32Array(2 * askedRows);
  for (const [row, { a, b }] of truthTable.entries()) points.set([a, b], 2 * row);
  for (let y = 0; y < gridSize; y++) {
    for (let x = 0; x < gridSize; x++) {
      const a = ((x + 0.5) / gridSize) * gridSpan - margin;
      const b = (1 - (y + 0.5) / gridSize) * gridSpan - margin;
      points.set([a, b], 2 * (gridStart + y * gridSize + x));
    }
  }
  return points;
}

/** Where 0 and 1 lie across the picture, as shares of its width. */
export function placeOf(value: number): number {
  return (value + margin) / gridSpan;
}

/** The row of the grid point nearest to (a, b); null outside the square. */
export function rowAt(a: number, b: number): number | null {
  const x = Math.floor(placeOf(a) * gridSize);
  const y = Math.floor((1 - placeOf(b)) * gridSize);
  if (x < 0 || y < 0 || x >= gridSize || y >= gridSize) return null;
  return gridStart + y * gridSize + x;
}
