import type { CurvePoint } from '../../training/curve';
import { formatLoss, formatPercent } from '../format';
import type { Problem } from '../state';

export type CurveKind = 'loss' | 'accuracy';

type Lines = {
  readonly train: 'trainLoss' | 'trainAccuracy';
  readonly test: 'testLoss' | 'testAccuracy';
  readonly write: (value: number) => string;
};

export const lines: Readonly<Record<CurveKind, Lines>> = {
  loss: { train: 'trainLoss', test: 'testLoss', write: formatLoss },
  accuracy: { train: 'trainAccuracy', test: 'testAccuracy', write: (value) => formatPercent(value) },
};

/** Of the curve's start, this share may lie outside of the picture, so that what follows is not a flat line. */
const settledFrom: Readonly<Record<CurveKind, number>> = { loss: 0.05, accuracy: 0.01 };

/** The next number of 1, 2, 2.5 or 5 times a power of ten at or above a positive one. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((nice) => nice * power >= value * 0.999) ?? 10;
  return factor * power;
}

/**
 * What the y axis spans: loss from 0; accuracy up to 1, of XOR from 0, where it has four values. Of XOR all
 * points, of digits all but the first.
 */
export function domainOf(curve: readonly CurvePoint[], kind: CurveKind, problem: Problem): [number, number] {
  if (kind === 'accuracy' && problem === 'xor') return [0, 1];
  const { train, test } = lines[kind];
  const from =
    problem === 'xor' || curve.length < 20 ? 0 : Math.max(2, Math.floor(settledFrom[kind] * curve.length));
  const newestTest = curve.findLast((point) => point[test] !== null)?.[test] ?? null;
  const values = [newestTest, ...curve.slice(from).flatMap((point) => [point[train], point[test]])]
    .filter((value) => value !== null)
    .filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  if (kind === 'loss') return [0, niceAbove(Math.max(...values, 1e-6))];
  const lowest = Math.min(...values);
  // Steps of ten per cent from far away, of one when all of the curve is above 90 %.
  const step = lowest > 0.9 ? 0.02 : 0.1;
  return [Math.max(0, Math.min(0.98, Math.floor(lowest / step - 1e-9) * step)), 1];
}
