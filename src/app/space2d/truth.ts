import type { Prediction } from '../../training/trainer';
import { truthTable } from './grid';

export type TruthRow = {
  readonly a: number;
  readonly b: number;
  readonly wanted: number;
  readonly answer: number | null;
  /** (answer − wanted)² */
  readonly error: number | null;
  /** On the wanted side of 0.5. */
  readonly right: boolean | null;
};

export function truthRows(prediction: Prediction | null): readonly TruthRow[] {
  return truthTable.map(({ a, b, wanted }, row) => {
    const answer = prediction?.outputs[row] ?? null;
    if (answer === null) return { a, b, wanted, answer, error: null, right: null };
    return { a, b, wanted, answer, error: (answer - wanted) ** 2, right: answer >= 0.5 === (wanted === 1) };
  });
}

export function countRight(rows: readonly TruthRow[]): number {
  return rows.filter(({ right }) => right).length;
}
