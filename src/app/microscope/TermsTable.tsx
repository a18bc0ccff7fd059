import type { NeuronWork } from '../../training/trainer';
import { formatCount } from '../format';
import { numberText } from './expression';
import styles from './Microscope.module.css';

/** The weight that is followed into the optimizer: of an input, or the bias. */
export type Focus = number | 'bias';

type Props = {
  readonly neuron: NeuronWork;
  readonly nameOf: (input: number) => string;
  readonly focus: Focus;
  readonly onFocus: (focus: Focus) => void;
  /** Goes to where an input comes from; null: it comes from outside. */
  readonly onBack: ((input: number) => void) | null;
};

const signClass = (value: number) => (value < 0 ? styles.negative : value > 0 ? styles.positive : undefined);

/** What goes into a neuron, the strongest product first, each with its gradient and the change that a step would make. */
export function TermsTable({ neuron: { inputs, bias }, nameOf, focus, onFocus, onBack }: Props) {
  if (!inputs) return null;
  const { strongest, rest } = inputs;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={`${styles.scroll} sideways`} tabIndex={0} aria-label="Inputs and weights">
      <table className={styles.table}>
        <caption className="unseen">
          Inputs of the neuron, the strongest product first; a chosen one is followed into the optimizer
        </caption>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">x</th>
            <th scope="col">w</th>
            <th scope="col">w · x</th>
            <th scope="col">∂L/∂w</th>
            <th scope="col">step Δw</th>
          </tr>
        </thead>
        <tbody>
          {strongest.map(({ input, x, product, step }) => (
            <tr key={input} data-chosen={focus === input}>
              <th scope="row">
                <button type="button" aria-pressed={focus === input} onClick={() => onFocus(input)}>
                  {nameOf(input)}
                </button>
                {onBack && (
                  <button type="button" aria-label={`Back to ${nameOf(input)}`} onClick={() => onBack(input)}>
                    ←
                  </button>
                )}
              </th>
              <td>{numberText(x)}</td>
              <td>{numberText(step.before)}</td>
              <td className={signClass(product)}>{numberText(product)}</td>
              <td>{numberText(step.gradient)}</td>
              <td>{numberText(step.after - step.before)}</td>
            </tr>
          ))}
          {rest.count > 0 && (
            <tr>
              <th scope="row">
                {formatCount(rest.count)} more{rest.zeros > 0 && `, ${formatCount(rest.zeros)} of them 0`}
              </th>
              <td />
              <td />
              <td className={signClass(rest.sum)}>{numberText(rest.sum)}</td>
              <td />
              <td />
            </tr>
          )}
          {bias && (
            <tr data-chosen={focus === 'bias'}>
              <th scope="row">
                <button type="button" aria-pressed={focus === 'bias'} onClick={() => onFocus('bias')}>
                  bias
                </button>
              </th>
              <td />
              <td>{numberText(bias.before)}</td>
              <td className={signClass(bias.before)}>{numberText(bias.before)}</td>
              <td>{numberText(bias.gradient)}</td>
              <td>{numberText(bias.after - bias.before)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
