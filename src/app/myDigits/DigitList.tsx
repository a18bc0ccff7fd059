import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { targetOf } from '../listKeys';
import type { MyAnswers } from './answersTo';
import styles from './DigitList.module.css';
import { DigitTile } from './DigitTile';
import type { MyDigit } from './digitStorage';
import { useRowsInSight } from './useRowsInSight';

type Props = {
  readonly digits: readonly MyDigit[];
  readonly answers: MyAnswers | null;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly remove: () => void;
  readonly relabel: (label: number) => void;
  readonly describedBy: string;
};

/**
 * All digits as small pictures, of which several can be chosen: by a tap each; with Shift all from the last one on; by
 * arrows and Space. (ARIA practices, listbox with multiple selection.)
 */
export function DigitList({ digits, answers, chosen, choose, remove, relabel, describedBy }: Props) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const sight = useRowsInSight(list, grid, digits.length);
  const [active, setActive] = useState<string | null>(null);
  const at = digits.findIndex(({ id }) => id === active);

  const toggle = (to: number): void => {
    const next = new Set(chosen);
    if (!next.delete(digits[to].id)) next.add(digits[to].id);
    choose(next);
  };
  /** With all from where the keyboard stands. */
  const extend = (to: number): void => {
    const [first, last] = [Math.min(Math.max(at, 0), to), Math.max(at, to)];
    choose(new Set([...chosen, ...digits.slice(first, last + 1).map(({ id }) => id)]));
  };
  const go = (to: number): void => {
    setActive(digits[to].id);
    sight.reveal(to);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = event.ctrlKey || event.metaKey;
    const to = targetOf(event.key, at, digits.length, sight.columns);
    if (to !== undefined && !all) {
      if (event.shiftKey) extend(to);
      go(to);
    } else if (event.key === ' ' && at >= 0) toggle(at);
    else if (all && event.key.toLowerCase() === 'a') choose(new Set(digits.map(({ id }) => id)));
    else if (event.key === 'Escape') choose(new Set());
    else if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else if (/^\d$/.test(event.key) && !all && !event.altKey) relabel(Number(event.key));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label="My digits"
      aria-describedby={describedBy}
      aria-activedescendant={at >= 0 ? `${prefix}${active}` : undefined}
      data-uses-keys
      className={styles.list}
      onFocus={() => {
        if (at < 0 && digits.length > 0) setActive(digits[0].id);
      }}
      onKeyDown={onKeyDown}
      onClick={({ target, shiftKey }) => {
        const id = target instanceof Element && target.closest('[data-id]')?.getAttribute('data-id');
        const to = digits.findIndex((digit) => digit.id === id);
        if (to < 0) return;
        if (shiftKey) extend(to);
        else toggle(to);
        setActive(digits[to].id);
      }}
    >
      <div
        ref={grid}
        role="presentation"
        className={styles.grid}
        style={{ height: sight.height, paddingTop: sight.above }}
      >
        {digits.slice(sight.start, sight.end).map((digit, index) => (
          <DigitTile
            key={digit.id}
            id={`${prefix}${digit.id}`}
            place={sight.start + index + 1}
            of={digits.length}
            dataId={digit.id}
            label={digit.label}
            image={digit.image}
            ink={255}
            read={readBy(answers, digit.id)}
            isChosen={chosen.has(digit.id)}
            isActive={digit.id === active}
          />
        ))}
      </div>
    </div>
  );
}

function readBy(answers: MyAnswers | null, id: string): number | null | undefined {
  const answer = answers?.get(id);
  return answer ? answer.digit : answer;
}
