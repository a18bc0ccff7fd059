import type { NamedTensor } from '../../training/trainer';
import { formatSigned } from '../format';
import styles from './Inspect.module.css';

/** Every number of small tensors: a row for each input and one for the biases, a column for each neuron. */
export function WeightNumbers({ tensors }: { tensors: readonly NamedTensor[] }) {
  return (
    <div className={`${styles.numbers} ${styles.scroll}`}>
      {tensors.map(({ name, shape, values }) => {
        const columns = shape.at(-1) ?? 1;
        const rows = values.length / columns;
        return (
          <table key={name} className={styles.table}>
            <caption className="heading">
              {name} {shape.length === 2 ? '(from ↓ to →)' : ''}
            </caption>
            <tbody>
              {Array.from({ length: rows }, (_, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
                <tr key={row}>
                  {Array.from({ length: columns }, (_, column) => {
                    const value = values[row * columns + column];
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
      })}
    </div>
  );
}
