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
import styles from './CurvesPanel.module.css';
import { type CurveKind, domainOf, lines } from './curveKind';

type Props = {
  readonly curve: readonly CurvePoint[];
  readonly kind: CurveKind;
  readonly x: 'step' | 'epoch';
};

/** Rendered again only when the curve is another one: an update costs Recharts 15 to 20 ms. */
export const CurveChart = memo(function CurveChart({ curve, kind, x }: Props) {
  const { train, test } = lines[kind];
  const [low, high] = useMemo(() => domainOf(curve, kind), [curve, kind]);
  const data = useMemo(() => [...curve], [curve]);
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
        <XAxis dataKey={x} type="number" domain={[0, 'dataMax']} hide />
        <YAxis
          width={42}
          domain={[low, high]}
          ticks={[low, (low + high) / 2, high]}
          interval={0}
          allowDataOverflow
          tickFormatter={writeTick}
          tick={{ fill: 'var(--muted)', fontSize: 11 }}
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
          dot={false}
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
  return short !== 0 && short < 0.001 ? short.toExponential() : String(short);
}

function writeShareTick(value: number): string {
  return `${Math.round(100 * value)}\u00a0%`;
}
