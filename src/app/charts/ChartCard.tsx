import { lazy, Suspense } from 'react';
import { formatCount, formatEpoch } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './CurvesPanel.module.css';
import type { CurveKind } from './curveKind';

// Recharts is larger than the rest of the page: it comes when there is something to draw.
const CurveChart = lazy(() => import('./CurveChart').then((module) => ({ default: module.CurveChart })));

type Props = {
  readonly kind: CurveKind;
  readonly title: string;
  readonly train: string;
  readonly test: string;
  readonly empty: string;
};

export function ChartCard({ kind, title, train, test, empty }: Props) {
  const curve = useSessionState((state) => state.run.curve);
  const problem = useSessionState((state) => state.problem);
  const running = useSessionState(({ run }) => run.status === 'training' || run.status === 'loading');
  const last = curve.at(-1);
  const end =
    last && (problem === 'digits' ? `${formatEpoch(last.epoch)} epochs` : `${formatCount(last.step)} steps`);
  return (
    <section className={styles.card}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <dl className={styles.figures}>
          <div>
            <dt>
              <LineSign name="train" /> train
            </dt>
            <dd data-testid={`train-${kind}`}>{train}</dd>
          </div>
          <div>
            <dt>
              <LineSign name="test" /> test
            </dt>
            <dd data-testid={`test-${kind}`}>{test}</dd>
          </div>
        </dl>
      </div>
      <div className={styles.plot}>
        {curve.length < 2 ? (
          <p className={styles.empty}>{running ? 'Waiting for the first steps.' : empty}</p>
        ) : (
          <Suspense fallback={<p className={styles.empty}>Opening the chart</p>}>
            <CurveChart curve={curve} kind={kind} x={problem === 'digits' ? 'epoch' : 'step'} />
          </Suspense>
        )}
      </div>
      <p className={styles.axis} aria-hidden="true">
        <span>{end ? '0' : '\u00a0'}</span>
        <span>{end}</span>
      </p>
    </section>
  );
}

function LineSign({ name }: { name: 'train' | 'test' }) {
  return (
    <svg width="14" height="6" aria-hidden="true" style={{ display: 'inline-block', verticalAlign: '2px' }}>
      <path d="M0 3h14" strokeWidth="2" className={styles[name]} />
    </svg>
  );
}
