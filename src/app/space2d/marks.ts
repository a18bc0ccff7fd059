/** The mark of a class: its shape, so that classes are not told apart by colour alone. All cover about the same area. */

type Trace = Pick<CanvasRenderingContext2D, 'arc' | 'moveTo' | 'lineTo' | 'closePath'>;

/** Corners of a regular polygon, its size, and the turn of its first corner from the top, in turns. */
const polygons: readonly (readonly [corners: number, size: number, turn: number])[] = [
  [0, 1, 0],
  [4, 1.25, 0.125],
  [3, 1.5, 0],
  [4, 1.25, 0],
  [5, 1.15, 0.1],
];

/** Adds the mark of class `index`, from 0, around a place to the path. */
export function markPath(context: Trace, index: number, x: number, y: number, radius: number): void {
  const [corners, size, turn] = polygons[index % polygons.length];
  if (corners === 0) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  for (let corner = 0; corner < corners; corner++) {
    const [across, up] = cornerOf(corner, corners, turn);
    const to = corner === 0 ? 'moveTo' : 'lineTo';
    context[to](x + size * radius * across, y - size * radius * up);
  }
  context.closePath();
}

function cornerOf(corner: number, corners: number, turn: number): readonly [number, number] {
  const angle = 2 * Math.PI * (corner / corners + turn);
  return [Math.sin(angle), Math.cos(angle)];
}

/** The same as the path of an SVG, in a box of 12 × 12. */
export function markOutline(index: number): string {
  const [corners, size, turn] = polygons[index % polygons.length];
  if (corners === 0) return 'M10 6a4 4 0 1 1-8 0a4 4 0 1 1 8 0Z';
  const points = Array.from({ length: corners }, (_, corner) => {
    const [across, up] = cornerOf(corner, corners, turn);
    return `${(6 + 4 * size * across).toFixed(2)} ${(6 - 4 * size * up).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}
