import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import styles from './NumberField.module.css';
import rowStyles from './Row.module.css';
import { type NumberRule, readNumber, writeNumber } from './readNumber';

type Props = {
  readonly rule: NumberRule;
  /** The value in force; the field comes back to it. */
  readonly value: number;
  /** How it is written; as the rule has it if nothing is said. */
  readonly write?: (value: number) => string;
  readonly onChange: (value: number) => void;
  readonly id?: string;
  /** Where no visible label belongs to it. */
  readonly label?: string;
  readonly describedBy?: string;
  readonly width?: string;
  /** Called with true when the field is entered, and with false when it is left: a value that moves can stand still meanwhile. */
  readonly onEdit?: (isEdited: boolean) => void;
};

/** A field for a number. What it can't take is answered by a sentence, and nothing changes. */
export function NumberField({
  rule,
  value,
  write = (number) => writeNumber(number, rule),
  onChange,
  id,
  label,
  describedBy,
  width = '4.5rem',
  onEdit,
}: Props) {
  const [text, setText] = useState(() => write(value));
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value in force replaces what is typed.
  useEffect(() => {
    setText(write(value));
    setProblem(null);
  }, [value]);

  const commit = (typed: string): void => {
    // What is shown may be rounded; left as it was it changes nothing.
    const read = typed === write(value) ? { value } : readNumber(typed, rule);
    if ('problem' in read) {
      setProblem(`${read.problem} ${write(value)} stays in force.`);
      return;
    }
    setProblem(null);
    setText(write(read.value));
    if (read.value !== value) onChange(read.value);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') commit(text);
    else if (event.key === 'Escape') {
      setText(write(value));
      setProblem(null);
    } else if (rule.integer && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const next = value + (event.key === 'ArrowUp' ? 1 : -1);
      if (next >= rule.min && next <= rule.max) onChange(next);
    }
  };

  return (
    <>
      <input
        id={id}
        className={`input ${styles.field}`}
        style={{ width }}
        type="text"
        inputMode={rule.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid={problem !== null}
        aria-describedby={
          [problem === null ? '' : problemId, describedBy ?? ''].join(' ').trim() || undefined
        }
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          // A sentence that is shown goes as soon as it is no longer true.
          if (problem !== null && 'value' in readNumber(target.value, rule)) setProblem(null);
        }}
        onKeyDown={onKeyDown}
        onFocus={() => onEdit?.(true)}
        onBlur={() => {
          commit(text);
          onEdit?.(false);
        }}
      />
      {problem !== null && (
        <p id={problemId} className={rowStyles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
