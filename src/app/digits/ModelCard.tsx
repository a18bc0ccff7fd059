import { useRef } from 'react';
import { formatCount, formatEpoch, formatMeasuredAt, formatPercent } from '../format';
import { networkShape } from '../runEvents';
import { useSession, useSessionState } from '../sessionContext';
import type { RunState } from '../state';
import { DataLoading } from './DataLoading';
import styles from './ModelCard.module.css';

/** Where the weights come from, in one sentence. */
export function describeOrigin({
  origin,
  card,
  step,
  openedStep,
  epoch,
  test,
}: Pick<RunState, 'origin' | 'card' | 'step' | 'openedStep' | 'epoch' | 'test'>): string {
  const tested =
    test === null
      ? ''
      : `, ${formatPercent(test.accuracy, 1)} of ${formatCount(test.rows)} test digits${formatMeasuredAt(test.step, step)}`;
  const stepsHere = step - openedStep;
  if (origin === 'file' && card === null) {
    const since = stepsHere === 0 ? '' : ` Trained on here: ${formatCount(stepsHere)} steps.`;
    return `From a file of another program${tested}.${since}`;
  }
  if (origin === 'fresh' || card === null) {
    if (step === 0) return 'Fresh: knows nothing yet. Press Train.';
    return `Trained here from fresh weights: ${formatEpoch(epoch)} epochs${tested}.`;
  }
  const known = [
    networkShape(card.network),
    `seed ${card.seed}`,
    `${formatCount(card.epochs)} ${card.epochs === 1 ? 'epoch' : 'epochs'}`,
  ];
  if (card.testAccuracy !== null)
    known.push(`${formatPercent(card.testAccuracy, 1)} of ${formatCount(card.testRows)} test digits`);
  const from = origin === 'shipped' ? 'Trained by this project' : `From a file by ${card.madeBy}`;
  const since = stepsHere === 0 ? '' : ` Trained on here: ${formatCount(stepsHere)} steps${tested}.`;
  return `${from}: ${known.join(', ')}.${since}`;
}

export function ModelCard() {
  const session = useSession();
  const origin = useSessionState((state) => state.run.origin);
  const card = useSessionState((state) => state.run.card);
  const step = useSessionState((state) => state.run.step);
  const openedStep = useSessionState((state) => state.run.openedStep);
  const epoch = useSessionState((state) => state.run.epoch);
  const test = useSessionState((state) => state.run.test);
  const status = useSessionState((state) => state.run.status);
  const data = useSessionState((state) => state.run.data);
  const place = useRef<HTMLDivElement>(null);
  const isRunning = status === 'loading' || status === 'training';
  // In the card's place, so that the pad doesn't move under a stroke when data is loaded.
  if (data !== null && isRunning && data.loadedRows < data.totalRows) return <DataLoading data={data} />;
  if (status === 'opening') return <p className={styles.card}>Opening the network.</p>;
  const isBlank = origin === 'fresh' && step === 0;
  const isShipped = origin === 'shipped' && step === 0;
  return (
    <div ref={place} className={styles.card} tabIndex={-1} data-testid="model-card">
      <p>
        {describeOrigin({ origin, card, step, openedStep, epoch, test })}
        {!isBlank && <span className={styles.hint}> Reset forgets it all.</span>}
      </p>
      {!isShipped && (
        <button
          type="button"
          className={`button ${styles.back}`}
          onClick={() => {
            // The button goes with what it undoes; the focus stays here.
            place.current?.focus();
            session.reopenShipped();
          }}
        >
          Back to the trained network
        </button>
      )}
    </div>
  );
}
