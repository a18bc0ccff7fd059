import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { augmentationLimits } from '../../../src/datasets/augment';
import { DIGIT_PIXELS } from '../../../src/datasets/digitRows';
import { type Distortion, noDistortion, writeMap } from '../../../src/datasets/distortion';
import { elasticField, FIELD_SIDE, FIELD_UNIT } from '../../../src/datasets/elasticField';
import { bentImages, openBending } from '../../support/bending';
import { drawnDigits } from '../../support/drawnDigits';

const SIZE = 28;
const digits = drawnDigits(5);
const field = elasticField(2);

const bending = openBending('wasm', 1);
bending.distortions.field.set(field);

/** The image that comes out, and its places in the order in which they came. */
function bend(image: Uint8Array, distortion: Partial<Distortion>): { image: Uint8Array; places: number[] } {
  writeMap(bending.distortions.maps, 0, { ...noDistortion(), ...distortion });
  return bentImages(bending, [image])[0];
}

/** Each pixel from where `source` says, paper from outside. */
const moved = (image: Uint8Array, source: (row: number, column: number) => readonly [number, number]) =>
  Uint8Array.from({ length: DIGIT_PIXELS }, (_, pixel) => {
    const [row, column] = source(Math.floor(pixel / SIZE), pixel % SIZE);
    const isInside = row >= 0 && row < SIZE && column >= 0 && column < SIZE;
    return isInside ? image[row * SIZE + column] : 0;
  });

describe.each([0, 1, 2, 3, 4])('drawing %i', (row) => {
  const image = digits.pixels(row);

  test('stays as it is, to the bit, when nothing is bent', () => {
    expect(bend(image, {}).image).toEqual(image);
    expect(bend(image, { fieldX: 999, fieldY: 60_000 }).image).toEqual(image);
  });

  test('is moved by whole pixels exactly, also over the edge', () => {
    for (const [shiftX, shiftY] of [
      [3, -2],
      [-9, 0],
      [0, 12],
      [28, 28],
    ])
      expect(bend(image, { shiftX, shiftY }).image).toEqual(moved(image, (r, c) => [r - shiftY, c - shiftX]));
  });

  test('is turned by a right angle, and seen in a mirror, exactly', () => {
    expect(bend(image, { linear: [0, 1, -1, 0] }).image).toEqual(moved(image, (r, c) => [27 - c, r]));
    expect(bend(image, { linear: [-1, 0, 0, 1] }).image).toEqual(moved(image, (r, c) => [r, 27 - c]));
  });

  test('by half a pixel, has the mean of two neighbours, rounded', () => {
    const left = moved(image, (r, c) => [r, c - 1]);
    expect(bend(image, { shiftX: 0.5 }).image).toEqual(
      image.map((level, pixel) => Math.round((level + left[pixel]) / 2)),
    );
  });

  test.each([1, -1])(
    'with a pen changed by %i has the extreme of each pixel and its four neighbours',
    (thickness) => {
      const neighbours = [
        [0, 0],
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
      ].map(([down, right]) => moved(image, (r, c) => [r + down, c + right]));
      const extreme = thickness > 0 ? Math.max : Math.min;
      expect(bend(image, { thickness }).image).toEqual(
        image.map((_, pixel) => extreme(...neighbours.map((one) => one[pixel]))),
      );
    },
  );

  test('is displaced by the window of the field that it was given', () => {
    const [fieldX, fieldY] = [0x1234, 0xfedc];
    const at = (window: number, r: number, c: number) =>
      field[((window >> 8) + r) * FIELD_SIDE + (window & 255) + c] / FIELD_UNIT;
    const level = (r: number, c: number) =>
      r >= 0 && r < SIZE && c >= 0 && c < SIZE ? image[r * SIZE + c] : 0;
    const { image: bent } = bend(image, { elasticX: 1, elasticY: -0.5, fieldX, fieldY });
    for (let pixel = 0; pixel < DIGIT_PIXELS; pixel++) {
      const [r, c] = [Math.floor(pixel / SIZE), pixel % SIZE];
      const [y, x] = [r - 0.5 * at(fieldY, r, c), c + at(fieldX, r, c)];
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const between = (a: number, b: number, part: number) => a + part * (b - a);
      const expected = between(
        between(level(top, left), level(top, left + 1), x - left),
        between(level(top + 1, left), level(top + 1, left + 1), x - left),
        y - top,
      );
      // Places between pixels are taken to 1/256 of a pixel, which is at most one level in each direction.
      expect(Math.abs(bent[pixel] - expected), `pixel ${r}, ${c}`).toBeLessThan(2.6);
    }
  });
});

