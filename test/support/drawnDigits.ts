/** Ink on paper for tests: a few strokes a digit, through the code of the pad. */
import { digitImage } from '../../src/datasets/digitImage';
import { DIGIT_PIXELS, DigitRows, digitBlock } from '../../src/datasets/digitRows';
import { createRandom } from '../../src/engine/random';

/** Of three random strokes each, labelled 0, 1, … 9, 0, …; all ready. */
export function drawnDigits(rows: number, seed = 11): DigitRows {
  const random = createRandom(seed);
  const pixels = new Uint8Array(rows * DIGIT_PIXELS);
  for (let row = 0; row < rows; row++) {
    const strokes = Array.from({ length: 3 }, () =>
      Array.from({ length: 3 }, () => ({ x: random.uniform(), y: random.uniform() })),
    );
    pixels.set(
      digitImage(strokes).map((level) => Math.round(255 * level)),
      row * DIGIT_PIXELS,
    );
  }
  const digits = new DigitRows(rows);
  digits.put(
    0,
    digitBlock(
      Uint8Array.from({ length: rows }, (_, row) => row % 10),
      pixels,
    ),
  );
  return digits;
}
