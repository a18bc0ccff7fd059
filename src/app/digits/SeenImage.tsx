import { useCallback } from 'react';
import type { StepsTaken } from '../../datasets/digitImage';
import { useFeed } from '../feed';
import { DigitPicture } from './DigitPicture';
import { StepSwitch } from './StepSwitch';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './WhatItSees.module.css';

type Props = {
  readonly answers: DigitAnswers;
  readonly taken: StepsTaken;
  readonly onChange: (taken: StepsTaken) => void;
  readonly help: string;
};

/** The drawing as it reaches the network, after every step that is taken. */
export function SeenImage({ answers, taken, onChange, help }: Props) {
  const isEmpty = useFeed(answers).image === null;
  const image = useCallback(() => answers.get().image, [answers]);
  return (
    <figure className={styles.seen}>
      <figcaption>28 × 28</figcaption>
      <DigitPicture
        label={
          isEmpty
            ? 'What the network sees: nothing yet'
            : 'What the network sees: the drawing in 28 × 28 pixels'
        }
        image={image}
        subscribe={answers.subscribe}
      />
      <StepSwitch step="greys" taken={taken} onChange={onChange} help={help} />
    </figure>
  );
}
