/** What is on the pad as digits: which strokes are whose, what the network gets of each, and what it said to each. */
import { groupStrokes } from '../../datasets/digitGroups';
import { digitImage, type ImageMaking, type Stroke } from '../../datasets/digitImage';
import type { Prediction } from '../../training/trainer';
import type { Drawing } from './drawing';
import { imageSide } from './paintImage';

export type ReadDigit = {
  /** The first one stands for the digit as long as it is on the pad; none of one that came as an image. */
  readonly strokes: readonly Stroke[];
  /** `[784]`, ink 1, as the network gets it. */
  readonly image: Float32Array;
  /** The newest answer, of one row; null until there is one. */
  readonly prediction: Prediction | null;
};

const pixels = imageSide * imageSide;

type Unread = Omit<ReadDigit, 'prediction'>;

/** From left to right. What was said to the digits of `before` is kept until something else is said. */
export function readDigits(
  { strokes, image }: Pick<Drawing, 'strokes' | 'image'>,
  making: ImageMaking,
  before: readonly ReadDigit[],
): readonly ReadDigit[] {
  const unread: readonly Unread[] = image
    ? [{ strokes: [], image: image.pixels }]
    : groupStrokes(strokes).map((group) => ({ strokes: group, image: digitImage(group, making) }));
  return unread.map((digit) => {
    const known = before.find((other) => isSame(digit, other));
    return { ...digit, prediction: known?.prediction ?? null };
  });
}

/** Whether they are one digit, that may have grown in between. */
function isSame(a: Unread, b: Unread): boolean {
  return a.strokes.length === 0 || b.strokes.length === 0
    ? a.image === b.image
    : a.strokes[0] === b.strokes[0];
}

/** One question for all: `[digits, 784]`. Null without digits. */
export function questionOf(digits: readonly ReadDigit[]): Float32Array | null {
  if (digits.length <= 1) return digits.at(0)?.image ?? null;
  const inputs = new Float32Array(digits.length * pixels);
  digits.forEach(({ image }, row) => {
    inputs.set(image, row * pixels);
  });
  return inputs;
}

/** The answer given to the digits of `asked`, for those of them that are still there in `now`. */
export function withAnswers(
  now: readonly ReadDigit[],
  asked: readonly ReadDigit[],
  prediction: Prediction,
): readonly ReadDigit[] {
  return now.map((digit) => {
    const row = asked.findIndex((other) => isSame(digit, other));
    return row < 0 ? digit : { ...digit, prediction: rowOf(prediction, row, asked.length) };
  });
}

/** One row of an answer to several; views into its memory. */
function rowOf(prediction: Prediction, row: number, rows: number): Prediction {
  const cut = (values: Float32Array): Float32Array =>
    values.subarray((row * values.length) / rows, ((row + 1) * values.length) / rows);
  const { outputs, layers } = prediction;
  return { ...prediction, outputs: cut(outputs), ...(layers && { layers: layers.map(cut) }) };
}
