/** How well digits are read: by a network in Node, and by the page that they are drawn on. */
import type { Dataset } from '../datasets/dataset';
import type { Stroke } from '../datasets/digitImage';
import { addToCalibration, createCalibration, expectedCalibrationError } from '../engine/calibration';
import { answeredClass, countCorrect } from '../engine/metrics';
import type { Trainer } from '../training/trainer';
import { answerAll } from './answers';
import { padSide } from './padDrawing';
import type { SitePad } from './sitePad';

/** `[rows, O]` each. */
export type Answers = { readonly outputs: Float32Array; readonly targets: Float32Array };

export type Figures = { readonly accuracy: number; readonly calibrationError: number };

/** How far what one says is from what another says to the same rows. */
export type Difference = {
  /** Rows with another answer. */
  readonly otherAnswers: number;
  /** Of the probabilities of any row. */
  readonly largestDifference: number;
};

export async function readRows(trainer: Trainer, data: Dataset): Promise<Answers> {
  const outputs = new Float32Array(data.rows * data.outputs);
  const targets = new Float32Array(data.rows * data.outputs);
  let done = 0;
  await answerAll(trainer, data, (someOutputs, someTargets, count) => {
    outputs.set(someOutputs, done * data.outputs);
    targets.set(someTargets, done * data.outputs);
    done += count;
  });
  return { outputs, targets };
}

/**
 * Draws row after row on the page. `[rows, classes]`; NaN where the page sees a number of several: answers that
 * are wrong whatever is meant. Of one that it is not sure of they are the bars, as of every other.
 */
export async function readOnPage(
  pad: SitePad,
  drawings: readonly (readonly Stroke[])[],
): Promise<Float32Array> {
  const outputs: number[] = [];
  for (const drawing of drawings) {
    const shares = drawing.map((stroke) => stroke.map(({ x, y }) => ({ x: x / padSide, y: y / padSide })));
    const { isNumber, probabilities } = await pad.read(shares);
    outputs.push(...probabilities.map((share) => (isNumber ? Number.NaN : share)));
  }
  return Float32Array.from(outputs);
}

export function figuresOf({ outputs, targets }: Answers, { rows, outputs: classes }: Dataset): Figures {
  const calibration = createCalibration();
  addToCalibration(calibration, outputs, targets, rows, classes);
  return {
    accuracy: countCorrect(outputs, targets, rows, classes) / rows,
    calibrationError: expectedCalibrationError(calibration),
  };
}

/** Of outputs `[rows, classes]`; NaN is as far from everything as can be. */
export function differenceOf(a: Float32Array, b: Float32Array, classes: number): Difference {
  let otherAnswers = 0;
  for (let start = 0; start < a.length; start += classes)
    if (answeredClass(a, start, classes) !== answeredClass(b, start, classes)) otherAnswers++;
  const largestDifference = a.reduce((most, value, index) => {
    const difference = Math.abs(value - b[index]);
    return Math.max(most, Number.isNaN(difference) ? 1 : difference);
  }, 0);
  return { otherAnswers, largestDifference };
}
