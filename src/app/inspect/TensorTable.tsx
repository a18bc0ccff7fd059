import { useMemo } from 'react';
import type { NamedTensor } from '../../training/trainer';
import { formatCount, formatSigned } from '../format';
import styles from './Inspect.module.css';

export type TensorFigures = { readonly min: number; readonly mean: number; readonly max: number };

function figuresOf(values: Float32Array): TensorFigures {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, mean: sum / values.length, max };
}

export function TensorTable({ tensors }: { tensors: readonly NamedTensor[] }) {
  const figures = useMemo(() => tensors.map(({ values }) => figuresOf(values)), [tensors]);
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={`${styles.scroll} sideways`} tabIndex={0} aria-label="Tensors">
      <table className={styles.table}>
        <caption className="unseen">Tensors of the network</caption>
        <thead>
          <tr>
            <th scope="col">tensor</th>
            <th scope="col">shape</th>
            <th scope="col">numbers</th>
            <th scope="col" className={styles.extreme}>
              min
            </th>
            <th scope="col">mean</th>
            <th scope="col" className={styles.extreme}>
              max
            </th>
          </tr>
        </thead>
        <tbody>
          {tensors.map(({ name, shape, values }, index) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{shape.join(' × ')}</td>
              <td>{formatCount(values.length)}</td>
              <td className={`${styles.value} ${styles.extreme}`}>{formatSigned(figures[index].min, 3)}</td>
              <td className={styles.value}>{formatSigned(figures[index].mean, 3)}</td>
              <td className={`${styles.value} ${styles.extreme}`}>{formatSigned(figures[index].max, 3)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">all</th>
            <td />
            <td>{formatCount(count)}</td>
            <td className={styles.extreme} />
            <td />
            <td className={styles.extreme} />
          </tr>
        </tbody>
      </table>
    </section>
  );
}
