/** The wrong answers of a network. */
import type { Stroke } from '../datasets/digitImage';
import { answeredClass } from '../engine/metrics';
import type { BenchRow } from './benchRows';
import type { Answers } from './digitReading';

export type Miss = {
  /** What it is a row of, and which. */
  readonly of: string;
  readonly row: number;
  readonly label: number;
  readonly answered: number;
  /** `[classes]`. */
  readonly probabilities: Float32Array;
  /** `[784]`, ink 1. */
  readonly image: Float32Array;
  /** Of a digit that was drawn with a pen. */
  readonly drawing: readonly Stroke[] | null;
};

/** The surest first; rows with NaN are left out. */
export function findMisses(
  read: readonly { readonly row: BenchRow; readonly answers: Answers }[],
): readonly Miss[] {
  const misses: Miss[] = [];
  for (const { row: of, answers } of read) {
    const { data, drawings } = of;
    const { inputs, outputs: classes } = data;
    for (let row = 0; row < data.rows; row++) {
      const answered = answeredClass(answers.outputs, row * classes, classes);
      const label = answeredClass(answers.targets, row * classes, classes);
      if (answered < 0 || answered === label) continue;
      const image = new Float32Array(inputs);
      data.writeBatch(image, new Float32Array(classes), Uint32Array.of(row), 0, 1);
      const probabilities = answers.outputs.slice(row * classes, (row + 1) * classes);
      const drawing = drawings?.[row] ?? null;
      misses.push({ of: of.measured, row, label, answered, probabilities, image, drawing });
    }
  }
  return misses.sort((a, b) => sureness(b) - sureness(a));
}

/** Of the wrong answer, 0 to 1. */
export const sureness = ({ probabilities, answered }: Miss): number => probabilities[answered];
