import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupStrokes } from '../../../src/datasets/digitGroups';
import type { Stroke } from '../../../src/datasets/digitImage';

const points = (...pairs: [number, number][]): Stroke => pairs.map(([x, y]) => ({ x, y }));

/** 100 high, as people draw them. */
const digits: Record<string, Stroke[]> = {
  'a one of one stroke': [points([5, 0], [5, 100])],
  'a one with a foot of its own': [points([0, 20], [20, 0], [20, 100]), points([2, 100], [38, 100])],
  'an open four of two strokes': [points([25, 0], [0, 60], [60, 60]), points([50, 10], [48, 100])],
  'a four whose second stroke stands apart': [
    points([20, 0], [0, 80], [30, 80]),
    points([34, 70], [34, 100]),
  ],
  'a four of three strokes': [
    points([20, 0], [0, 60]),
    points([0, 60], [60, 60]),
    points([45, 20], [45, 100]),
  ],
  'a five with its bar apart': [points([5, 0], [0, 50], [30, 60], [0, 100]), points([42, 2], [80, 0])],
  'a seven with a bar': [points([0, 0], [60, 0], [20, 100]), points([15, 50], [55, 50])],
  'a slashed zero': [points([30, 0], [0, 50], [30, 100], [60, 50], [30, 0]), points([65, -5], [-5, 105])],
  'an eight of two circles': [
    points([30, 0], [10, 25], [30, 50], [50, 25], [30, 0]),
    points([30, 50], [0, 75], [30, 100], [60, 75], [30, 50]),
  ],
  'a broken zero': [points([28, 0], [0, 50], [28, 100]), points([30, 0], [60, 50], [30, 100])],
};
const drawn = Object.values(digits);

const place = (strokes: Stroke[], scale: number, dx: number, dy: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * scale + dx, y: y * scale + dy })));
const rightOf = (strokes: Stroke[]) => Math.max(...strokes.flat().map(({ x }) => x));
const leftOf = (strokes: Stroke[]) => Math.min(...strokes.flat().map(({ x }) => x));

test.each(Object.entries(digits))('%s is one digit', (_, strokes) => {
  expect(groupStrokes(strokes)).toEqual([strokes]);
  expect(groupStrokes(strokes.toReversed())).toEqual([strokes.toReversed()]);
});

test('digits side by side, with room of 15 to 60 % of their height, come apart, from left to right', () => {
  const digit = fc.record({
    strokes: fc.constantFrom(...drawn),
    gap: fc.double({ min: 15, max: 60, noNaN: true }),
    down: fc.double({ min: 0, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(digit, { minLength: 2, maxLength: 4 }),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      (row, scale) => {
        let right = 0;
        const written = row.map(({ strokes, gap, down }) => {
          const placed = place(strokes, 1, right + gap - leftOf(strokes), down);
          right = rightOf(placed);
          return place(placed, scale, 0, 0);
        });
        expect(groupStrokes(written.flat())).toEqual(written);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('the order in which digits are written does not matter', () => {
  const [four, seven] = [
    digits['an open four of two strokes'],
    place(digits['a seven with a bar'], 1, 90, 0),
  ];
  expect(groupStrokes([...seven, ...four])).toEqual([four, seven]);
  // The bar of the seven comes last of all.
  expect(groupStrokes([seven[0], ...four, seven[1]])).toEqual([four, seven]);
});

test('the bar of a five that hangs over the next digit stays with its five', () => {
  const five = [points([5, 0], [0, 50], [30, 60], [0, 100]), points([5, 0], [50, -2])];
  const two = place([points([0, 20], [40, 0], [0, 100], [60, 100])], 1, 42, 0);
  expect(groupStrokes([...five, ...two])).toEqual([five, two]);
});

test('without ink there is no digit; points that are not finite are no ink', () => {
  expect(groupStrokes([])).toEqual([]);
  expect(groupStrokes([[], points([Number.NaN, 1])])).toEqual([]);
  expect(groupStrokes([points([Number.NaN, 1], [5, 5])])).toHaveLength(1);
});

test('every stroke with ink is in one digit, once', () => {
  const coordinate = fc.double({ min: 0, max: 280, noNaN: true });
  const stroke = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(stroke, { maxLength: 12 }), (strokes) => {
      const found = groupStrokes(strokes).flat();
      expect(found).toHaveLength(strokes.length);
      expect(new Set(found)).toEqual(new Set(strokes));
    }),
    { seed: 1, numRuns: 300 },
  );
});
