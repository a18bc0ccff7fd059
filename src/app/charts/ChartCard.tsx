import { lazy, Suspense, useEffect, useState } from 'react';
import type { CurvePoint } from '../../training/curve';
import { formatCount, formatEpoch } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './CurvesPanel.module.css';
import type { CurveKind } from './curveKind';
import { useStaggered } from './useStaggered';

// Recharts is larger than the rest of the page: it comes when there is something to draw.
const load = () => import('./CurveChart');
const CurveChart = lazy(() => load().then((module) => ({ default: module.CurveChart })));

const noPoints: readonly CurvePoint[] = [];
/** Milliseconds after the page has opened: Recharts' first drawing is its slowest, and is done before Train. */
const firstDrawing: Readonly<Record<CurveKind, number>> = { loss: 400, accuracy: 800 };

/** Each chart five times a second, in turn. */
const pause = 200;
const phases: Readonly<Record<CurveKind, number>> = { loss: 0, accuracy: pause / 2 };

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
  const drawn = useStaggered(curve, pause, phases[kind]);
  const [isMounted, setMounted] = useState(false);
  useEffect(() => {
    let isGone = false;
    const mount = () => !isGone && setMounted(true);
    // A chunk that can't be fetched is asked for again, and said, when there is something to draw.
    const timer = setTimeout(() => void load().then(mount, () => {}), firstDrawing[kind]);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [kind]);
  const isEmpty = curve.length < 2 || drawn === null || drawn.length < 2;
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
        {(isMounted || !isEmpty) && (
          <Suspense fallback={null}>
            <div className={isEmpty ? styles.unseen : styles.chart}>
              <CurveChart curve={isEmpty ? noPoints : drawn} kind={kind} problem={problem} />
            </div>
          </Suspense>
        )}
        {isEmpty && (
          <p className={styles.empty}>
            {running || curve.length > 1 ? 'Waiting for the first steps.' : empty}
          </p>
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
    <svg
      viewBox="0 0 12 6"
      width="0.75rem"
      height="0.375rem"
      aria-hidden="true"
      style={{ display: 'inline-block', verticalAlign: '2px' }}
    >
      <path d="M0 3h12" strokeWidth="2" className={styles[name]} />
    </svg>
  );
}
