import { AnsweringChoice } from './AnsweringChoice';
import styles from './DigitsStage.module.css';
import { DrawingPad } from './DrawingPad';
import { stepsLeftOut } from './imageMaking';
import { ModelCard } from './ModelCard';
import { usePad } from './padContext';
import { Verdict } from './Verdict';
import { WhatItSees } from './WhatItSees';

export function DigitsStage() {
  const { drawing, answers, select, taken, setTaken, myDigits, truth } = usePad();
  const leftOut = stepsLeftOut(taken);
  return (
    <div className={styles.stage}>
      <section className={styles.draw}>
        <div className={styles.title}>
          <h2 className="heading">Draw a digit</h2>
          <output className={styles.leftOut} data-testid="steps-off">
            {leftOut === null ? '' : `without ${leftOut}`}
          </output>
        </div>
        <DrawingPad drawing={drawing} />
      </section>
      <section>
        <div className={styles.title}>
          <h2 className="heading">The network says</h2>
          <AnsweringChoice />
        </div>
        <Verdict answers={answers} drawing={drawing} select={select} myDigits={myDigits} truth={truth} />
      </section>
      <WhatItSees answers={answers} drawing={drawing} taken={taken} onChange={setTaken} />
      <ModelCard />
    </div>
  );
}
