import { useMemo } from 'react';
import { blocksOf } from '../blocks';
import { imageBlocksOf } from '../imageBlocks';
import { useSessionState } from '../sessionContext';
import { FeatureMaps } from './FeatureMaps';
import { HiddenLayer } from './HiddenLayer';
import { SeenImage } from './SeenImage';
import type { DigitAnswers } from './useDigitAnswers';
import styles from './WhatItSees.module.css';

export function WhatItSees({ answers }: { answers: DigitAnswers }) {
  const network = useSessionState((state) => state.run.spec.network);
  const hidden = useMemo(() => blocksOf(network).slice(0, -1), [network]);
  const images = useMemo(() => imageBlocksOf(network), [network]);
  const isDirect = hidden.length === 0 && images.length === 0;
  return (
    <section className={styles.section}>
      <h2 className="heading">What it sees</h2>
      <div className={styles.steps}>
        <SeenImage answers={answers} />
        <span className={styles.arrow} aria-hidden="true">
          →
        </span>
        <div className={styles.layers}>
          {images.map((block, index) => (
            <FeatureMaps key={block.outputLayer} answers={answers} block={block} number={index + 1} />
          ))}
          {hidden.map((block, index) => (
            <HiddenLayer key={block.outputLayer} answers={answers} block={block} number={index + 1} />
          ))}
          {isDirect && <p className={styles.none}>No hidden layer: the pixels decide directly.</p>}
        </div>
      </div>
    </section>
  );
}
