import { useCallback, useSyncExternalStore } from 'react';
import { type ImageStep, imageSteps, type StepsTaken } from '../../datasets/digitImage';
import { type Feed, useFeed } from '../feed';
import { DigitPicture } from './DigitPicture';
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

/** The way from the pad to the 28 × 28: a picture for every step, with its switch. The last one is what the network gets. */
export function PadSteps({ answers, drawing, shrunk, taken, onChange, helpOf }: Props) {
  return (
    <div className={styles.row}>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <StepPicture answers={answers} drawing={drawing} step={null} taken={taken} />
          <PadName drawing={drawing} />
        </li>
        {imageSteps.map((step) => (
          <li key={step} className={styles.step} data-off={!taken[step]}>
            {step === 'greys' ? (
              <SeenPicture answers={answers} />
            ) : (
              <StepPicture answers={answers} drawing={drawing} step={step} taken={taken} />
            )}
            <StepSwitch step={step} taken={taken} onChange={onChange} help={helpOf(step)} />
            {step === 'greys' && <span className={styles.result}>28 × 28</span>}
          </li>
        ))}
      </ol>
      <ShrunkAlone shrunk={shrunk} />
    </div>
  );
}

function PadName({ drawing }: { drawing: Drawing }) {
  const isImage = useSyncExternalStore(drawing.subscribe, () => drawing.image !== null);
  return <span className={styles.name}>{isImage ? 'an image' : 'your strokes'}</span>;
}

/** The drawing as it reaches the network, after every step that is taken. */
function SeenPicture({ answers }: { answers: DigitAnswers }) {
  const isEmpty = useFeed(answers).image === null;
  const image = useCallback(() => answers.get().image, [answers]);
  return (
    <DigitPicture
      label={
        isEmpty
          ? 'What the network sees: nothing yet'
          : 'What the network sees: the drawing in 28 × 28 pixels'
      }
      image={image}
      subscribe={answers.subscribe}
    />
  );
}
