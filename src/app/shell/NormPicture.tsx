import type { Divergence, NormPoint } from '../../training/trainer';
import { formatCount, formatNorm } from '../format';
import styles from './NormPicture.module.css';

const width = 160;
const height = 40;
/** Room for the line's own thickness. */
const margin = 2;

/** The norm over the last steps, in equal ratios: how a layer grew, or how its gradient went. */
export function NormPicture({ norm: { of, points }, title }: Pick<Divergence, 'norm'> & { title: string }) {
  const [first, last] = [points.at(0), points.at(-1)];
  if (!first || !last || first === last) return null;
  const what = `norm of the ${of} of ${title}`;
  const range = `${formatNorm(first.norm)} → ${formatNorm(last.norm)}`;
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The ${what}, ${range}, from step ${formatCount(first.step)} to ${formatCount(last.step)}`}
      >
        <path d={pathOf(points)} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        {what}
        <br />
        {range}
      </figcaption>
    </figure>
  );
}

/** Point by point; zero lies at the lower edge, a little below the smallest that is not. */
export function pathOf(points: readonly NormPoint[]): string {
  const logs = points.map(({ norm }) => Math.log10(norm));
  const finite = logs.filter(Number.isFinite);
  const high = finite.length > 0 ? Math.max(...finite) : 0;
  const lowest = finite.length > 0 ? Math.min(...finite) : 0;
  const low = finite.length < logs.length ? lowest - 1 : lowest;
  const y = (log: number) =>
    height - margin - ((Math.max(log, low) - low) / (high - low || 1)) * (height - 2 * margin);
  const x = (i: number) => (i / (points.length - 1)) * width;
  return logs.map((log, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(log).toFixed(1)}`).join('');
}
