import type { ImageStep, StepsTaken } from '../../datasets/digitImage';
import { stepNames } from './imageMaking';
import styles from './PadSteps.module.css';

type Props = {
  readonly step: ImageStep;
  readonly taken: StepsTaken;
  readonly onChange: (taken: StepsTaken) => void;
  /** The id of what explains the step. */
  readonly help: string;
};

export function StepSwitch({ step, taken, onChange, help }: Props) {
  return (
    <label className={styles.name}>
      <input
        className="check"
        type="checkbox"
        aria-describedby={help}
        checked={taken[step]}
        onChange={({ target }) => onChange({ ...taken, [step]: target.checked })}
      />
      {stepNames[step]}
    </label>
  );
}
