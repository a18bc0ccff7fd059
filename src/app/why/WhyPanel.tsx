import { useState } from 'react';
import { usePad } from '../digits/padContext';
import { rank } from '../digits/ranking';
import { useFeed } from '../feed';
import { ClassRow } from './ClassRow';
import { FirstLayer } from './FirstLayer';
import { type ClassChoice, useExplanation } from './useExplanation';
import { WhyMap } from './WhyMap';
import styles from './WhyPanel.module.css';
import { describeScore, nameOf, whyMapKinds } from './whyMaps';

/** Why the network says what it says to the digit on the pad: which of its ink, which paper, and which neurons. */
export function WhyPanel() {
  const { answers } = usePad();
  const [choice, setChoice] = useState<ClassChoice>({ classIndex: null, rival: null });
  const [pointed, setPointed] = useState<number | null>(null);
  const answer = useFeed(answers);
  const explained = useExplanation(answer, choice);
  const { image, prediction } = answer;
  if (!image)
    return (
      <p className={styles.empty}>
        Draw a digit on the pad: here will stand which of its ink speaks for the answer and which against it,
        what would change if ink were missing or added, and which neurons decide.
      </p>
    );
  if (!explained)
    return (
      <p className={styles.empty}>
        {prediction && rank(prediction.outputs) === null
          ? 'There is no answer to explain: what comes out of the network is not a number. Reset starts again.'
          : 'The network is being asked.'}
      </p>
    );
  return (
    <div className={styles.panel}>
      <ClassRow outputs={prediction?.outputs} choice={choice} onChange={setChoice} />
      <p className={styles.sentence}>
        <span className={styles.swatch} data-sign="for">
          ink here speaks for {nameOf(explained)}
        </span>
        <span className={styles.swatch} data-sign="against">
          ink here speaks against it
        </span>
        <span>{describeScore(explained)}</span>
      </p>
      <div className={styles.parts}>
        {whyMapKinds.map((kind) => (
          <WhyMap key={kind} kind={kind} explained={explained} pointed={pointed} onPoint={setPointed} />
        ))}
        <FirstLayer explained={explained} />
      </div>
    </div>
  );
}
