import type { Prediction } from '../../training/trainer';
import { truthTable } from './grid';

export type TruthRow = {
  readonly a: number;
  readonly b: number;
  readonly wanted: number;
  readonly answer: number | null;
  /** (answer − wanted)² */
  readonly error: number | null;
  /** On the wanted side of 0.5; what is not a number is on neither. */
  readonly right: boolean | null;
};

export function truthRows(prediction: Prediction | null): readonly TruthRow[] {
  return truthTable.map(({ a, b, wanted }, row) => {
    const answer = prediction?.outputs[row] ?? null;
    if (answer === null) return { a, b, wanted, answer, error: null, right: null };
    const right = wanted === 1 ? answer >= 0.5 : answer < 0.5;
    return { a, b, wanted, answer, error: (answer - wanted) ** 2, right };
  });
}

export function countRight(rows: readonly TruthRow[]): number {
  return rows.filter(({ right }) => right).length;
}
