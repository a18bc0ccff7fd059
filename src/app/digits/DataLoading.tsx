import type { DataProgress } from '../../training/trainer';
import { formatCount, formatMegabytes } from '../format';
import styles from './ModelCard.module.css';

export function DataLoading({ data }: { data: DataProgress }) {
  const rows = `${formatCount(data.loadedRows)} of ${formatCount(data.totalRows)} digits`;
  return (
    <div className={styles.loading}>
      <span>Loading the data</span>
      <progress value={data.loadedBytes} max={data.totalBytes} aria-label="Loading the data" />
      <output>
        {formatMegabytes(data.loadedBytes)} of {formatMegabytes(data.totalBytes)}, {rows}
      </output>
    </div>
  );
}
