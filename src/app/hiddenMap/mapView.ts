/** Where the points of a map come to lie on a canvas, and how they move from one map to the next. */
import type { HiddenMap } from '../../training/trainer';

/** From the map's numbers to pixels: the middle of the points is the middle of the canvas. */
export type MapView = { readonly x: number; readonly y: number; readonly scale: number };

/** Of the canvas' smaller side, kept free around the points. */
const margin = 0.05;

/** All `points` `[rows, 2]` are seen, and distances are as long across as up. */
export function viewOf(points: Float32Array, width: number, height: number): MapView {
  let [across, up] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    across = Math.max(across, Math.abs(points[i]));
    up = Math.max(up, Math.abs(points[i + 1]));
  }
  const free = margin * Math.min(width, height);
  const scale = Math.min((width / 2 - free) / (across || 1), (height / 2 - free) / (up || 1));
  return { x: width / 2, y: height / 2, scale };
}

/** In pixels; the second component points up. */
export function placeOn(
  { x, y, scale }: MapView,
  across: number,
  up: number,
): readonly [x: number, y: number] {
  return [x + scale * across, y - scale * up];
}

/** `share` of the way from one view to another. */
export function viewBetween(from: MapView, to: MapView, share: number): MapView {
  const mix = (a: number, b: number) => a + (b - a) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), scale: mix(from.scale, to.scale) };
}

/** `share` of the way, into `out`; points of another number are there at once. */
export function pointsBetween(from: Float32Array, to: Float32Array, share: number): Float32Array {
  if (from.length !== to.length || share >= 1) return to;
  return to.map((value, i) => from[i] + (value - from[i]) * share);
}

/** Where one more sample lies: what the mapped layer puts out for it, `[D]`. Null for another network's. */
export function project(
  { mean, components }: Pick<HiddenMap, 'mean' | 'components'>,
  hidden: ArrayLike<number>,
): readonly [across: number, up: number] | null {
  const D = mean.length;
  if (hidden.length !== D) return null;
  let [across, up] = [0, 0];
  for (let d = 0; d < D; d++) {
    across += (hidden[d] - mean[d]) * components[d];
    up += (hidden[d] - mean[d]) * components[D + d];
  }
  return [across, up];
}

/** Which points are told apart from the others: those of a class, those read wrong, or all. */
export type Emphasis = { readonly label: number | null; readonly mistakesOnly: boolean };

export function isMeant(
  { labels, answers }: HiddenMap,
  { label, mistakesOnly }: Emphasis,
  n: number,
): boolean {
  return (label === null || labels[n] === label) && (!mistakesOnly || labels[n] !== answers[n]);
}

/** The point nearest to a place, of those that `isOffered`, within `reach`; −1: none. All in the map's numbers. */
export function nearest(
  points: Float32Array,
  [across, up]: readonly [across: number, up: number],
  reach: number,
  isOffered: (n: number) => boolean,
): number {
  let found = -1;
  let least = reach;
  for (let n = 0; n < points.length / 2; n++) {
    const distance = Math.hypot(points[2 * n] - across, points[2 * n + 1] - up);
    if (distance <= least && isOffered(n)) {
      found = n;
      least = distance;
    }
  }
  return found;
}

/** The next point from `from` on to one side: the nearest, where what lies aside counts twice; `from` where there is none. */
export function nextPoint(
  points: Float32Array,
  from: number,
  [right, up]: readonly [right: number, up: number],
  isOffered: (n: number) => boolean,
): number {
  let found = from;
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < points.length / 2; n++) {
    const across = points[2 * n] - points[2 * from];
    const above = points[2 * n + 1] - points[2 * from + 1];
    const ahead = across * right + above * up;
    const aside = Math.abs(across * up) + Math.abs(above * right);
    if (n === from || ahead <= 0 || ahead < aside / 2 || !isOffered(n)) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) {
      found = n;
      least = distance;
    }
  }
  return found;
}
