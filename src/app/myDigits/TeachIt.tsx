import { useState } from 'react';
import { NumberField } from '../controls/NumberField';
import { Row } from '../controls/Row';
import type { NumberRule } from '../controls/readNumber';
import { formatCount } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import { takesTraining } from '../shell/readiness';
import { LessonCard } from './LessonCard';
import styles from './TeachIt.module.css';

type Props = {
  /** `[n, 784]`, 0 (paper) to 255 (ink), and `[n]`. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
};

const shareRule: NumberRule = { name: 'The share', min: 1, max: 90, integer: true };
const stepsRule: NumberRule = { name: 'Steps', min: 1, max: 100_000, integer: true };
const usualShare = 20;
const usualSteps = 300;

/** Mixes digits into the training, and shows what came of it. */
export function TeachIt({ images, labels }: Props) {
  const session = useSession();
  const [percent, setPercent] = useState(usualShare);
  const [steps, setSteps] = useState(usualSteps);
  const batchSize = useSessionState(({ run }) => run.spec.batchSize);
  const lesson = useSessionState(({ run }) => run.lesson);
  const takesLesson = useSessionState(({ run }) => takesTraining(run));
  const isBusy = useSessionState(({ run }) => run.lesson?.after === null && run.status !== 'idle');
  const digits = labels.length;
  const samples = steps * batchSize;
  const repetitions = Math.round((samples * percent) / 100 / Math.max(1, digits));
  return (
    <section className={styles.teach} aria-label="Teach it">
      <h3 className={styles.title}>Teach it</h3>
      <Row
        label="Share, %"
        about="the share of your digits"
        help={
          <>
            <p>
              How many of the digits that are trained are yours; the others are MNIST’s, so that the network
              does not forget them. A large share teaches faster and forgets more.
            </p>
            <p>
              Each digit is bent a little whenever it comes up, so that what is learned is the digit and not
              the drawing. Now {percent} % of batches of {batchSize}.
            </p>
          </>
        }
      >
        {({ control, help }) => (
          <NumberField
            id={control}
            describedBy={help}
            rule={shareRule}
            value={percent}
            onChange={setPercent}
          />
        )}
      </Row>
      <Row
        label="Steps"
        about="the steps of a lesson"
        help={
          <p>
            Training steps of the lesson, at half the rate that the optimizer usually learns digits with,
            whatever the schedule says. Pause ends it earlier. Now {formatCount(steps)} steps are{' '}
            {formatCount(samples)} digits.
          </p>
        }
      >
        {({ control, help }) => (
          <NumberField id={control} describedBy={help} rule={stepsRule} value={steps} onChange={setSteps} />
        )}
      </Row>
      <p className={styles.note}>
        {digits === 0
          ? 'Keep a digit first: draw it, and tap what it is.'
          : `${digits === 1 ? 'Your digit comes' : `Each of your ${formatCount(digits)} digits comes`} about ${formatCount(repetitions)} times.`}
      </p>
      <button
        type="button"
        className="button primary"
        aria-disabled={digits === 0 || !takesLesson || isBusy}
        onClick={() => {
          if (digits > 0 && takesLesson && !isBusy)
            session.teach({ images, labels, share: percent / 100, steps });
        }}
      >
        Teach it
      </button>
      {lesson && <LessonCard lesson={lesson} />}
    </section>
  );
}
