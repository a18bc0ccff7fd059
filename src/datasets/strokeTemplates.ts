/**
 * How something is written, as text: `4,22 20,2 54,28 4,98! 60,98` is one stroke through these points (x to the right,
 * y down, about 100 high), a curve that is smooth but where a `!` marks a corner; ` / ` lifts the pen.
 */
import type { Stroke } from './digitImage';

/** A point that the pen goes through, and whether it turns there at once. */
export type Knot = { readonly x: number; readonly y: number; readonly isCorner: boolean };

/** The knots of each stroke. Throws an Error for a text that is none. */
export function parseStrokes(text: string): Knot[][] {
  return text.split(' / ').map((stroke) =>
    stroke.split(' ').map((knot) => {
      const [, x, y, corner] = /^(-?\d+),(-?\d+)(!?)$/.exec(knot) ?? [];
      if (x === undefined)
        throw new Error(`strokes: "${knot}" of "${text}" is no point such as 4,22 or 4,22!`);
      return { x: Number(x), y: Number(y), isCorner: corner === '!' };
    }),
  );
}

/** How far apart the points of a curve are, at most: about a pixel of the 28 × 28. */
const SPACING = 6;

/**
 * The points of a curve through `knots`: a centripetal Catmull-Rom spline (Yuksel, Schaefer & Keyser 2011), which
 * makes neither loops nor cusps of its own, from corner to corner.
 */
export function curveThrough(knots: readonly Knot[]): Stroke {
  const points: { x: number; y: number }[] = knots.slice(0, 1).map(({ x, y }) => ({ x, y }));
  for (let i = 0; i + 1 < knots.length; i++) {
    const [start, end] = [knots[i], knots[i + 1]];
    const before = i > 0 && !start.isCorner ? knots[i - 1] : mirrored(end, start);
    const after = i + 2 < knots.length && !end.isCorner ? knots[i + 2] : mirrored(start, end);
    const pieces = Math.ceil(distance(start, end) / SPACING);
    for (let piece = 1; piece < pieces; piece++)
      points.push(pointBetween(before, start, end, after, piece / pieces));
    points.push({ x: end.x, y: end.y });
  }
  return points;
}

type Point = { readonly x: number; readonly y: number };

const mirrored = (point: Point, at: Point): Point => ({ x: 2 * at.x - point.x, y: 2 * at.y - point.y });

/** The pyramid of Barry & Goldman (1988): straight lines between straight lines. */
function pointBetween(a: Point, b: Point, c: Point, d: Point, share: number): Point {
  const t0 = 0;
  const t1 = t0 + rootOfDistance(a, b);
  const t2 = t1 + rootOfDistance(b, c);
  const t3 = t2 + rootOfDistance(c, d);
  const t = t1 + share * (t2 - t1);
  const [ab, bc, cd] = [along(a, b, t0, t1, t), along(b, c, t1, t2, t), along(c, d, t2, t3, t)];
  return along(along(ab, bc, t0, t2, t), along(bc, cd, t1, t3, t), t1, t2, t);
}

function along(from: Point, to: Point, start: number, end: number, t: number): Point {
  const share = (t - start) / (end - start);
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

/** Above 0 also for points that are the same. */
const rootOfDistance = (a: Point, b: Point): number => Math.sqrt(distance(a, b)) + 1e-6;

function distance(a: Point, b: Point): number {
  const [x, y] = [b.x - a.x, b.y - a.y];
  return Math.sqrt(x * x + y * y);
}
