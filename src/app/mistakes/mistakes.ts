/** Which of the test digits are looked at: those of a cell of the table, or all that are read wrong. */
import type { TestAnswers } from '../../training/trainer';

/** What is meant, and what is answered. */
export type Cell = { readonly meant: number; readonly answered: number };

export const orderNames = { surest: 'Surest first', doubtful: 'Least sure first' } as const;
export type Order = keyof typeof orderNames;
export const orders: readonly Order[] = ['surest', 'doubtful'];

/** Rows of a cell, or, with null, all mistakes, by how sure the network is of its answer; without an answer the last. */
export function rowsOf(
  { labels, answers, confidences }: TestAnswers,
  cell: Cell | null,
  order: Order,
): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) {
    const isWanted = cell
      ? labels[row] === cell.meant && answers[row] === cell.answered
      : labels[row] >= 0 && labels[row] !== answers[row];
    if (isWanted) rows.push(row);
  }
  const sign = order === 'surest' ? -1 : 1;
  const rank = (row: number) => (answers[row] < 0 ? Number.POSITIVE_INFINITY : sign * confidences[row]);
  return rows.sort((a, b) => rank(a) - rank(b) || a - b);
}

export function countOf({ confusion: { classes, counts } }: TestAnswers, { meant, answered }: Cell): number {
  return counts[meant * (classes + 1) + answered];
}

/** Of a class, answered with whatever. */
export function meantOf({ confusion: { classes, counts } }: TestAnswers, meant: number): number {
  return counts.subarray(meant * (classes + 1), (meant + 1) * (classes + 1)).reduce((sum, n) => sum + n, 0);
}

/** The largest count beside the diagonal, at least 1. */
export function mostMistaken(answers: TestAnswers): number {
  const { classes } = answers.confusion;
  let most = 1;
  for (let meant = 0; meant < classes; meant++)
    for (let answered = 0; answered < classes; answered++)
      if (meant !== answered) most = Math.max(most, countOf(answers, { meant, answered }));
  return most;
}

export function unanswered({ confusion: { classes, counts } }: TestAnswers): number {
  let rows = 0;
  for (let meant = 0; meant < classes; meant++) rows += counts[meant * (classes + 1) + classes];
  return rows;
}
