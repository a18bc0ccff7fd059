import { useId } from 'react';
import { Help } from '../controls/Help';
import { imageSide } from '../digits/paintImage';
import { formatCount } from '../format';
import { UnitTile } from './UnitTile';
import type { ExplainedDigit } from './useExplanation';
import styles from './WhyPanel.module.css';
import { formatGain, nameOf } from './whyMaps';

/** The neurons or kernels of the first layer that count most for the class, for it or against it. */
export function FirstLayer({ explained }: { explained: ExplainedDigit }) {
  const help = useId();
  const { firstLayer } = explained.explanation;
  const { units, strongest, contribution, weightShape } = firstLayer;
  const isDense = weightShape.length === 1;
  // Weights of pixels, or a kernel over them.
  const isSeen = isDense ? weightShape[0] === imageSide ** 2 : weightShape[2] === 1;
  const told = strongest.reduce((sum, unit) => sum + unit.contribution, 0);
  const names = isDense ? 'neurons' : 'kernels';
  return (
    <section className={styles.first} aria-label={`First layer: the strongest ${names}`}>
      <div className={styles.caption}>
        <span>
          <strong>The first layer’s strongest {names}</strong>
          <Help about={`the strongest ${names}`} id={help}>
            {isDense ? (
              <p>
                Each picture is the weights of a neuron, where their pixels are, with your ink over them: ink
                on blue excites it, ink on orange calms it. Below stands how active it is, and what that adds
                to the score of the class: its activity times the slope of the score with respect to it.
              </p>
            ) : (
              <p>
                Each row is a kernel, the image that comes out where it slides over the drawing, and what of
                that counts for the class (blue) or against it (orange): the image times the slope of the
                score with respect to each of its pixels, and the sum of it.
              </p>
            )}
            <p className="formula">{isDense ? 'a · ∂ score / ∂ a' : 'Σ a · ∂ score / ∂ a'}</p>
          </Help>
        </span>
        <span className={styles.method}>
          {isDense ? 'weights, activity × gradient' : 'kernel, what comes out of it, what of that counts'}
        </span>
      </div>
      {isSeen && (
        <ol className={isDense ? styles.neurons : styles.kernels}>
          {strongest.map((unit) => (
            <UnitTile key={unit.unit} unit={unit} of={firstLayer} input={explained.question.input} />
          ))}
        </ol>
      )}
      <p className={styles.reading}>
        Together {formatGain(told)} for {nameOf(explained)}; all {formatCount(units)} {names}{' '}
        {formatGain(contribution)}.
      </p>
    </section>
  );
}
