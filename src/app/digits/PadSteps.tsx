import { type ImageStep, imageSteps, type StepsTaken } from '../../datasets/digitImage';
import type { Feed } from '../feed';
import type { Drawing } from './drawing';
import styles from './PadSteps.module.css';
import { ShrunkAlone } from './ShrunkAlone';
import { StepPicture } from './StepPicture';
import { StepSwitch } from './StepSwitch';
import type { DigitAnswers } from './useDigitAnswers';
import type { ShrunkAnswer } from './useShrunkAnswer';

type Props = {
  readonly answers: DigitAnswers;
  readonly drawing: Drawing;
  readonly shrunk: Feed<ShrunkAnswer>;
  readonly taken: StepsTaken;
  readonly onChange: (taken: StepsTaken) => void;
  /** The id of what explains a step. */
  readonly helpOf: (step: ImageStep) => string;
};

/** The grey edges are switched where they are seen, at the 28 × 28. */
const drawnSteps = imageSteps.filter((step) => step !== 'greys');

/** The way from the pad to the 28 × 28: a picture for every step, with its switch. */
export function PadSteps({ answers, drawing, shrunk, taken, onChange, helpOf }: Props) {
  return (
    <div className={styles.row}>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <StepPicture answers={answers} drawing={drawing} step={null} taken={taken} />
          <span className={styles.name}>your strokes</span>
        </li>
        {drawnSteps.map((step) => (
          <li key={step} className={styles.step} data-off={!taken[step]}>
            <StepPicture answers={answers} drawing={drawing} step={step} taken={taken} />
            <StepSwitch step={step} taken={taken} onChange={onChange} help={helpOf(step)} />
          </li>
        ))}
      </ol>
      <ShrunkAlone shrunk={shrunk} />
    </div>
  );
}
