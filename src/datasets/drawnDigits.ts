/** Digits in every way in which people write them: MNIST's writers, all of one country, have no crossed seven among them. */
import { createRandom } from '../engine/random';
import type { Dataset } from './dataset';
import { digitImage } from './digitImage';
import { DIGIT_CLASSES } from './digitRows';
import { digitTemplates } from './digitTemplates';
import { drawnRows } from './drawnRows';
import { oneOf, writeByHand } from './handwriting';
import { type Knot, parseStrokes } from './strokeTemplates';

const SEED = 10_000_000;

/** Of each digit the ways to write it. */
const ways: readonly (readonly (readonly (readonly Knot[])[])[])[] = Array.from(
  { length: DIGIT_CLASSES },
  (_, label) =>
    digitTemplates.flatMap(([digit, , strokes]) => (digit === label ? [parseStrokes(strokes)] : [])),
);

/** The same ones whenever they are asked for: each row of any digit, in any way, by a hand of its own. */
export function drawnDigits(rows: number): Dataset {
  return drawnRows(rows, (row) => {
    const random = createRandom(SEED + row);
    const label = random.integer(DIGIT_CLASSES);
    return { label, image: digitImage(writeByHand(oneOf(random, ways[label]), random)) };
  });
}
