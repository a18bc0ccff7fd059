import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitImage, digitImageSteps, type Stroke } from '../../../src/datasets/digitImage';

const points = (...pairs: [number, number][]): Stroke => pairs.map(([x, y]) => ({ x, y }));
const arc = (cx: number, cy: number, rx: number, ry: number, from: number, to: number, steps = 40): Stroke =>
  Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return { x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) };
  });

const digits: Record<string, Stroke[]> = {
  zero: [arc(50, 70, 35, 60, -90, 270)],
  one: [points([40, 0], [40, 100])],
  three: [arc(0, 25, 30, 25, -150, 90), arc(0, 80, 35, 30, -90, 150)],
  four: [points([30, 0], [0, 60], [70, 60]), points([50, 20], [50, 110])],
  seven: [points([0, 0], [60, 0], [20, 100])],
};

function centreOfMass(image: Float32Array) {
  let [mass, x, y] = [0, 0, 0];
  image.forEach((ink, pixel) => {
    mass += ink;
    x += ink * ((pixel % 28) + 0.5);
    y += ink * (Math.floor(pixel / 28) + 0.5);
  });
  return { mass, x: x / mass, y: y / mass };
}

/** Rows and columns, ends included, with ink of at least `least`. */
function extent(image: Float32Array, least: number) {
  const inked = [...image.keys()].filter((pixel) => image[pixel] >= least);
  const columns = inked.map((pixel) => pixel % 28);
  const rows = inked.map((pixel) => Math.floor(pixel / 28));
  return {
    width: Math.max(...columns) - Math.min(...columns) + 1,
    height: Math.max(...rows) - Math.min(...rows) + 1,
  };
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, ink, pixel) => Math.max(most, Math.abs(ink - b[pixel])), 0);

const move = (strokes: Stroke[], scale: number, dx: number, dy: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * scale + dx, y: y * scale + dy })));

describe.each(Object.entries(digits))('%s', (_, strokes) => {
  const image = digitImage(strokes);

  test('is 784 numbers from 0 to 1 with full black among them', () => {
    expect(image).toHaveLength(784);
    expect(image.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
    expect(Math.max(...image)).toBe(1);
  });

  test('is the same wherever and however large it is drawn, within 0.0001', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        (scale, dx, dy) =>
          largestDifference(image, digitImage(move(strokes, scale, dx * scale, dy * scale))) < 1e-4,
      ),
      { seed: 1 },
    );
  });

  test('has its centre of mass in the middle, within 0.05 pixels', () => {
    const { x, y } = centreOfMass(image);
    expect(Math.abs(x - 14)).toBeLessThan(0.05);
    expect(Math.abs(y - 14)).toBeLessThan(0.05);
  });

  test('fills the 20 × 20 box with its larger side and stays inside', () => {
    const { boxed } = digitImageSteps(strokes) ?? { boxed: image };
    // From half ink on a pixel counts as inside the pen; the edge fades over the pixel beyond.
    const { width, height } = extent(boxed, 0.5);
    expect(Math.max(width, height)).toBe(20);
    expect(Math.max(extent(boxed, 0.001).width, extent(boxed, 0.001).height)).toBeLessThanOrEqual(22);
  });

  test('does not depend on how many points it was drawn with, within 0.02', () => {
    const dense = strokes.map((stroke) =>
      stroke.flatMap((from, index) => {
        const to = stroke[index + 1] ?? from;
        return Array.from({ length: 7 }, (_, step) => ({
          x: from.x + ((to.x - from.x) * step) / 7,
          y: from.y + ((to.y - from.y) * step) / 7,
        }));
      }),
    );
    expect(largestDifference(image, digitImage(dense))).toBeLessThan(0.02);
  });

  test('is the same with its strokes backwards and in another order, within 0.0001', () => {
    const other = strokes.map((stroke) => stroke.toReversed()).toReversed();
    expect(largestDifference(image, digitImage(other))).toBeLessThan(1e-4);
  });
});

test('random scribbles keep their ink inside the 28 × 28: as much is drawn as in the middle, within 8 %', () => {
  const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
  const stroke = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(stroke, { minLength: 1, maxLength: 4 }), (strokes) => {
      const steps = digitImageSteps(strokes);
      if (!steps) return false;
      const [before, after] = [centreOfMass(steps.boxed).mass, centreOfMass(steps.centred).mass];
      return Math.abs(after - before) <= 0.08 * before;
    }),
    { seed: 1, numRuns: 500 },
  );
});

describe('edge cases', () => {
  const dot = digitImage([points([5, 5])]);

  test('no strokes, empty strokes and only points that are not finite: no ink', () => {
    for (const strokes of [[], [[]], [points([Number.NaN, 1], [Infinity, 2])]]) {
      expect(digitImage(strokes)).toEqual(new Float32Array(784));
      expect(digitImageSteps(strokes)).toBeNull();
    }
  });

  test('a point is a round dot of the pen in the middle, not blown up', () => {
    const { mass, x, y } = centreOfMass(dot);
    expect([x, y]).toEqual([14, 14]);
    expect(Math.abs(mass - Math.PI * 1.2 ** 2)).toBeLessThan(0.5);
  });

  test('a dot is the same dot anywhere, with its point twice, or with rounding errors', () => {
    for (const strokes of [
      [points([-1e300, 1e300])],
      [points([3, 3], [3, 3])],
      [points([3, 3]), points([3, 3])],
      [points([1e6, 1e6], [1e6 + 1e-9, 1e6])],
      [points([0, 0], [5e-324, 0])],
    ])
      expect(digitImage(strokes)).toEqual(dot);
  });

  test('a straight line is 20 long and as wide as the pen, upright or lying', () => {
    expect(extent(digitImage([points([7, -3], [7, 500])]), 0.5)).toEqual({ width: 2, height: 20 });
    expect(extent(digitImage([points([1, 1], [1.5, 1])]), 0.5)).toEqual({ width: 20, height: 2 });
  });

  test('points that are not finite are left out', () => {
    const holes = points(
      [0, 0],
      [Number.NaN, 3],
      [60, 0],
      [1, -Infinity],
      [20, 100],
      [Number.NaN, Number.NaN],
    );
    expect(digitImage([holes])).toEqual(digitImage(digits.seven));
  });

  test.each([1e-280, 1e-30, 1e30, 1e300])(
    'coordinates around %f are scaled as any others, within 0.0001',
    (scale) => {
      const image = digitImage(move(digits.three, scale, 0, 0));
      expect(largestDifference(image, digitImage(digits.three))).toBeLessThan(1e-4);
    },
  );

  test('the largest numbers that exist do not overflow', () => {
    const most = Number.MAX_VALUE;
    const image = digitImage([points([-most, -most], [most, -most], [-most, most])]);
    expect(largestDifference(image, digitImage([points([-1, -1], [1, -1], [-1, 1])]))).toBeLessThan(1e-4);
  });

  test('10,000 points on a circle are that circle, within 0.02', () => {
    expect(
      largestDifference(
        digitImage([arc(0, 0, 1, 1, 0, 360, 10_000)]),
        digitImage([arc(0, 0, 9, 9, 0, 360, 200)]),
      ),
    ).toBeLessThan(0.02);
  });
});
