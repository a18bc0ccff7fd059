import { memo, useMemo, useRef } from 'react';
import {
  CartesianGrid,
  DefaultZIndexes,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import type { CurvePoint } from '../../training/curve';
import { formatCount, formatRate } from '../format';
import type { Problem, RunEvent } from '../state';
import { textScale } from '../textScale';
import styles from './CurvesPanel.module.css';
import { type CurveKind, curveInfo, type Series } from './curveKind';
import { scaleOf } from './curveScale';
import { smooth } from './smoothing';
import { useSteadyPointer } from './useSteadyPointer';

/** How curves are drawn. */
export type CurveStyle = {
  readonly isLog: boolean;
  /** Of the smoothing, 0 to below 1; 0: none. */
  readonly smoothing: number;
};

type Props = CurveStyle & {
  readonly curve: readonly CurvePoint[];
  readonly kind: CurveKind;
  readonly title: string;
  readonly series: readonly Series[];
  readonly problem: Problem;
  /** Where something was changed by hand. */
  readonly changes: readonly RunEvent[];
};

/** A point with what is drawn of it, a value for each line. */
type Row = {
  readonly step: number;
  readonly raw: readonly (number | null)[];
  readonly drawn: readonly (number | null)[];
};

/** Rendered again only when what it shows is another: an update costs Recharts 15 to 20 ms. */
export const CurveChart = memo(function CurveChart(props: Props) {
  const { curve, kind, title, series, problem, changes, isLog: wantsLog, smoothing } = props;
  // A rate has no noise, and its jumps are real.
  const strength = kind === 'rate' ? 0 : smoothing;
  const rows = useMemo(() => rowsOf(curve, series, strength), [curve, series, strength]);
  const { domain, ticks, isLog } = useMemo(
    () =>
      scaleOf(
        rows.map(({ raw }) => raw),
        kind,
        problem,
        wantsLog,
      ),
    [rows, kind, problem, wantsLog],
  );
  const { isShare } = curveInfo[kind];
  const box = useRef<HTMLDivElement>(null);
  const steady = useSteadyPointer(box, rows);
  // What a logarithmic scale has no place for is left out.
  const placed = (value: number | null) => (isLog && value !== null && value <= 0 ? null : value);
  return (
    <div ref={box} className={styles.steady} {...steady}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={rows}
          margin={{ top: 7, right: 3, bottom: 7, left: 0 }}
          title={`${title} over training`}
          desc="Arrow keys read the points. All of them are in the CSV."
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="step" type="number" domain={[0, 'dataMax']} hide />
          <YAxis
            width={42 * textScale()}
            scale={isLog ? 'log' : 'linear'}
            domain={[...domain]}
            ticks={[...ticks]}
            interval={0}
            allowDataOverflow
            tickFormatter={isShare ? writeShareTick : writeTick}
            tick={{ fill: 'var(--muted)', fontSize: '0.6875rem' }}
            tickLine={false}
            // No line, but room is kept for one: the longest numbers need it.
            tickSize={2}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--edge)' }}
            content={(tip: TooltipContentProps) => (
              <Reading
                row={tip.active ? tip.payload[0]?.payload : null}
                rows={rows}
                kind={kind}
                series={series}
                changes={changes}
              />
            )}
          />
          {changes.map(({ id, step }) => (
            <ReferenceLine key={id} x={step} stroke="var(--edge)" strokeDasharray="1 2" />
          ))}
          {strength > 0 &&
            series.map(({ name, color }, i) => (
              <Line
                key={`raw ${name}`}
                // Behind the smooth ones, though it may come later.
                zIndex={DefaultZIndexes.line - 1}
                dataKey={(row: Row) => placed(row.raw[i])}
                type="linear"
                stroke={color}
                strokeWidth={1}
                strokeOpacity={0.35}
                dot={false}
                activeDot={false}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          {series.map(({ name, color, dashes }, i) => (
            <Line
              key={name}
              dataKey={(row: Row) => placed(row.drawn[i])}
              name={name}
              type="linear"
              stroke={color}
              strokeWidth={1.7}
              strokeDasharray={dashes ?? undefined}
              // A line through one point is nothing: while there is one measurement, it is a dot.
              dot={isAlone(rows, i) && { r: 3, fill: color, strokeDasharray: 'none' }}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
});

/** Only points that have something to draw. */
function rowsOf(curve: readonly CurvePoint[], series: readonly Series[], smoothing: number): Row[] {
  const points = curve
    .map((point) => ({ step: point.step, raw: series.map(({ read }) => read(point)) }))
    .filter(({ raw }) => raw.some((value) => value !== null));
  const steps = points.map(({ step }) => step);
  const smoothed = series.map((_, i) =>
    smooth(
      points.map(({ raw }) => raw[i]),
      steps,
      smoothing,
    ),
  );
  return points.map((point, at) => ({ ...point, drawn: smoothed.map((values) => values[at]) }));
}

/** Whether a line has a single point; looks no further than it must. */
function isAlone(rows: readonly Row[], i: number): boolean {
  const first = rows.findIndex(({ raw }) => raw[i] !== null);
  return first >= 0 && rows.findIndex(({ raw }, at) => at > first && raw[i] !== null) < 0;
}

type ReadingProps = Pick<Props, 'kind' | 'series' | 'changes'> & {
  readonly row: Row | null | undefined;
  readonly rows: readonly Row[];
};

/** The exact values at a point, and what was changed in the steps up to it. */
function Reading({ row, rows, kind, series, changes }: ReadingProps) {
  if (!row) return null;
  const { isShare, write } = curveInfo[kind];
  const exact = isShare ? write : (value: number) => formatRate(value);
  const before = rows[rows.indexOf(row) - 1]?.step ?? -1;
  const changed = changes.filter(({ step }) => step > before && step <= row.step);
  return (
    <div className={styles.tip}>
      step {formatCount(row.step)}:
      {series.map(({ name }, i) => {
        const value = row.raw[i];
        return value === null ? null : (
          <span key={name} className={styles.reading}>
            {' '}
            {name} <b>{exact(value)}</b>
          </span>
        );
      })}
      {changed.map(({ id, text }) => (
        <div key={id}>{text}</div>
      ))}
    </div>
  );
}

function writeTick(value: number): string {
  const short = Number(value.toPrecision(2));
  const isLong = short !== 0 && (Math.abs(short) < 0.001 || short >= 100_000);
  return isLong ? short.toExponential().replace('e+', 'e') : String(short);
}

function writeShareTick(value: number): string {
  return `${Math.round(100 * value)}\u00a0%`;
}
