import { formatCount, formatSigned } from '../format';
import styles from './ParameterCard.module.css';
import type { HistoryPoint } from './parameterHistory';

const [width, height] = [100, 30];

/** A value over the steps: a small curve between its smallest and its largest, with a line where 0 is. */
export function HistoryLine({ points }: { readonly points: readonly HistoryPoint[] }) {
  const values = points.map(({ value }) => value).filter(Number.isFinite);
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last || values.length < 2)
    return <p className={styles.history}>Its history will be drawn here as it learns.</p>;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (step: number) => (width * (step - first.step)) / (last.step - first.step || 1);
  const y = (value: number) => height - (height * (value - low)) / (high - low || 1);
  const line = points
    .filter(({ value }) => Number.isFinite(value))
    .map(({ step, value }) => `${x(step).toFixed(2)},${y(value).toFixed(2)}`)
    .join(' ');
  const told = `From ${formatSigned(first.value)} at step ${formatCount(first.step)} to ${formatSigned(last.value)} at step ${formatCount(last.step)}`;
  return (
    <div
      className={styles.history}
      role="img"
      aria-label={`${told}, between ${formatSigned(low)} and ${formatSigned(high)}.`}
    >
      <span aria-hidden="true">
        {formatSigned(high)}
        <br />
        {formatSigned(low)}
      </span>
      <svg viewBox={`0 -1 ${width} ${height + 2}`} preserveAspectRatio="none" aria-hidden="true">
        {low < 0 && high > 0 && <path d={`M0 ${y(0)}H${width}`} className={styles.zero} />}
        <polyline points={line} className={styles.line} />
      </svg>
    </div>
  );
}
