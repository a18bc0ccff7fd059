import { type KeyboardEvent, useId, useMemo, useRef } from 'react';
import type { TestAnswers } from '../../training/trainer';
import { formatPercent } from '../format';
import { targetOf } from '../listKeys';
import styles from '../myDigits/DigitList.module.css';
import { DigitTile } from '../myDigits/DigitTile';
import { useRowsInSight } from '../myDigits/useRowsInSight';
import own from './TestDigitList.module.css';
import { useTestDigits } from './useTestDigits';

type Props = {
  /** Test digits, in the order in which they are shown; the same array for the same digits. */
  readonly rows: readonly number[];
  readonly answers: TestAnswers;
  readonly label: string;
  /** Null: none of them. */
  readonly chosen: number | null;
  readonly choose: (row: number) => void;
};

/** Test digits as small pictures, with what each is read as and how surely; one of them can be chosen. (ARIA practices, listbox.) */
export function TestDigitList({ rows, answers, label, chosen, choose }: Props) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const sight = useRowsInSight(list, grid, rows.length);
  const seen = useMemo(() => rows.slice(sight.start, sight.end), [rows, sight.start, sight.end]);
  const digits = useTestDigits(seen);
  const at = chosen === null ? -1 : rows.indexOf(chosen);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = targetOf(event.key, at, rows.length, sight.columns);
    if (to === undefined || rows.length === 0) return;
    event.preventDefault();
    choose(rows[to]);
    sight.reveal(to);
  };

  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={at >= sight.start && at < sight.end ? `${prefix}${chosen}` : undefined}
      data-uses-keys
      className={`${styles.list} ${own.list}`}
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const id = target instanceof Element && target.closest('[data-id]')?.getAttribute('data-id');
        if (typeof id === 'string') choose(Number(id));
      }}
    >
      <div
        ref={grid}
        role="presentation"
        className={styles.grid}
        style={{ height: sight.height, paddingTop: sight.above }}
      >
        {seen.map((row, index) => (
          <DigitTile
            key={row}
            id={`${prefix}${row}`}
            dataId={String(row)}
            place={sight.start + index + 1}
            of={rows.length}
            label={answers.labels[row]}
            image={digits.get(row)?.image ?? null}
            ink={1}
            read={answers.answers[row] < 0 ? null : answers.answers[row]}
            note={formatPercent(answers.confidences[row], 0)}
            isChosen={row === chosen}
            isActive={row === chosen}
          />
        ))}
      </div>
    </div>
  );
}
