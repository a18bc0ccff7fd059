import { useRef } from 'react';
import { formatCount, formatPercent } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import type { LessonReport, Marks } from '../state';
import styles from './TeachIt.module.css';

/** What a lesson did: to the user's digits, and to the 10,000 that the network is tested with. */
export function LessonCard({ lesson }: { readonly lesson: LessonReport }) {
  const session = useSession();
  const place = useRef<HTMLDivElement>(null);
  const status = useSessionState(({ run }) => run.status);
  const { digits, before, after } = lesson;
  const isOver = status === 'idle' && before !== null;
  return (
    <div ref={place} className={styles.card} tabIndex={-1} data-testid="lesson">
      <table className={styles.marks}>
        <thead>
          <tr>
            <th scope="col">answered right</th>
            <th scope="col">before</th>
            <th scope="col">after</th>
            <th scope="col">change</th>
          </tr>
        </thead>
        <tbody>
          <MarkRow
            name={digits === 1 ? 'your digit' : `your ${formatCount(digits)} digits`}
            before={before && before.right / digits}
            after={after && after.right / digits}
          />
          <MarkRow
            name={`${formatCount(before?.test.rows ?? 10_000)} test digits`}
            before={before?.test.accuracy ?? null}
            after={after?.test.accuracy ?? null}
          />
        </tbody>
      </table>
      <p role="status">{describe(lesson, isOver)}</p>
      {isOver && (
        <button
          type="button"
          className="button"
          onClick={() => {
            // The button goes with the card; the focus stays near.
            place.current?.closest('section')?.querySelector('button')?.focus();
            session.undoLesson();
          }}
        >
          Undo the lesson
        </button>
      )}
    </div>
  );
}

type RowProps = {
  readonly name: string;
  /** 0 to 1; null: not measured yet. */
  readonly before: number | null;
  readonly after: number | null;
};

function MarkRow({ name, before, after }: RowProps) {
  const change = before === null || after === null ? null : 100 * (after - before);
  const sign = change === null || Math.abs(change) < 0.005 ? 'same' : change > 0 ? 'better' : 'worse';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatPercent(before)}</td>
      <td>{formatPercent(after)}</td>
      <td data-sign={sign}>
        {change === null
          ? '–'
          : sign === 'same'
            ? '±0'
            : `${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(2)}`}
      </td>
    </tr>
  );
}

function describe({ steps, before, after }: LessonReport, isOver: boolean): string {
  if (before === null) return 'Measuring what it knows.';
  if (after === null)
    return isOver ? 'It was not measured again.' : `Teaching for ${formatCount(steps)} steps.`;
  return `${learned(before, after)} ${forgotten(before, after)}`;
}

function learned(before: Marks, after: Marks): string {
  const more = after.right - before.right;
  if (more > 0) return `It reads ${formatCount(more)} more of your digits.`;
  return more < 0
    ? `It reads ${formatCount(-more)} fewer of your digits.`
    : 'It reads as many of your digits as before.';
}

function forgotten(before: Marks, after: Marks): string {
  const { rows } = before.test;
  const fewer = Math.round(rows * (before.test.accuracy - after.test.accuracy));
  if (fewer > 0) return `It forgot ${formatCount(fewer)} of ${formatCount(rows)} test digits.`;
  return fewer < 0
    ? `And ${formatCount(-fewer)} more of the test digits.`
    : 'It forgot nothing of the test digits.';
}
