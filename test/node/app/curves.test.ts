/** What is done with the numbers of a curve before it is drawn or saved. */
import { describe, expect, test } from 'vitest';
import { seriesOf } from '../../../src/app/charts/curveKind';
import { scaleOf } from '../../../src/app/charts/curveScale';
import { smooth } from '../../../src/app/charts/smoothing';
import { describeReached, describeUntil, withoutReached } from '../../../src/app/runEvents';
import type { CurvePoint } from '../../../src/training/curve';

const steps = Array.from({ length: 201 }, (_, i) => i * 10);

describe('smoothing', () => {
  test('of strength 0, and of a level, changes nothing', () => {
    const values = steps.map((step) => Math.sin(step));
    expect(smooth(values, steps, 0)).toEqual(values);
    for (const value of smooth(
      steps.map(() => 3),
      steps,
      0.9,
    ))
      expect(value).toBeCloseTo(3, 12);
  });

  test('forgets a step by the strength for each hundredth of the curve, to 1e-9', () => {
    const values = steps.map((step) => (step < 1000 ? 1 : 0));
    const smoothed = smooth(values, steps, 0.9);
    // From step 990 on to 1990 lie 50 hundredths.
    const before = smoothed[99] ?? 0;
    expect(before).toBeCloseTo(1, 12);
    const weight = 1 - 0.9 ** 50.5;
    expect(smoothed[199] ?? 0).toBeLessThan(0.9 ** 49.5);
    expect(smoothed[199] ?? 0).toBeCloseTo((0.9 ** 50 * weight) / weight, 2);
  });

  test('takes noise away, by more than two thirds at 0.9', () => {
    const noise = steps.map((_, i) => (i % 2 === 0 ? 1 : -1));
    const late = smooth(noise, steps, 0.9).slice(50);
    expect(Math.max(...late.map((value) => Math.abs(value ?? 0)))).toBeLessThan(0.33);
  });

  test('of a curve with half of its points looks the same, to 2 %', () => {
    const slow = (step: number) => Math.exp(-step / 500);
    const all = smooth(steps.map(slow), steps, 0.9);
    const half = steps.filter((_, i) => i % 2 === 0);
    const folded = smooth(half.map(slow), half, 0.9);
    folded.forEach((value, i) => {
      expect(Math.abs((value ?? 0) - (all[2 * i] ?? 0))).toBeLessThan(0.02);
    });
  });

  test('leaves out what is not known', () => {
    expect(smooth([null, 1, null, 1], [0, 1, 2, 3], 0.5)).toEqual([null, 1, null, 1]);
  });
});

describe('a logarithmic scale', () => {
  const scale = (values: (number | null)[]) =>
    scaleOf(
      values.map((value) => [value]),
      'loss',
      'digits',
      true,
    );

  test('spans whole powers of ten, and names at most four of them', () => {
    expect(scale([0.02, 2])).toEqual({ domain: [0.01, 10], ticks: [0.01, 0.1, 1, 10], isLog: true });
    const { domain, ticks } = scale([1e-9, 1e5]);
    expect(domain).toEqual([1e-9, 1e5]);
    expect(ticks.length).toBeLessThanOrEqual(4);
  });

  test('leaves out zeros, and stands where there is nothing else', () => {
    expect(scale([0, null, 0.5]).domain).toEqual([0.1, 1]);
    expect(scale([0]).domain).toEqual([0.1, 1]);
  });

  test('is not for shares', () => {
    expect(scaleOf([[0.5]], 'deadUnits', 'digits', true)).toMatchObject({ domain: [0, 1], isLog: false });
  });
});

const layer = (title: string, hasRelu: boolean) => ({ name: title, title, hasRelu });
const point: CurvePoint = {
  step: 1,
  epoch: 0,
  trainLoss: 1,
  trainLossMin: 1,
  trainLossMax: 1,
  trainAccuracy: 1,
  rate: 0.1,
  testLoss: null,
  testAccuracy: null,
  layers: [
    { gradientNorm: 3, weightNorm: 2, updateNorm: 0.5, deadUnits: 0.25 },
    { gradientNorm: 4, weightNorm: 0, updateNorm: 1, deadUnits: null },
  ],
};

test('a curve by layers has a line for each, of dead units for those with a relu; a layer of zeros has no ratio', () => {
  const layers = [layer('hidden 1', true), layer('output', false)];
  const read = (kind: Parameters<typeof seriesOf>[0]) =>
    seriesOf(kind, layers).map((series) => [series.name, series.read(point)]);
  expect(read('gradientNorm')).toEqual([
    ['hidden 1', 3],
    ['output', 4],
  ]);
  expect(read('updateRatio')).toEqual([
    ['hidden 1', 0.25],
    ['output', null],
  ]);
  expect(read('deadUnits')).toEqual([['hidden 1', 0.25]]);
  expect(read('rate')).toEqual([['rate', 0.1]]);
});

test('ends are told in words, and why one was reached with what was measured', () => {
  expect(describeUntil({})).toBe('');
  expect(describeUntil({ steps: 1000, testAccuracy: 0.975 })).toBe('test accuracy 97.5 % · 1,000 steps');
  const test = { step: 5, loss: 0.1, accuracy: 0.98, rows: 10 };
  expect(describeReached('testAccuracy', { testAccuracy: 0.975 }, test)).toBe(
    'stopped: test accuracy 97.5 % reached, it is 98.00 %',
  );
  expect(describeReached('seconds', { seconds: 10 }, test)).toBe('stopped: 10 s reached');
  expect(describeReached('plateau', { plateau: 3 }, test)).toBe(
    'stopped: 3 measurements in a row without a lower test loss',
  );
});

test('an end that is reached is none for what is trained next', () => {
  const until = { testAccuracy: 0.9, testLoss: 0.2, steps: 5 };
  const test = { step: 5, loss: 0.3, accuracy: 0.95, rows: 10 };
  expect(withoutReached(until, test)).toEqual({ testLoss: 0.2, steps: 5 });
  expect(withoutReached(until, null)).toEqual(until);
});
