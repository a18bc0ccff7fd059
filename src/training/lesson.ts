/** Digits of the user's own, mixed into the batches of a training. */
import { DatasetError } from '../datasets/dataset';
import { DIGIT_CLASSES, DigitRows, digitBlock } from '../datasets/digitRows';
import type { Extras } from '../datasets/mixedRows';
import type { Lesson } from './trainer';

/** More would take more memory than a page should. */
export const maxLessonDigits = 10_000;

/** What is mixed in. Throws an Error that says what is wrong with the lesson. */
export function lessonExtras({ images, labels, share, rate }: Lesson): Extras {
  if (!(labels.length >= 1 && labels.length <= maxLessonDigits))
    throw new Error(`A lesson has 1 to ${maxLessonDigits} digits, not ${labels.length}.`);
  if (!(share > 0 && share <= 1))
    throw new Error(`The share of the lesson's digits must be above 0 and at most 1, not ${share}.`);
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY))
    throw new Error(`The rate of a lesson must be a number above 0, not ${rate}.`);
  const wrong = labels.findIndex((label) => label >= DIGIT_CLASSES);
  if (wrong >= 0) throw new DatasetError(`Digit ${wrong} of the lesson has the label ${labels[wrong]}.`);
  const rows = new DigitRows(labels.length);
  rows.put(0, digitBlock(labels, images));
  return { rows, share };
}
