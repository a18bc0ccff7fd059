import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isForTraining, outputsForClasses, pointsDataset, splitPoints } from '../../../src/datasets/points';

const shares = fc.integer({ min: 10, max: 90 }).map((percent) => percent / 100);

test('of each class, and of all points, the share that is learned is right to a point, in whatever order they come', () => {
  const order = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(order, shares, (labels, share) => {
      const points = labels.flatMap((label, row) => [row, -row, label]);
      const { train, test: rest } = splitPoints(points, 5, share);
      for (let label = 0; label < 5; label++) {
        const count = (part: readonly number[]) =>
          part.filter((value, at) => at % 3 === 2 && value === label).length;
        const all = labels.filter((one) => one === label).length;
        expect(count(train) + count(rest)).toBe(all);
        expect(Math.abs(count(train) - share * all)).toBeLessThan(1 + 1e-9);
      }
    }),
    { seed: 1 },
  );
  const alike = Array.from({ length: 300 }, (_, row) => [0, 0, row % 5]).flat();
  expect(splitPoints(alike, 5, 0.7).train).toHaveLength(3 * 210);
});

test('four points of each of five classes leave some to learn and some for the test, whatever the share', () => {
  const points = Array.from({ length: 20 }, (_, row) => [0, 0, row % 5]).flat();
  const counts = [0.1, 0.5, 0.9].map((share) => {
    const { train, test: rest } = splitPoints(points, 5, share);
    return [train.length / 3, rest.length / 3];
  });
  expect(counts).toEqual([
    [2, 18],
    [10, 10],
    [18, 2],
  ]);
});

test('a point that is added leaves the others where they are', () => {
  const first = Array.from({ length: 40 }, (_, nth) => isForTraining(nth, 1, 3, 0.7));
  expect(Array.from({ length: 41 }, (_, nth) => isForTraining(nth, 1, 3, 0.7)).slice(0, 40)).toEqual(first);
});

const points = [0.5, -0.5, 0, -0.25, 1, 1];
const target = (classes: number, outputs: number, of = points) => [
  ...pointsDataset(of, classes, outputs).target,
];

test('two classes are one number or two, more classes one number each, a value is itself', () => {
  expect(target(2, 1)).toEqual([0, 1]);
  expect(target(2, 2)).toEqual([1, 0, 0, 1]);
  expect(target(3, 3)).toEqual([1, 0, 0, 0, 1, 0]);
  expect(target(0, 1, [0.5, -0.5, -0.75])).toEqual([-0.75]);
  const { x, inputs, rows, tolerance } = pointsDataset(points, 2, 1);
  expect([...x]).toEqual([0.5, -0.5, -0.25, 1]);
  expect([inputs, rows, tolerance]).toEqual([2, 2, undefined]);
  expect(pointsDataset([0, 0, 0.5], 0, 1).tolerance).toBe(0.2);
});

test.each([
  [2, 3, '2 classes need 1 or 2 outputs; the network has 3.'],
  [4, 1, '4 classes need 4 outputs; the network has 1.'],
  [0, 2, 'Values need 1 output; the network has 2.'],
])('%i classes and %i outputs are refused', (classes, outputs, message) => {
  expect(outputsForClasses(classes)).not.toContain(outputs);
  expect(() => pointsDataset(points, classes, outputs)).toThrow(message);
});
