/** What the y axis of a chart spans, and where it has ticks. */
import type { Problem } from '../state';
import type { CurveKind } from './curveKind';
import { curveInfo } from './curveKind';

export type Scale = {
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly isLog: boolean;
};

/** Of the curve's start, this share may lie outside of the picture, so that what follows is not a flat line. */
const settledFrom: Readonly<Partial<Record<CurveKind, number>>> = { loss: 0.05, accuracy: 0.01 };

/** The next number of 1, 2, 2.5 or 5 times a power of ten at or above a positive one. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((nice) => nice * power >= value * 0.999) ?? 10;
  return factor * power;
}

/** Values point by point, one for each line; `wantsLog` is heeded where the curve has such a scale. */
export function scaleOf(
  rows: readonly (readonly (number | null)[])[],
  kind: CurveKind,
  problem: Problem,
  wantsLog: boolean,
): Scale {
  const { isShare } = curveInfo[kind];
  if (wantsLog && !isShare) return logScale(numbersIn(rows).filter((value) => value > 0));
  const [low, high] = linearDomain(rows, kind, problem);
  return { domain: [low, high], ticks: [low, (low + high) / 2, high], isLog: false };
}

const numbersIn = (rows: readonly (readonly (number | null)[])[]) =>
  rows.flat().filter((value): value is number => value !== null && Number.isFinite(value));

/**
 * Loss, rates and norms from 0; accuracy up to 1, of XOR from 0, where it has four values. Of XOR all points, of
 * digits all but the first; the newest of every line always.
 */
function linearDomain(
  rows: readonly (readonly (number | null)[])[],
  kind: CurveKind,
  problem: Problem,
): [number, number] {
  if (kind === 'deadUnits' || (kind === 'accuracy' && problem === 'xor')) return [0, 1];
  const settled = problem === 'xor' || rows.length < 20 ? 0 : (settledFrom[kind] ?? 0);
  const from = settled === 0 ? 0 : Math.max(2, Math.floor(settled * rows.length));
  const newest = (rows.at(-1) ?? []).map(
    (_, line) => rows.findLast((row) => row[line] !== null)?.[line] ?? null,
  );
  const values = numbersIn([newest, ...rows.slice(from)]);
  if (values.length === 0) return [0, 1];
  if (kind !== 'accuracy') return [0, niceAbove(Math.max(...values, 1e-6))];
  const lowest = Math.min(...values);
  // Steps of ten per cent from far away, of one when all of the curve is above 90 %.
  const step = lowest > 0.9 ? 0.02 : 0.1;
  return [Math.max(0, Math.min(0.98, Math.floor(lowest / step - 1e-9) * step)), 1];
}

/** Whole powers of ten around the values, of which at most four are named. */
function logScale(values: readonly number[]): Scale {
  if (values.length === 0) return { domain: [0.1, 1], ticks: [0.1, 1], isLog: true };
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  const every = Math.ceil((high - low) / 3);
  const ticks = Array.from(
    { length: Math.floor((high - low) / every) + 1 },
    (_, i) => 10 ** (low + i * every),
  );
  return { domain: [10 ** low, 10 ** high], ticks, isLog: true };
}
