import { useEffect, useRef } from 'react';
import { NumberField } from './NumberField';
import { type NumberRule, writeNumber } from './readNumber';
import styles from './SliderField.module.css';
import { positionOf, type SliderScale, valueAt } from './sliderScale';

type Props = {
  readonly id: string;
  /** Of the slider: the field beside it has a label of its own. */
  readonly name: string;
  readonly describedBy: string;
  readonly scale: SliderScale;
  readonly rule: NumberRule;
  /** Behind the field. */
  readonly unit?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Called on the way, so that `onChange` waits until the slider is let go; without it every position counts at once. */
  readonly onDrag?: (value: number) => void;
};

/** A slider, and a field for what lies between or beyond its marks. */
export function SliderField(props: Props) {
  const { id, name, describedBy, scale, rule, unit, value, onChange, onDrag } = props;
  const slider = useRef<HTMLInputElement>(null);
  const letGo = useRef((_: string): void => {});
  letGo.current = (position) => onChange(valueAt(Number(position), scale));
  const waits = onDrag !== undefined;

  // React's onChange is the input event.
  useEffect(() => {
    const element = slider.current;
    if (!element || !waits) return;
    const changed = (): void => letGo.current(element.value);
    element.addEventListener('change', changed);
    return () => element.removeEventListener('change', changed);
  }, [waits]);

  return (
    <span className={styles.pair}>
      <input
        ref={slider}
        type="range"
        className={styles.slider}
        aria-label={scale.type === 'log' ? `${name}, in equal ratios` : `${name}, in equal steps`}
        aria-valuetext={`${writeNumber(value, rule)}${unit ? ` ${unit}` : ''}`}
        aria-describedby={describedBy}
        min={0}
        max={scale.steps}
        step={1}
        value={positionOf(value, scale)}
        onChange={({ target }) => (onDrag ?? onChange)(valueAt(Number(target.value), scale))}
      />
      <NumberField
        id={id}
        rule={rule}
        value={value}
        onChange={onChange}
        describedBy={describedBy}
        {...(unit && { width: '3rem' })}
      />
      {unit && (
        <span className={styles.unit} aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  );
}
