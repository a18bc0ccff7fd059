/** Drawings as they come onto the pad. */
import { describe, expect, test } from 'vitest';
import { digitImage, type Stroke } from '../../../src/datasets/digitImage';
import { type Drawn, drawOnPad, padSide } from '../../../src/node/padDrawing';

const one: readonly Stroke[] = [
  [
    { x: 0.5, y: 0 },
    { x: 0.45, y: 1 },
  ],
];
const seven: readonly Stroke[] = [
  [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0.4, y: 1.3 },
  ],
  [
    { x: 0.2, y: 0.6 },
    { x: 0.9, y: 0.6 },
  ],
];
const usual: Drawn = { size: [0.6, 0.6], tilt: [0, 0], trace: 'asDrawn' };
const onPad = (drawing: readonly Stroke[], change: Partial<Drawn>) =>
  drawOnPad([drawing], { ...usual, ...change })[0];

/** Mean distance of two lists of levels, 0 to 1. */
const distance = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length;

const sidesOf = (drawing: readonly Stroke[]) => {
  const points = drawing.flat();
  const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return [extent(points.map(({ x }) => x)), extent(points.map(({ y }) => y))];
};

const gaps = (stroke: Stroke) =>
  stroke.slice(1).map(({ x, y }, index) => Math.hypot(x - stroke[index].x, y - stroke[index].y));

test('in any size the image is that of the drawing, but for whole pixels', () => {
  for (const [size, most] of [
    [1, 0.01],
    [0.25, 0.02],
  ]) {
    const drawn = onPad(seven, { size: [size, size] });
    expect(Math.max(...sidesOf(drawn))).toBeCloseTo(size * padSide, -0.5);
    const apart = distance(digitImage(drawn), digitImage(seven));
    expect(apart).toBeGreaterThan(0);
    expect(apart).toBeLessThan(most);
  }
});

test('each lies somewhere else, wholly on the pad, on whole pixels, and in the next run there again', () => {
  const drawings = Array.from({ length: 50 }, () => seven);
  const drawn: Drawn = { size: [0.25, 1], tilt: [-15, 15], trace: 'shaky' };
  const placed = drawOnPad(drawings, drawn);
  for (const { x, y } of placed.flat(2)) {
    expect([x, y].every((place) => Number.isInteger(place) && place >= 0 && place <= padSide)).toBe(true);
  }
  expect(new Set(placed.map(([[{ x, y }]]) => `${x} ${y}`)).size).toBeGreaterThan(40);
  const larger = placed.map((drawing) => Math.max(...sidesOf(drawing)));
  expect(Math.min(...larger)).toBeLessThan(0.4 * padSide);
  expect(Math.max(...larger)).toBeGreaterThan(0.9 * padSide);
  expect(drawOnPad(drawings, drawn)).toEqual(placed);
});

test('tilted clockwise, the head of a one goes to the right', () => {
  const [[head, foot]] = onPad(one, { tilt: [15, 15] });
  const straight = onPad(one, {})[0];
  expect(head.x - foot.x).toBeGreaterThan(straight[0].x - straight[1].x + 30);
});

describe('of the points', () => {
  const slow = [Array.from({ length: 41 }, (_, step) => ({ x: 0.02 * (step % 2), y: step / 40 }))];
  const side = 0.6 * padSide;

  test('few are at least a tenth of the larger side apart, but for the last', () => {
    const [stroke] = onPad(slow, { trace: 'sparse' });
    expect(Math.min(...gaps(stroke).slice(0, -1))).toBeGreaterThan(0.09 * side);
    expect(stroke.length).toBeLessThan(slow[0].length / 2);
    expect(Math.max(...sidesOf([stroke]))).toBeCloseTo(side, -0.5);
  });

  test('many are a hundredth apart, and change the image by whole pixels only', () => {
    const drawn = onPad(seven, { trace: 'dense' });
    expect(Math.max(...drawn.flatMap(gaps))).toBeLessThan(0.01 * side + Math.SQRT2);
    expect(drawn.flat().length).toBeGreaterThan(200);
    expect(distance(digitImage(drawn), digitImage(seven))).toBeLessThan(0.015);
  });

  test('shaky ones are off by more than whole pixels', () => {
    const off = distance(digitImage(onPad(seven, { trace: 'shaky' })), digitImage(seven));
    expect(off).toBeGreaterThan(2 * distance(digitImage(onPad(seven, {})), digitImage(seven)));
    expect(off).toBeLessThan(0.05);
  });
});
