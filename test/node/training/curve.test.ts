import { expect, test } from 'vitest';
import { createCurve, maxCurvePoints } from '../../../src/training/curve';
import type { Progress } from '../../../src/training/trainer';

function progressAt(step: number, loss: number): Progress {
  return {
    step,
    epoch: step / 100,
    trainLoss: loss,
    trainLossMin: loss - 0.1,
    trainLossMax: loss + 0.1,
    trainAccuracy: 0.5,
    rate: 1 / step,
    samplesPerSecond: 1,
    test: null,
    bestTest: null,
    figures: null,
  };
}

test('a curve of 100,000 reports holds at most 400 points, in order, and ends at the last step', () => {
  const curve = createCurve();
  for (let step = 1; step <= 100_000; step++) curve.add(progressAt(step, 1 / step));
  const points = curve.points();
  expect(points.length).toBeLessThanOrEqual(maxCurvePoints);
  expect(points.length).toBeGreaterThan(maxCurvePoints / 4);
  expect(points.at(-1)?.step).toBe(100_000);
  for (let i = 1; i < points.length; i++) expect(points[i].step).toBeGreaterThan(points[i - 1].step);
});

test('folding keeps the mean over all steps (to 1e-9) and every extreme', () => {
  const curve = createCurve();
  let sum = 0;
  for (let step = 1; step <= 5000; step++) {
    const loss = step === 1234 ? 50 : Math.sin(step) + 2;
    sum += loss;
    curve.add(progressAt(step, loss));
  }
  const points = curve.points();
  const weighted = points.reduce(
    (total, point, i) => total + point.trainLoss * (point.step - (points[i - 1]?.step ?? 0)),
    0,
  );
  expect(weighted / 5000).toBeCloseTo(sum / 5000, 9);
  expect(Math.max(...points.map((point) => point.trainLossMax))).toBeCloseTo(50.1, 9);
});

test('a test measurement survives every folding that follows', () => {
  const curve = createCurve();
  curve.add({ ...progressAt(1, 1), test: { step: 1, loss: 0.25, accuracy: 0.75, rows: 4 } });
  for (let step = 2; step <= 10_000; step++) curve.add(progressAt(step, 1));
  const measured = curve.points().filter((point) => point.testLoss !== null);
  expect(measured).toHaveLength(1);
  expect(measured[0]).toMatchObject({ testLoss: 0.25, testAccuracy: 0.75 });
});

test('each point has the rate of its last step, however many it covers', () => {
  const curve = createCurve();
  for (let step = 1; step <= 10_000; step++) curve.add(progressAt(step, 1));
  for (const { step, rate } of curve.points()) expect(rate).toBe(1 / step);
});

test('the array of points stays the same until something is added', () => {
  const curve = createCurve();
  curve.add(progressAt(1, 1));
  const before = curve.points();
  expect(curve.points()).toBe(before);
  curve.add(progressAt(2, 1));
  expect(curve.points()).not.toBe(before);
});

test('each point has the figures of the newest step that was measured, and keeps them through every folding', () => {
  const curve = createCurve();
  const layers = (gradientNorm: number) => [{ gradientNorm, weightNorm: 1, updateNorm: 0, deadUnits: null }];
  for (let step = 1; step <= 10_000; step++) {
    const figures = step % 5 === 0 ? { step, layers: layers(step) } : null;
    curve.add({ ...progressAt(step, 1), figures });
  }
  for (const { step, layers } of curve.points()) {
    const norm = layers?.[0].gradientNorm ?? Number.NaN;
    expect(norm).toBeLessThanOrEqual(step);
    expect(norm).toBeGreaterThan(step - 5);
  }
});

test('cut forgets the points behind a step, and what follows goes on from there', () => {
  const curve = createCurve();
  for (let step = 1; step <= 1000; step++) curve.add(progressAt(step, 1));
  curve.cut(500);
  const last = curve.points().at(-1)?.step ?? 0;
  expect(last).toBeLessThanOrEqual(500);
  expect(last).toBeGreaterThan(490);
  for (let step = last + 1; step <= 700; step++) curve.add(progressAt(step, 2));
  expect(curve.points().at(-1)).toMatchObject({ step: 700, trainLoss: 2 });
  curve.cut(0);
  expect(curve.points()).toEqual([]);
});

test('a test loss without end is no point of the curve', () => {
  const curve = createCurve();
  curve.add({
    ...progressAt(1, 1),
    test: { step: 1, loss: Number.POSITIVE_INFINITY, accuracy: 0.5, rows: 4 },
  });
  expect(curve.points()).toMatchObject([{ testLoss: null, testAccuracy: 0.5 }]);
});
