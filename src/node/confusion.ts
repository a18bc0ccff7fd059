/** Which class a network answers where which is meant, as text. */
import { type ConfusionMatrix, classScores } from '../engine/confusion';

/** `[classes][classes]`: row the class that is meant, column the one that is answered. */
export function confusionRows({ classes, counts }: ConfusionMatrix): number[][] {
  return Array.from({ length: classes }, (_, row) =>
    Array.from(counts.subarray(row * (classes + 1), row * (classes + 1) + classes)),
  );
}

/** Rows whose answer was no number, of each class that is meant. */
export function unansweredRows({ classes, counts }: ConfusionMatrix): number[] {
  return Array.from({ length: classes }, (_, row) => counts[row * (classes + 1) + classes]);
}

/** Lines of equal columns, with recall beside each row and precision below each column, in per cent. */
export function confusionText(matrix: ConfusionMatrix): string {
  const unanswered = unansweredRows(matrix);
  const hasNone = unanswered.some((rows) => rows > 0);
  const scores = classScores(matrix);
  const names = scores.map((_, name) => String(name));
  const lines = [
    ['meant', ...names, ...(hasNone ? ['none'] : []), 'recall %'],
    ...confusionRows(matrix).map((row, meant) => [
      names[meant],
      ...row.map(String),
      ...(hasNone ? [String(unanswered[meant])] : []),
      percent(scores[meant].recall),
    ]),
    ['precision %', ...scores.map(({ precision }) => percent(precision))],
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padStart(widths[column])).join('  ')).join('\n');
}

function percent(share: number | null): string {
  return share === null ? '–' : (100 * share).toFixed(1);
}
