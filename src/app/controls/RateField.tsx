import { formatRate } from '../format';
import { positionOf, rateScale, valueAt } from './logScale';
import { NumberField } from './NumberField';
import styles from './RateField.module.css';

type Props = {
  readonly id: string;
  readonly describedBy: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
};

const rule = { name: 'The rate', min: 1e-7, max: 100, integer: false };

/** A slider in equal ratios, and a field for what lies between or beyond its marks. */
export function RateField({ id, describedBy, value, onChange }: Props) {
  return (
    <span className={styles.rate}>
      <input
        type="range"
        className={styles.slider}
        aria-label="Rate, in equal ratios"
        aria-valuetext={formatRate(value)}
        aria-describedby={describedBy}
        min={0}
        max={rateScale.steps}
        step={1}
        value={positionOf(value, rateScale)}
        onChange={({ target }) => onChange(valueAt(Number(target.value), rateScale))}
      />
      <NumberField
        id={id}
        rule={rule}
        value={value}
        write={formatRate}
        onChange={onChange}
        describedBy={describedBy}
      />
    </span>
  );
}
