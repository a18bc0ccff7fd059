import { type KeyboardEvent, useRef, useState } from 'react';
import type { TestAnswers } from '../../training/trainer';
import { formatPercent } from '../format';
import { aDigit } from '../myDigits/wording';
import styles from './MistakesPanel.module.css';
import { type Cell, countOf, meantOf, mostMistaken } from './mistakes';

type Props = {
  readonly answers: TestAnswers;
  readonly chosen: Cell | null;
  /** Null: none. */
  readonly choose: (cell: Cell | null) => void;
};

/**
 * What is meant, down, and what is answered, across, with the share of each class that is read right and of each answer
 * that is. Arrow keys go from cell to cell (ARIA practices, grid); Enter and Space choose one.
 */
export function ConfusionTable({ answers, chosen, choose }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState<Cell>({ meant: 0, answered: 0 });
  const { classes } = answers.confusion;
  const names = Array.from({ length: classes }, (_, name) => name);
  const most = mostMistaken(answers);

  const go = (meant: number, answered: number): void => {
    const to = { meant: inside(meant, classes), answered: inside(answered, classes) };
    setActive(to);
    table.current?.querySelector<HTMLElement>(`[data-cell="${to.meant}-${to.answered}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { meant, answered } = active;
    if (event.key === 'ArrowLeft') go(meant, answered - 1);
    else if (event.key === 'ArrowRight') go(meant, answered + 1);
    else if (event.key === 'ArrowUp') go(meant - 1, answered);
    else if (event.key === 'ArrowDown') go(meant + 1, answered);
    else if (event.key === 'Home') go(event.ctrlKey ? 0 : meant, 0);
    else if (event.key === 'End') go(event.ctrlKey ? classes - 1 : meant, classes - 1);
    else if (event.key === 'Enter' || event.key === ' ') toggle(active);
    else if (event.key === 'Escape') choose(null);
    else return;
    event.preventDefault();
  };
  const toggle = (cell: Cell): void => {
    setActive(cell);
    choose(isSame(cell, chosen) ? null : cell);
  };

  return (
    <table
      ref={table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are chosen.
      role="grid"
      aria-label="What is answered where which digit is meant"
      className={styles.table}
      data-uses-keys
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const at = target instanceof Element && target.closest('[data-cell]')?.getAttribute('data-cell');
        if (typeof at !== 'string') return;
        const [meant, answered] = at.split('-').map(Number);
        toggle({ meant, answered });
      }}
    >
      <thead>
        <tr>
          <th scope="col" className={styles.corner}>
            is \ read as
          </th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col" className={styles.right}>
            right
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((meant) => (
          <tr key={meant}>
            <th scope="row">{meant}</th>
            {names.map((answered) => {
              const cell = { meant, answered };
              const count = countOf(answers, cell);
              const isRight = meant === answered;
              const strength = isRight ? count / Math.max(1, meantOf(answers, meant)) : count / most;
              return (
                <td
                  key={answered}
                  // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as the grid's.
                  role="gridcell"
                  tabIndex={isSame(cell, active) ? 0 : -1}
                  aria-selected={isSame(cell, chosen)}
                  aria-label={`${count}: ${aDigit(meant)} read as ${aDigit(answered)}`}
                  className={styles.cell}
                  style={{ background: tint(isRight, strength) }}
                  data-cell={`${meant}-${answered}`}
                  data-none={count === 0}
                  onFocus={() => setActive(cell)}
                >
                  {count}
                </td>
              );
            })}
            <td className={styles.right}>{formatPercent(answers.scores[meant].recall, 1)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">right</th>
          {names.map((name) => (
            <td key={name} className={styles.precision}>
              {percentOf(answers.scores[name].precision)}
            </td>
          ))}
          <td className={styles.right} />
        </tr>
      </tfoot>
    </table>
  );
}

const inside = (place: number, classes: number): number => Math.max(0, Math.min(classes - 1, place));

/** Blue for what is right, orange for what is not; words on it can be read. */
function tint(isRight: boolean, strength: number): string {
  const percent = Math.round(45 * Math.sqrt(strength));
  return `color-mix(in srgb, var(--${isRight ? 'pos' : 'neg'}) ${percent}%, var(--panel))`;
}

const isSame = (a: Cell, b: Cell | null): boolean => a.meant === b?.meant && a.answered === b.answered;

/** In a narrow column: the sign stands in the head of the row. */
const percentOf = (share: number | null): string => (share === null ? '–' : (100 * share).toFixed(1));
