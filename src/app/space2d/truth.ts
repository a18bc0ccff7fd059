import type { Place } from './plane';
import type { GridAnswer } from './useGridAnswers';

export type Corner = Place & { readonly wanted: 0 | 1 };

/** a xor b, of which a is across and b up the plane. */
export const truthTable: readonly Corner[] = [
  { x: 0, y: 0, wanted: 0 },
  { x: 0, y: 1, wanted: 1 },
  { x: 1, y: 0, wanted: 1 },
  { x: 1, y: 1, wanted: 0 },
];

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

/** `answers` were asked for the truth table too. */
export function truthRows(answers: GridAnswer | null): readonly TruthRow[] {
  return truthTable.map(({ x: a, y: b, wanted }, row) => {
    const answer = answers?.prediction.outputs[answers.side * answers.side + row] ?? null;
    if (answer === null) return { a, b, wanted, answer, error: null, right: null };
    const right = wanted === 1 ? answer >= 0.5 : answer < 0.5;
    return { a, b, wanted, answer, error: (answer - wanted) ** 2, right };
  });
}

export function countRight(rows: readonly TruthRow[]): number {
  return rows.filter(({ right }) => right).length;
}
