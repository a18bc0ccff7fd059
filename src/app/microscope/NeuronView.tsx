import { useState } from 'react';
import type { Dissection, NeuronWork } from '../../training/trainer';
import { optimizerNames } from '../controls/names';
import { errorFormulas, gradientFormula } from './backwardFormulas';
import { Formulas } from './Formulas';
import { activationFormula, lossFormulas, sumFormulas } from './forwardFormulas';
import styles from './Microscope.module.css';
import type { Station } from './stations';
import { type Focus, TermsTable } from './TermsTable';
import { updateFormulas } from './updateFormulas';

type Props = {
  readonly dissection: Dissection;
  readonly neuron: NeuronWork;
  readonly station: Station;
  /** The one that it hands its number to; null: it is the last. */
  readonly above: Station | null;
  readonly nameOf: (input: number) => string;
  readonly onBack: ((input: number) => void) | null;
};

/** A neuron, or a kernel at one place: forward, backward, and what the optimizer would do. */
export function NeuronView({ dissection, neuron, station, above, nameOf, onBack }: Props) {
  const [chosen, setChosen] = useState<Focus | null>(null);
  const { inputs, bias } = neuron;
  const term = inputs?.strongest.find(({ input }) => input === chosen) ?? inputs?.strongest[0];
  const focus: Focus = chosen === 'bias' || !term ? 'bias' : term.input;
  const letter = focus === 'bias' ? 'b' : 'w';
  const told = focus === 'bias' ? bias : (term?.step ?? null);
  const { step } = dissection;
  const name = focus === 'bias' ? 'the bias' : `the weight from ${nameOf(focus)}`;
  return (
    <div className={styles.parts}>
      <div className={styles.column}>
        <Formulas title="Forward" formulas={[...sumFormulas(neuron), activationFormula(neuron)]} />
        <TermsTable neuron={neuron} nameOf={nameOf} focus={focus} onFocus={setChosen} onBack={onBack} />
        <Formulas title="Loss" formulas={lossFormulas(dissection, above === null)} />
      </div>
      <div className={styles.column}>
        <Formulas title="Backward" formulas={errorFormulas(dissection, neuron, above)}>
          {neuron.delta === null && (
            <p className={styles.note}>Nothing below this layer learns: no gradient is taken so far back.</p>
          )}
        </Formulas>
        {told && (
          <>
            <Formulas
              title={`Gradient of ${name}`}
              formulas={[
                gradientFormula(
                  dissection,
                  neuron,
                  { letter, x: focus === 'bias' ? 1 : (term?.x ?? 1), gradient: told.gradient },
                  station.type === 'conv2d',
                ),
              ]}
            />
            <Formulas
              title={`Step ${step.number} of ${optimizerNames[step.optimizer.type]}`}
              formulas={step.isRefused ? [] : updateFormulas(step, told, letter)}
            >
              <p className={styles.note}>
                {step.isRefused
                  ? 'The loss is no finite number, and such a step is not made.'
                  : 'Only shown, not made: the network stays as it is.'}
              </p>
            </Formulas>
          </>
        )}
      </div>
    </div>
  );
}
