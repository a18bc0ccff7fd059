import { useId, useMemo, useRef } from 'react';
import { type ImageStep, imageSteps, type StepsTaken } from '../../datasets/digitImage';
import { answeringNetwork } from '../answering';
import { blocksOf } from '../blocks';
import { Help } from '../controls/Help';
import { imageBlocksOf } from '../imageBlocks';
import { useSessionState } from '../sessionContext';
import type { Drawing } from './drawing';
import { FeatureMaps } from './FeatureMaps';
import { HiddenLayer } from './HiddenLayer';
import { everyStep, stepExplanations, stepNames, stepsLeftOut } from './imageMaking';
import { PadSteps } from './PadSteps';
import type { DigitAnswers } from './useDigitAnswers';
import { useShrunkAnswer } from './useShrunkAnswer';
import styles from './WhatItSees.module.css';

type Props = {
  readonly answers: DigitAnswers;
  readonly drawing: Drawing;
  readonly taken: StepsTaken;
  readonly onChange: (taken: StepsTaken) => void;
};

export function WhatItSees({ answers, drawing, taken, onChange }: Props) {
  const network = useSessionState(({ run }) => answeringNetwork(run));
  const hidden = useMemo(() => blocksOf(network).slice(0, -1), [network]);
  const images = useMemo(() => imageBlocksOf(network), [network]);
  const isDirect = hidden.length === 0 && images.length === 0;
  const shrunk = useShrunkAnswer(drawing, answers);
  const heading = useRef<HTMLHeadingElement>(null);
  const help = useId();
  const helpOf = (step: ImageStep): string => `${help}-${step}`;
  const leftOut = stepsLeftOut(taken);
  return (
    <section className={styles.section}>
      <div className={styles.title}>
        <h2 ref={heading} className="heading" tabIndex={-1}>
          What it sees
        </h2>
        <Help about="what it sees" id={help}>
          <p>From your strokes to what the network gets. Switch a step off and the network gets less:</p>
          {imageSteps.map((step) => (
            <p key={step} id={helpOf(step)}>
              <strong>{stepNames[step]}</strong> {stepExplanations[step]}
            </p>
          ))}
          <p>
            <strong>shrunk alone</strong> is the pad made small without any of this, as a comparison.
          </p>
        </Help>
        {leftOut !== null && (
          <button
            type="button"
            className={styles.reset}
            onClick={() => {
              // The button goes with what it undoes; the focus stays here.
              heading.current?.focus();
              onChange(everyStep);
            }}
          >
            All steps on
          </button>
        )}
      </div>
      <PadSteps
        answers={answers}
        drawing={drawing}
        shrunk={shrunk}
        taken={taken}
        onChange={onChange}
        helpOf={helpOf}
      />
      <div className={styles.layers}>
        {images.map((block, index) => (
          <FeatureMaps key={block.outputLayer} answers={answers} block={block} number={index + 1} />
        ))}
        {hidden.map((block, index) => (
          <HiddenLayer key={block.outputLayer} answers={answers} block={block} number={index + 1} />
        ))}
        {isDirect && <p className={styles.none}>No hidden layer: the pixels decide directly.</p>}
      </div>
    </section>
  );
}
