import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Points, planeReach } from '../../../src/datasets/points';
import {
  checkShapes,
  classCount,
  classesOf,
  type DrawnShapes,
  type OwnShapes,
  type Pattern,
  patterns,
  type ShapesSpec,
  shapeLimits,
  shapePoints,
} from '../../../src/datasets/shapes2d';

const drawn = (pattern: Pattern, change: Partial<DrawnShapes> = {}): DrawnShapes => ({
  pattern,
  classes: classesOf(pattern)[0],
  noise: 0,
  samples: 400,
  trainShare: 0.7,
  seed: 1,
  ...change,
});

type Point = { readonly x: number; readonly y: number; readonly target: number };

const rows = (points: Points): Point[] =>
  Array.from({ length: points.length / 3 }, (_, row) => {
    const [x, y, target] = points.slice(3 * row, 3 * row + 3);
    return { x, y, target };
  });

/** All of them, those of the test too. */
function pointsOf(spec: ShapesSpec): Point[] {
  const { train, test: rest } = shapePoints(spec);
  return [...rows(train), ...rows(rest)];
}

/** Every pattern with every number of classes that it has. */
const everyKind = patterns.flatMap((pattern) => {
  const [least, most] = classesOf(pattern);
  return Array.from({ length: most - least + 1 }, (_, more) => [pattern, least + more] as const);
});

test.each(everyKind)(
  '%s of %i classes: as many of each, divided as asked, within the plane',
  (pattern, classes) => {
    const spec = drawn(pattern, { classes, noise: 0.3, samples: 420 });
    const { train, test: rest } = shapePoints(spec);
    expect([train.length, rest.length]).toEqual([3 * 294, 3 * 126]);
    const points = pointsOf(spec);
    for (const { x, y } of points) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(planeReach);
    for (let label = 0; label < classes; label++)
      expect(points.filter(({ target }) => target === label)).toHaveLength(420 / classes);
  },
);

test('the same seed gives the same bits, everywhere these; another seed others', () => {
  const hash = createHash('sha256');
  for (const [pattern, classes] of everyKind) {
    const spec = drawn(pattern, { classes, noise: 0.1 });
    const { train, test: rest } = shapePoints(spec);
    expect(shapePoints({ ...spec })).toEqual({ train, test: rest });
    if (pattern !== 'xor') expect(shapePoints({ ...spec, seed: 2 })).not.toEqual({ train, test: rest });
    hash.update(Float64Array.from([...train, ...rest]));
  }
  expect(hash.digest('hex')).toBe('1756ba9a532c767b60b793ebed2fc8314611e5ae3be0ad633d7e79a783ccf872');
});

describe('without noise every point is where the formula of its pattern says', () => {
  const radius = ({ x, y }: Point) => Math.hypot(x, y);
  const turns = ({ x, y }: Point) => Math.atan2(y, x) / (2 * Math.PI);
  /** How far a number of turns is from a whole one. */
  const offTurn = (value: number) => Math.abs(value - Math.round(value));

  test.each([2, 3, 4, 5])('spirals of %i arms', (classes) => {
    for (const point of pointsOf(drawn('spirals', { classes }))) {
      const t = (radius(point) - 0.1) / 0.85;
      expect(t > -1e-9 && t < 1).toBe(true);
      expect(offTurn(turns(point) - (point.target + 3 * t) / classes)).toBeLessThan(1e-8);
    }
  });

  test.each([2, 5])('circles of %i rings', (classes) => {
    for (const point of pointsOf(drawn('circles', { classes })))
      expect(radius(point)).toBeCloseTo((0.9 * (point.target + 1)) / classes, 8);
  });

  test('moons', () => {
    for (const { x, y, target } of pointsOf(drawn('moons'))) {
      const side = target === 0 ? 1 : -1;
      const [cosine, sine] = [(side * x) / 0.6 + 0.5, (side * y) / 0.6 + 0.25];
      expect(Math.hypot(cosine, sine)).toBeCloseTo(1, 8);
      expect(sine).toBeGreaterThan(-1e-9);
    }
  });

  test('xor', () => {
    for (const { x, y, target } of pointsOf(drawn('xor'))) {
      expect([Math.abs(x), Math.abs(y)]).toEqual([0.7, 0.7]);
      expect(target).toBe(x * y > 0 ? 0 : 1);
    }
  });

  test.each([2, 5])('gaussians of %i classes', (classes) => {
    for (const point of pointsOf(drawn('gaussians', { classes }))) {
      expect(radius(point)).toBeCloseTo(0.65, 8);
      expect(offTurn(turns(point) - point.target / classes)).toBeLessThan(1e-8);
    }
  });

  test.each([2, 3, 4, 5])('checkerboard of %i classes', (classes) => {
    for (const { x, y, target } of pointsOf(drawn('checkerboard', { classes }))) {
      const [column, row] = [x, y].map((value) => Math.floor(2 * (value + 1)));
      expect((column + row) % classes).toBe(target);
      // A tenth of every field is free at each side.
      for (const value of [x, y]) expect(offTurn(2 * value)).toBeGreaterThan(0.1 - 1e-9);
    }
  });

  test('plane and waves', () => {
    for (const { x, y, target } of pointsOf(drawn('plane'))) expect(target).toBe((x + y) / 2);
    for (const { x, y, target } of pointsOf(drawn('waves')))
      expect(target).toBeCloseTo(Math.sin(Math.PI * x) * Math.cos(Math.PI * y), 8);
  });
});