test('the field goes on at its right and lower edge with its beginning', () => {
  for (let at = 0; at < field.length; at++) {
    const [row, column] = [Math.floor(at / FIELD_SIDE), at % FIELD_SIDE];
    expect(field[at]).toBe(field[(row % 256) * FIELD_SIDE + (column % 256)]);
  }
});

test('paper stays paper', () => {
  expect(bend(new Uint8Array(DIGIT_PIXELS), { thickness: 1, elasticX: 1 }).places).toEqual([]);
});

test('of any distortion, places are rising and within the image, and no ink is left out that lies in the whole image', () => {
  const { shift, scale, shear } = augmentationLimits;
  const within = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
  const distortions = fc.record({
    linear: fc.tuple(within(1 + scale), within(shear), within(shear), within(1 + scale)),
    shiftX: within(shift),
    shiftY: within(shift),
    elasticX: within(1),
    elasticY: within(1),
    fieldX: fc.nat(65_535),
    fieldY: fc.nat(65_535),
    thickness: within(1),
  });
  const full = new Uint8Array(DIGIT_PIXELS).fill(255);
  fc.assert(
    fc.property(distortions, fc.nat(4), (distortion, row) => {
      const [a, b, c, d] = distortion.linear;
      fc.pre(Math.abs(a * d - b * c) > 0.1);
      const { places } = bend(digits.pixels(row), distortion);
      expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
      expect(places.every((place) => place < DIGIT_PIXELS)).toBe(true);
      // Ink in one spot must come out wherever the same pixel of a full image would read that spot.
      const spot = full.map((_, pixel) => (pixel === 14 * SIZE + 13 ? 255 : 0));
      const thin = { ...distortion, thickness: 0 };
      const alone = bend(spot, thin).image;
      const rest = bend(
        full.map((level, pixel) => level - spot[pixel]),
        thin,
      ).image;
      const whole = bend(full, thin).image;
      for (let pixel = 0; pixel < DIGIT_PIXELS; pixel++)
        expect(Math.abs(whole[pixel] - rest[pixel] - alone[pixel])).toBeLessThanOrEqual(2);
    }),
    { seed: 28, numRuns: 100 },
  );
});

test('the field has the strength as its root mean square, mean 0, and the blur of σ = 4 pixels', () => {
  const values = Float64Array.from({ length: 256 * 256 }, (_, at) => {
    return field[(at >> 8) * FIELD_SIDE + (at & 255)] / FIELD_UNIT;
  });
  const mean = (of: (value: number, index: number) => number) =>
    values.reduce((sum, value, index) => sum + of(value, index), 0) / values.length;
  expect(Math.sqrt(mean((value) => value * value))).toBeCloseTo(2, 2);
  expect(mean((value) => value)).toBeCloseTo(0, 2);
  // White noise blurred by a Gaussian of σ is correlated as exp(−d²/4σ²).
  for (const distance of [4, 8]) {
    const right = (index: number) => values[(index & ~255) | ((index + distance) & 255)];
    const correlation = mean((value, index) => value * right(index)) / 4;
    expect(Math.abs(correlation - Math.exp(-(distance ** 2) / 64))).toBeLessThan(0.05);
  }
});
