import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { CurvePoint } from '../../training/curve';
import { formatCount, formatEpoch, unknown } from '../format';
import { useSessionState } from '../sessionContext';
import type { RunState } from '../state';
import type { CurveStyle } from './CurveChart';
import styles from './CurvesPanel.module.css';
import { type CurveKind, curveInfo, curveTitle, type Series, seriesOf } from './curveKind';
import { useStaggered } from './useStaggered';

// Recharts is larger than the rest of the page: it comes when there is something to draw.
const load = () => import('./CurveChart');
const CurveChart = lazy(() => load().then((module) => ({ default: module.CurveChart })));

const noPoints: readonly CurvePoint[] = [];
/** Milliseconds after the page has opened, for each: Recharts' first drawing is its slowest, and is done before Train. */
const firstDrawing = 400;
/** Between two drawings, of whichever chart: each in turn. */
const turn = 100;
/** Marks of the newest changes; more would hide the lines. */
const mostChanges = 20;

type Props = {
  readonly kind: CurveKind;
  readonly look: CurveStyle;
  /** Which of the charts it is, of how many: they are drawn in turn. */
  readonly index: number;
  readonly of: number;
};

export function ChartCard({ kind, look, index, of }: Props) {
  const curve = useSessionState((state) => state.run.curve);
  const problem = useSessionState((state) => state.problem);
  const running = useSessionState(({ run }) => run.status === 'training' || run.status === 'loading');
  const events = useSessionState((state) => state.run.events);
  const changes = useMemo(() => events.filter(({ isChange }) => isChange).slice(0, mostChanges), [events]);
  const series = useSeries(kind);
  const drawn = useStaggered(curve, turn * of, turn * index);
  const [isMounted, setMounted] = useState(false);
  useEffect(() => {
    let isGone = false;
    const mount = () => !isGone && setMounted(true);
    // A chunk that can't be fetched is asked for again, and said, when there is something to draw.
    const timer = setTimeout(() => void load().then(mount, () => {}), firstDrawing * (index + 1));
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [index]);
  const title = useSessionState((state) => curveTitle(kind, state.run.spec.data));
  const hasNothing = series.length === 0 && curve.length > 0;
  const isEmpty = hasNothing || curve.length < 2 || drawn === null || drawn.length < 2;
  const last = curve.at(-1);
  const end =
    last && (problem === 'digits' ? `${formatEpoch(last.epoch)} epochs` : `${formatCount(last.step)} steps`);
  return (
    <section className={styles.card} data-curve={kind}>
      <div className={styles.head}>
        <h3>{title}</h3>
        <Figures kind={kind} series={series} />
      </div>
      <div className={styles.plot}>
        {(isMounted || !isEmpty) && (
          <Suspense fallback={null}>
            <div className={isEmpty ? styles.unseen : styles.chart}>
              <CurveChart
                {...look}
                curve={isEmpty ? noPoints : drawn}
                kind={kind}
                title={title}
                series={series}
                problem={problem}
                changes={changes}
              />
            </div>
          </Suspense>
        )}
        {isEmpty && (
          <p className={styles.empty}>
            {hasNothing
              ? 'This network has no relu, so no unit can be dead.'
              : running || curve.length > 1
                ? 'Waiting for the first steps.'
                : curveInfo[kind].empty}
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

const noLayers: NonNullable<RunState['info']>['layers'] = [];

export function useSeries(kind: CurveKind): readonly Series[] {
  const layers = useSessionState((state) => state.run.info?.layers ?? noLayers);
  return useMemo(() => seriesOf(kind, layers), [kind, layers]);
}

/** What each line stands at now. */
function Figures({ kind, series }: { readonly kind: CurveKind; readonly series: readonly Series[] }) {
  const texts = useSessionState(({ run }) =>
    series.map((line) => figureOf(run, kind, line)).join('\n'),
  ).split('\n');
  if (series.length === 0) return null;
  return (
    <dl className={`${styles.figures} ${series.length > 2 ? styles.many : ''}`}>
      {series.map((line, i) => (
        <div key={line.name}>
          <dt>
            <LineSign series={line} /> {line.name}
          </dt>
          <dd data-testid={`${line.name}-${kind}`}>{texts[i]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The newest there is: of loss and accuracy what the run itself says, of the rest the last point that has it. */
function figureOf(run: RunState, kind: CurveKind, { name, read }: Series): string {
  const { write } = curveInfo[kind];
  const isTest = name === 'test';
  if (kind === 'loss') return writeOr(write, isTest ? (run.test?.loss ?? null) : run.trainLoss);
  if (kind === 'accuracy') return writeOr(write, isTest ? (run.test?.accuracy ?? null) : run.trainAccuracy);
  const newest = run.curve.findLast((point) => read(point) !== null);
  return writeOr(write, newest ? read(newest) : null);
}

const writeOr = (write: (value: number) => string, value: number | null) =>
  value === null ? unknown : write(value);

function LineSign({ series: { color, dashes } }: { readonly series: Series }) {
  return (
    <svg
      viewBox="0 0 12 6"
      width="0.75rem"
      height="0.375rem"
      aria-hidden="true"
      style={{ display: 'inline-block', verticalAlign: '2px' }}
    >
      <path d="M0 3h12" strokeWidth="2" stroke={color} strokeDasharray={dashes ?? undefined} />
    </svg>
  );
}
