import type { NamedTensor } from '../../training/trainer';
import { formatSigned } from '../format';
import styles from './Inspect.module.css';

type Props = {
  readonly tensors: readonly NamedTensor[];
  /** What the inputs of the network are called; none: they are numbered. */
  readonly inputs: readonly string[];
};

/** Every number of small tensors. */
export function WeightNumbers({ tensors, inputs }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={`${styles.numbers} ${styles.scroll} sideways`} tabIndex={0} aria-label="All numbers">
      {tensors.map((tensor, index) => (
        <NumberTable key={tensor.name} tensor={tensor} names={index === 0 ? inputs : []} />
      ))}
    </section>
  );
}

/** The longer side lies across: what a weight comes from is a row, or a column where that is the longer. */
function NumberTable({
  tensor: { name, shape, values },
  names,
}: {
  tensor: NamedTensor;
  names: readonly string[];
}) {
  const outputs = shape.at(-1) ?? 1;
  const inputs = values.length / outputs;
  const turned = inputs > outputs;
  const rows = turned ? outputs : inputs;
  const columns = turned ? inputs : outputs;
  const isWeights = shape.length === 2;
  const rowName = (row: number): string => {
    if (!isWeights) return 'bias';
    if (turned) return `to ${row + 1}`;
    return `from ${names[row] ?? row + 1}`;
  };
  return (
    <table className={styles.table}>
      <caption className={styles.name}>{name}</caption>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
          <tr key={row}>
            <th scope="row">{rowName(row)}</th>
            {Array.from({ length: columns }, (_, column) => {
              const value = values[turned ? column * outputs + row : row * outputs + column];
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
                <td key={column} className={value < 0 ? styles.negative : styles.positive}>
                  {formatSigned(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
