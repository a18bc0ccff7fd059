import { useEffect, useState } from 'react';
import type { Evaluation, FileReading } from '../../training/trainer';
import { formatCount, formatLoss, formatPercent } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import styles from './FileDialog.module.css';

type Result = { readonly of: FileReading; readonly test: Evaluation | Error };

/** How much of the test data the network would read, measured again for each choice. */
export function ReadingResult({ reading }: { readonly reading: FileReading }) {
  const session = useSession();
  const problem = useSessionState((state) => state.problem);
  const [result, setResult] = useState<Result | null>(null);

  useEffect(() => {
    let isStale = false;
    const take = (test: Evaluation | Error) => {
      if (!isStale) setResult({ of: reading, test });
    };
    session
      .measureWaiting(reading)
      .then(take, (error) => take(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isStale = true;
    };
  }, [session, reading]);

  const isNew = result?.of === reading;
  const what = { xor: 'corners', shapes: 'test points', digits: 'test digits' }[problem];
  const test = result?.test;
  return (
    <div className={`${styles.result} ${isNew ? '' : styles.stale}`} role="status" aria-busy={!isNew}>
      {!test && <p>Measuring.</p>}
      {test instanceof Error && <p className={styles.error}>It could not be measured: {test.message}</p>}
      {test && !(test instanceof Error) && (
        <p>
          <strong data-testid="reading-accuracy">{formatPercent(test.accuracy)}</strong> of{' '}
          {formatCount(test.rows)} {what} are read right, loss {formatLoss(test.loss)}
        </p>
      )}
    </div>
  );
}
