/** Templates as a hand writes them: never twice the same. With + − × ÷ and √ alone, so that the bits are the same everywhere. */
import type { Stroke } from './digitImage';
import { curveThrough, type Knot } from './strokeTemplates';

/** What is needed of `engine/random`'s generator. */
export type RandomNumbers = { uniform(): number; normal(): number; integer(n: number): number };

export const between = (random: RandomNumbers, least: number, most: number): number =>
  least + (most - least) * random.uniform();

export const oneOf = <T>(random: RandomNumbers, choices: readonly T[]): T =>
  choices[random.integer(choices.length)];

/**
 * The strokes of one writing of `template`. Every knot is a little off, every stroke too, their ends fall short or go too
 * far, corners may be round; the whole is wide or narrow, slanting and tilted, and drawn on few or many pixels.
 */
export function writeByHand(template: readonly (readonly Knot[])[], random: RandomNumbers): Stroke[] {
  const care = between(random, 0.3, 1.3);
  const width = between(random, 0.7, 1.35);
  const slant = 0.05 + 0.15 * random.normal();
  const tilt = 0.08 * random.normal();
  const sharpness = between(random, 0.5, 1.1);
  const pixel = 100 / between(random, 40, 300);
  return template.map((knots) => {
    const right = 2 * care * random.normal();
    const down = 2 * care * random.normal();
    const moved = withEndsMoved(knots, () => 3 * care * random.normal()).map(({ x, y, isCorner }) => ({
      x: x + right + 2.5 * care * random.normal(),
      y: y + down + 2.5 * care * random.normal(),
      isCorner: isCorner && random.uniform() < sharpness,
    }));
    return curveThrough(moved).map(({ x, y }) => {
      const wide = width * x - slant * y;
      return {
        x: Math.round((wide - tilt * y) / pixel) * pixel,
        y: Math.round((y + tilt * wide) / pixel) * pixel,
      };
    });
  });
}

/** Both ends of a stroke further out (or in) by what `by` says, along it. */
function withEndsMoved(knots: readonly Knot[], by: () => number): Knot[] {
  const last = knots.length - 1;
  return knots.map((knot, index) => {
    if (index === 0) return movedAway(knot, knots[1], by());
    return index === last ? movedAway(knot, knots[last - 1], by()) : knot;
  });
}

function movedAway(knot: Knot, from: Knot, by: number): Knot {
  const [x, y] = [knot.x - from.x, knot.y - from.y];
  const factor = by / (Math.sqrt(x * x + y * y) + 1e-6);
  return { ...knot, x: knot.x + factor * x, y: knot.y + factor * y };
}
