/** Digits as somebody would draw and label them: the same for the same seed. */
import { digitImageBytes } from '../../src/datasets/digitImage';
import { createRandom } from '../../src/engine/random';
import type { LabelledDigit } from '../../src/training/trainer';

/** The side of the square that they are drawn in. */
export const square = 280;

/** Of one to three strokes, labelled 0, 1, … 9, 0, …; each drawn a second after the one before. */
export function labelledDigits(count: number, seed = 1) {
  const random = createRandom(seed);
  const coordinate = () => random.integer(100 * square + 1) / 100;
  return Array.from({ length: count }, (_, at) => {
    const strokes = Array.from({ length: 1 + (at % 3) }, () =>
      Array.from({ length: 2 + random.integer(6) }, () => ({ x: coordinate(), y: coordinate() })),
    );
    const when = Date.UTC(2026, 0, 31, 12, 0, at);
    return { label: at % 10, image: digitImageBytes(strokes), strokes, when } satisfies LabelledDigit;
  });
}
