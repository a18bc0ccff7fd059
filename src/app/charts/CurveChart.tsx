import { memo, useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import type { CurvePoint } from '../../training/curve';
import { formatCount } from '../format';
import type { Problem } from '../state';
import { textScale } from '../textScale';
import styles from './CurvesPanel.module.css';
import { type CurveKind, domainOf, lines } from './curveKind';

type Props = {
  readonly curve: readonly CurvePoint[];
  readonly kind: CurveKind;
  readonly problem: Problem;
};

/** Rendered again only when the curve is another one: an update costs Recharts 15 to 20 ms. */
export const CurveChart = memo(function CurveChart({ curve, kind, problem }: Props) {
  const { train, test } = lines[kind];
  const [low, high] = useMemo(() => domainOf(curve, kind, problem), [curve, kind, problem]);
  const data = useMemo(() => [...curve], [curve]);
  // A line through one point is nothing: while there is one measurement, it is a dot.
  const tests = useMemo(() => curve.filter((point) => point[test] !== null).length, [curve, test]);
  const writeTick = kind === 'loss' ? writeLossTick : writeShareTick;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={data}
        margin={{ top: 7, right: 3, bottom: 7, left: 0 }}
        title={kind === 'loss' ? 'Loss over training' : 'Accuracy over training'}
        desc="Arrow keys read the points. The same numbers are in the table below."
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey={problem === 'digits' ? 'epoch' : 'step'} type="number" domain={[0, 'dataMax']} hide />
        <YAxis
          width={42 * textScale()}
          domain={[low, high]}
          ticks={[low, (low + high) / 2, high]}
          interval={0}
          allowDataOverflow
          tickFormatter={writeTick}
          tick={{ fill: 'var(--muted)', fontSize: '0.6875rem' }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--edge)' }}
          content={(tip: TooltipContentProps) => (
            <Reading point={tip.active ? tip.payload[0]?.payload : null} kind={kind} />
          )}
        />
        <Line
          dataKey={train}
          name="train"
          type="linear"
          stroke="var(--accent)"
          strokeWidth={1.7}
          dot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey={test}
          name="test"
          type="linear"
          stroke="var(--neg)"
          strokeWidth={1.7}
          strokeDasharray="5 3"
          dot={tests === 1 && { r: 3, fill: 'var(--neg)', strokeDasharray: 'none' }}
          connectNulls
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
});

function Reading({ point, kind }: { point: CurvePoint | null | undefined; kind: CurveKind }) {
  if (!point) return null;
  const { train, test, write } = lines[kind];
  const tested = point[test];
  return (
    <div className={styles.tip}>
      step {formatCount(point.step)}: train <b>{write(point[train])}</b>
      {tested !== null && (
        <>
          , test <b>{write(tested)}</b>
        </>
      )}
    </div>
  );
}

function writeLossTick(value: number): string {
  const short = Number(value.toPrecision(2));
  const isLong = short !== 0 && (short < 0.001 || short >= 100_000);
  return isLong ? short.toExponential().replace('e+', 'e') : String(short);
}

function writeShareTick(value: number): string {
  return `${Math.round(100 * value)}\u00a0%`;
}
