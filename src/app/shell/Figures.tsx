import { formatCount, formatEpoch } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './Figures.module.css';

/** Each figure has the width of the longest one it will show, so none moves its neighbours. */
export function Figures({ className = '' }: { className?: string }) {
  const step = useSessionState((state) => state.run.step);
  const epoch = useSessionState((state) => state.run.epoch);
  const speed = useSessionState((state) => state.run.samplesPerSecond);
  return (
    <dl className={`${styles.figures} ${className}`}>
      <div>
        <dt>step</dt>
        <dd className={styles.step} data-testid="step">
          {formatCount(step)}
        </dd>
      </div>
      <div>
        <dt>epoch</dt>
        <dd className={styles.epoch} data-testid="epoch">
          {formatEpoch(epoch)}
        </dd>
      </div>
      <div className={styles.unitLast}>
        <dt>samples/s</dt>
        <dd className={styles.speed} data-testid="samples-per-second">
          {formatCount(speed)}
        </dd>
      </div>
    </dl>
  );
}