test('noise is of the deviation that is asked for, within 5 %', () => {
  const spread = (values: number[]) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const places = pointsOf(drawn('xor', { noise: 0.1, samples: 2000 }));
  expect(spread(places.flatMap(({ x, y }) => [Math.abs(x) - 0.7, Math.abs(y) - 0.7])) / 0.1).toBeCloseTo(
    1,
    1,
  );
  const values = pointsOf(drawn('plane', { noise: 0.1, samples: 2000 }));
  expect(spread(values.map(({ x, y, target }) => target - (x + y) / 2)) / 0.1).toBeCloseTo(1, 1);
});

const own: OwnShapes = {
  pattern: 'own',
  names: ['a', 'b'],
  trainShare: 0.7,
  train: [0, 0, 0, 1, 1, 1],
  test: [0.5, 0.5, 1],
};

test('own points are their own, none at all too', () => {
  expect(shapePoints(own)).toBe(own);
  expect(classCount(own)).toBe(2);
  expect(() => checkShapes({ ...own, train: [], test: [] })).not.toThrow();
  expect(() => checkShapes({ ...own, names: [], train: [0, 0, -1.25], test: [] })).not.toThrow();
});

test.each<[ShapesSpec, string]>([
  [drawn('spirals', { classes: 6 }), 'classes of spirals must be a whole number from 2 to 5, not 6'],
  [drawn('spirals', { classes: 2.5 }), 'classes of spirals must be a whole number from 2 to 5, not 2.5'],
  [drawn('moons', { classes: 3 }), 'classes of moons must be 2, not 3'],
  [drawn('plane', { classes: 2 }), 'classes of plane must be 0, not 2'],
  [drawn('circles', { noise: 0.6 }), 'noise must be from 0 to 0.5, not 0.6'],
  [drawn('circles', { noise: Number.NaN }), 'noise must be from 0 to 0.5, not NaN'],
  [drawn('circles', { samples: 19 }), 'samples must be a whole number from 20 to 2000, not 19'],
  [drawn('circles', { trainShare: 1 }), 'trainShare must be from 0.1 to 0.9, not 1'],
  [drawn('circles', { seed: -1 }), 'seed must be a whole number from 0 to 4294967295, not -1'],
  [{ ...own, names: ['a'] }, 'own points have 2 to 5 classes or none, not 1'],
  [{ ...own, train: [0, 0] }, '2 numbers are not points of three'],
  [{ ...own, train: [0, 0, 2] }, 'the own point 0, 0 of 2 is outside'],
  [{ ...own, train: [0, 0, 0.5] }, 'the own point 0, 0 of 0.5 is outside'],
  [{ ...own, test: [1.3, 0, 0] }, 'the own point 1.3, 0 of 0 is outside'],
  [{ ...own, test: [0, Number.NaN, 0] }, 'the own point 0, NaN of 0 is outside'],
  [{ ...own, names: [], train: [0, 0, 2], test: [] }, 'the own point 0, 0 of 2 is outside'],
  [
    { ...own, train: new Array<number>(3 * shapeLimits.ownPoints).fill(0) },
    'at most 5000 own points are taken, not 5001',
  ],
])('data that can’t be is refused: %o', (spec, message) => {
  expect(() => checkShapes(spec)).toThrow(`shapes: ${message}`);
  expect(() => shapePoints(spec)).toThrow('shapes: ');
});
