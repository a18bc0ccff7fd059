import type { Dissection } from '../../training/trainer';
import { passedGradient, poolGradient } from './backwardFormulas';
import { Formulas } from './Formulas';
import { passedFormula, poolFormula } from './forwardFormulas';
import styles from './Microscope.module.css';
import type { Station } from './stations';

type Props = {
  readonly dissection: Dissection;
  readonly station: Station;
  readonly nameOf: (input: number) => string;
};

/** A number of a layer that has nothing to learn: where it comes from, and what of the gradient goes on. */
export function PlainView({ dissection: { work }, station, nameOf }: Props) {
  if (work.type === 'neuron') return null;
  const isPool = work.type === 'pool';
  const backward = isPool ? poolGradient(work) : passedGradient(station, work);
  return (
    <div className={styles.parts}>
      <Formulas title="Forward" formulas={[isPool ? poolFormula(work) : passedFormula(station, work)]}>
        <p>
          {isPool
            ? `The largest of ${work.window.length} is x_${work.winner + 1}, ${nameOf(work.window[work.winner]?.input ?? 0)}: it alone is passed on.`
            : `x is ${nameOf(work.input)}.`}
        </p>
        <p className={styles.note}>This layer has no weights: there is nothing to update.</p>
      </Formulas>
      <Formulas title="Backward" formulas={backward ? [backward] : []}>
        {!backward && (
          <p className={styles.note}>Nothing below this layer learns: no gradient is taken so far back.</p>
        )}
      </Formulas>
    </div>
  );
}
