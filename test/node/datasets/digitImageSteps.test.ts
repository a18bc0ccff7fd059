import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  digitImage,
  digitImageSteps,
  type ImageStep,
  imageSteps,
  type Stroke,
} from '../../../src/datasets/digitImage';

const points = (...pairs: [number, number][]): Stroke => pairs.map(([x, y]) => ({ x, y }));
const pad = { side: 280, pen: 17 };

const taking = (...steps: readonly ImageStep[]) => ({
  pad,
  taken: {
    crop: steps.includes('crop'),
    box: steps.includes('box'),
    pen: steps.includes('pen'),
    mass: steps.includes('mass'),
    greys: steps.includes('greys'),
  },
});
const without = (step: ImageStep) => taking(...imageSteps.filter((other) => other !== step));

const one = [points([40, 0], [40, 100])];
const four = [points([30, 0], [0, 60], [70, 60]), points([50, 20], [50, 110])];
const seven = [points([0, 0], [60, 0], [20, 100])];
const move = (strokes: Stroke[], scale: number, dx: number, dy: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * scale + dx, y: y * scale + dy })));

const inkOf = (image: Float32Array) => image.reduce((sum, ink) => sum + ink, 0);

/** First and last column and row with at least half ink. */
function bounds(image: Float32Array) {
  const inked = [...image.keys()].filter((pixel) => image[pixel] >= 0.5);
  const columns = inked.map((pixel) => pixel % 28);
  const rows = inked.map((pixel) => Math.floor(pixel / 28));
  return [Math.min(...columns), Math.max(...columns), Math.min(...rows), Math.max(...rows)];
}

function centreOfMass(image: Float32Array) {
  let [x, y] = [0, 0];
  image.forEach((ink, pixel) => {
    x += ink * ((pixel % 28) + 0.5);
    y += ink * (Math.floor(pixel / 28) + 0.5);
  });
  return { x: x / inkOf(image), y: y / inkOf(image) };
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, ink, pixel) => Math.max(most, Math.abs(ink - b[pixel])), 0);

test('the images of a 1, a 4, a 7 and a dot keep their bits', () => {
  const hash = createHash('sha256');
  for (const strokes of [one, four, seven, [points([5, 5])]])
    hash.update(new Uint8Array(digitImage(strokes).buffer));
  expect(hash.digest('hex')).toBe('842281a4c8e35d1895c6f9a3cfd8b9fdf8e96bfe0ae71512f8d405c11f3884a2');
});

test('with every step taken the pad changes no bit', () => {
  const coordinate = fc.double({ min: 0, max: 280, noNaN: true });
  const stroke = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(stroke, { minLength: 1, maxLength: 3 }), (strokes) => {
      expect(digitImageSteps(strokes, taking(...imageSteps))).toEqual(digitImageSteps(strokes));
    }),
    { seed: 1 },
  );
});

describe('without any step but the greys', () => {
  const shrunk = (strokes: Stroke[]) => digitImage(strokes, taking('greys'));

  test('it is the pad shrunk to 28 × 28: ink lies where it was drawn', () => {
    expect(bounds(shrunk([points([50, 30], [50, 250])]))).toEqual([4, 5, 2, 25]);
    expect(bounds(shrunk([points([230, 200], [270, 200])]))).toEqual([22, 27, 19, 20]);
  });

  test('ten units of the pad to the right and down are one pixel, within 0.000001', () => {
    const image = shrunk(move(four, 1, 60, 80));
    const moved = shrunk(move(four, 1, 70, 90));
    const back = new Float32Array(784);
    for (let pixel = 0; pixel < 784 - 29; pixel++) back[pixel] = moved[pixel + 29];
    expect(largestDifference(image, back)).toBeLessThan(1e-6);
  });

  test('the pen is as wide as the shrunk one: 1.7 pixels, within 5 %', () => {
    const [longer, shorter] = [200, 100].map((end) => inkOf(shrunk([points([140, 40], [140, end])])));
    expect(Math.abs((longer - shorter) / 10 - 1.7)).toBeLessThan(0.085);
  });
});

test('without the crop the whole pad goes into the box: a digit half as large stays half as large, in the middle', () => {
  const large = digitImage(move(seven, 2, 20, 30), without('crop'));
  const small = digitImage(move(seven, 1, 180, 160), without('crop'));
  const [left, right, top, bottom] = bounds(small);
  const [leftOfLarge, rightOfLarge, topOfLarge, bottomOfLarge] = bounds(large);
  const pen = 1.2;
  expect(Math.abs((rightOfLarge - leftOfLarge - 2 * pen) / (right - left - 2 * pen) - 2)).toBeLessThan(0.6);
  expect(Math.abs((bottomOfLarge - topOfLarge - 2 * pen) / (bottom - top - 2 * pen) - 2)).toBeLessThan(0.6);
  const { x, y } = centreOfMass(small);
  expect(Math.hypot(x - 14, y - 14)).toBeLessThan(0.1);
});

test('without the box the drawing fills all 28 rows', () => {
  const [, , top, bottom] = bounds(digitImage(seven, without('box')));
  expect([top, bottom]).toEqual([0, 27]);
});

test('without the pen of its own a small drawing has more ink than a large one, with it as much, within 0.1 %', () => {
  const inkAt = (scale: number, making = without('pen')) =>
    inkOf(digitImage(move(four, scale, 20, 20), making));
  expect(inkAt(0.3)).toBeGreaterThan(1.5 * inkAt(2));
  expect(Math.abs(inkAt(0.3, taking(...imageSteps)) / inkAt(2, taking(...imageSteps)) - 1)).toBeLessThan(
    0.001,
  );
});

test('without the pen of its own the ink fills the 20 × 20, however wide the pen', () => {
  for (const scale of [0.3, 2]) {
    const { boxed } = digitImageSteps(move(seven, scale, 20, 20), without('pen')) ?? {};
    const [, , top, bottom] = bounds(boxed ?? new Float32Array(784));
    expect([top, bottom]).toEqual([4, 23]);
  }
});

test('without the centre of mass the middle of the box is in the middle', () => {
  const [left, right, top, bottom] = bounds(digitImage(seven, without('mass')));
  expect([left + right, top + bottom]).toEqual([27, 27]);
  expect(Math.abs(centreOfMass(digitImage(seven, without('mass'))).y - 14)).toBeGreaterThan(1);
});

test('without the greys a pixel is paper or ink', () => {
  expect([...new Set(digitImage(four, without('greys')))].sort()).toEqual([0, 1]);
});

test('whatever steps are taken, 784 numbers from 0 to 1 come out, for dots and for ink off the pad too', () => {
  const coordinate = fc.double({ min: -400, max: 700, noNaN: true });
  const stroke = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(stroke, { minLength: 1, maxLength: 3 }),
      fc.subarray([...imageSteps]),
      (strokes, steps) => {
        const image = digitImage(strokes, taking(...steps));
        return image.length === 784 && image.every((ink) => ink >= 0 && ink <= 1);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

test('origin and scale say where a point of the strokes has come to lie', () => {
  const strokes = [points([100, 200], [100, 200.0001]), points([200, 240])];
  for (const making of [undefined, taking('greys'), without('crop'), without('mass'), without('pen')]) {
    const { origin, scale, centred } = digitImageSteps(strokes, making) ?? {};
    const column = Math.floor(200 * (scale ?? 0) + (origin?.x ?? 0));
    const row = Math.floor(240 * (scale ?? 0) + (origin?.y ?? 0));
    expect(centred?.[row * 28 + column]).toBeGreaterThan(0.5);
  }
});
