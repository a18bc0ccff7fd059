import { useRef, useState } from 'react';
import { NumberField } from '../controls/NumberField';
import type { NumberRule } from '../controls/readNumber';
import styles from './ParameterCard.module.css';

const rule: NumberRule = { name: 'Value', min: -1e6, max: 1e6, integer: false };
/** From end to end of the slider. */
const steps = 400;
/** As far as it reaches each way, at least. */
const leastReach = 4;

type Props = {
  readonly name: string;
  /** Null while it is not known. */
  readonly value: number | null;
  readonly onChange: (value: number) => void;
};

/** What is meant while it is dragged or typed. */
type Held = {
  readonly value: number;
  /** Once it is let go: the value that there was then. What is meant stays until that has changed. */
  readonly over: { readonly value: number | null } | null;
};

/** Shows a value that may move by itself; while it is dragged or typed, what is meant stays. */
export function ParameterValue({ name, value, onChange }: Props) {
  const [held, setHeld] = useState<Held | null>(null);
  const reach = useRef(leastReach);
  const isHeld = held !== null && (held.over === null || held.over.value === value);
  const shown = (isHeld ? held.value : value) ?? 0;
  // What has diverged is nowhere on a slider.
  const position = Number.isFinite(shown) ? shown : 0;
  while (Math.abs(position) > reach.current) reach.current *= 2;
  const hold = (): void => setHeld({ value: shown, over: null });
  const letGo = (): void => setHeld((before) => before && { ...before, over: { value } });
  const change = (next: number): void => {
    if (isHeld) setHeld({ value: next, over: null });
    onChange(next);
  };
  return (
    <span className={styles.value}>
      <input
        type="range"
        className={styles.slider}
        aria-label={`${name}, slider`}
        aria-valuetext={writeValue(shown)}
        min={-reach.current}
        max={reach.current}
        step={(2 * reach.current) / steps}
        value={position}
        onPointerDown={hold}
        onLostPointerCapture={letGo}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        // A key's change is told twice, the second time of what is shown by then.
        onKeyDown={hold}
        onKeyUp={letGo}
        onBlur={letGo}
        onChange={({ target }) => change(Number(target.value))}
      />
      <NumberField
        label={name}
        rule={rule}
        value={shown}
        write={writeValue}
        onChange={change}
        width="5.5rem"
        onEdit={(isEdited) => (isEdited ? hold() : setHeld(null))}
      />
    </span>
  );
}

/** As it can be typed again. */
function writeValue(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.001 && size < 10_000) ? value.toFixed(4) : value.toExponential(3);
}
