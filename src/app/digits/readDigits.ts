/** A drawing as digits: which strokes are whose, what the network gets of each, and what it said to each. */
import { groupStrokes } from '../../datasets/digitGroups';
import { digitImage, type ImageMaking, type Stroke } from '../../datasets/digitImage';
import type { Prediction } from '../../training/trainer';
import { imageSide } from './paintImage';

export type ReadDigit = {
  /** Never empty; the first one stands for the digit as long as it is on the pad. */
  readonly strokes: readonly Stroke[];
  /** `[784]`, ink 1, as the network gets it. */
  readonly image: Float32Array;
  /** The newest answer, of one row; null until there is one. */
  readonly prediction: Prediction | null;
};

const pixels = imageSide * imageSide;

/** From left to right. What was said to the digits of `before` is kept until something else is said. */
export function readDigits(
  strokes: readonly Stroke[],
  making: ImageMaking,
  before: readonly ReadDigit[],
): readonly ReadDigit[] {
  return groupStrokes(strokes).map((group) => {
    const known = before.find((digit) => digit.strokes[0] === group[0]);
    return { strokes: group, image: digitImage(group, making), prediction: known?.prediction ?? null };
  });
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
    const row = asked.findIndex(({ strokes }) => strokes[0] === digit.strokes[0]);
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
