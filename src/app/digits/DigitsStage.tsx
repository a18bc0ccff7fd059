import styles from './DigitsStage.module.css';
import { DrawingPad } from './DrawingPad';
import type { Drawing } from './drawing';
import { ModelCard } from './ModelCard';
import { useDigitAnswers } from './useDigitAnswers';
import { Verdict } from './Verdict';
import { WhatItSees } from './WhatItSees';

export function DigitsStage({ drawing }: { drawing: Drawing }) {
  const answers = useDigitAnswers(drawing);
  return (
    <div className={styles.stage}>
      <section className={styles.draw}>
        <h2 className={`heading ${styles.title}`}>Draw a digit</h2>
        <DrawingPad drawing={drawing} />
      </section>
      <section>
        <h2 className={`heading ${styles.title}`}>The network says</h2>
        <Verdict answers={answers} drawing={drawing} />
      </section>
      <WhatItSees answers={answers} />
      <ModelCard />
    </div>
  );
}
