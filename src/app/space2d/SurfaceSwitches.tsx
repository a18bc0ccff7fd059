import { type ReactNode, useId } from 'react';
import { Help } from '../controls/Help';
import styles from './PointTools.module.css';

type Props = {
  readonly isFlat: boolean;
  readonly onFlat: (isFlat: boolean) => void;
  readonly showsTest: boolean;
  readonly onTest: (showsTest: boolean) => void;
};

/** How the surface and the points on it are shown. */
export function SurfaceSwitches({ isFlat, onFlat, showsTest, onTest }: Props) {
  return (
    <div className={styles.switches}>
      <Switch label="Test points" isOn={showsTest} onChange={onTest}>
        <p>
          Filled points are learned from. Hollow ones are not: they tell how well the network answers what it
          has never seen. A heavy rim: answered wrong; of values: off by more than 0.2.
        </p>
      </Switch>
      <Switch label="Discretize" isOn={isFlat} onChange={onFlat}>
        <p>
          Of every class one colour, without shades: which one is answered. Without it a colour is as strong
          as the answer leads over the second. Values are shown in bands of 0.25.
        </p>
      </Switch>
    </div>
  );
}

type SwitchProps = {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** What it does. */
  readonly children: ReactNode;
};

function Switch({ label, isOn, onChange, children }: SwitchProps) {
  const id = useId();
  return (
    <span className={styles.switch}>
      <label>
        <input
          className="check"
          type="checkbox"
          aria-describedby={id}
          checked={isOn}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
      <Help about={label.toLowerCase()} id={id}>
        {children}
      </Help>
    </span>
  );
}
