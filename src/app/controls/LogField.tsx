import styles from './LogField.module.css';
import { type LogScale, positionOf, valueAt } from './logScale';
import { NumberField } from './NumberField';
import { type NumberRule, writeNumber } from './readNumber';

type Props = {
  readonly id: string;
  /** Of the slider: the field beside it has a label of its own. */
  readonly name: string;
  readonly describedBy: string;
  readonly scale: LogScale;
  readonly rule: NumberRule;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

/** A slider in equal ratios, and a field for what lies between or beyond its marks. */
export function LogField({ id, name, describedBy, scale, rule, value, onChange }: Props) {
  return (
    <span className={styles.pair}>
      <input
        type="range"
        className={styles.slider}
        aria-label={`${name}, in equal ratios`}
        aria-valuetext={writeNumber(value, rule)}
        aria-describedby={describedBy}
        min={0}
        max={scale.steps}
        step={1}
        value={positionOf(value, scale)}
        onChange={({ target }) => onChange(valueAt(Number(target.value), scale))}
      />
      <NumberField id={id} rule={rule} value={value} onChange={onChange} describedBy={describedBy} />
    </span>
  );
}
