import { describe, expect, test } from 'vitest';
import type { Dataset, SparseBatch } from '../../../src/datasets/dataset';
import { DigitRows } from '../../../src/datasets/digitRows';
import { type Extras, mixedRows } from '../../../src/datasets/mixedRows';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { createRandom } from '../../../src/engine/random';
import { drawnDigits } from '../../support/drawnDigits';

const count = 400;
const digits = drawnDigits(count);
const mine = drawnDigits(3, 12);
const order = Uint32Array.from({ length: count }, (_, i) => (7 * i) % count);

/** As `mine`, but that no row is of one class. */
const unlabelled: Dataset = {
  inputs: 784,
  outputs: 10,
  rows: 3,
  ready: 3,
  writeBatch: () => undefined,
  writeSparseBatch(x, target, at, from, rows) {
    mine.writeSparseBatch(x, target, at, from, rows);
    target.fill(0.1, 0, 10 * rows);
  },
};

const mix = (extras: readonly Extras[], seed = 1) => mixedRows(digits, extras, createRandom(seed));

/** The batch of all rows in `order`: each with its 784 pixels and its 10 targets as one text. */
function gathered(data: Dataset, at = order): string[] {
  const rows = at.length;
  const x = new Float32Array(784 * rows);
  const target = new Float32Array(10 * rows);
  data.writeBatch(x, target, at, 0, rows);
  return Array.from({ length: rows }, (_, b) =>
    [...x.subarray(784 * b, 784 * (b + 1)), ...target.subarray(10 * b, 10 * (b + 1))].join(),
  );
}

const plain = gathered(digits);
const own = gathered(mine, Uint32Array.of(0, 1, 2));
const soft = own.map((row) =>
  [...row.split(',').slice(0, 784), ...new Array(10).fill(Math.fround(0.1))].join(),
);

test('a row is another one with the probability of its share, each of the others alike, and else what it was', () => {
  const rows = gathered(mix([{ rows: mine, share: 0.3 }]));
  const replaced = rows.filter((row, b) => row !== plain[b]);
  expect(replaced.every((row) => own.includes(row))).toBe(true);
  // 120 ± 9.2
  expect(Math.abs(replaced.length - 0.3 * count)).toBeLessThan(4 * 9.2);
  for (const one of own) {
    const times = replaced.filter((row) => row === one).length;
    expect(Math.abs(times - replaced.length / 3)).toBeLessThan(4 * 5.2);
  }
});

test('of several kinds each has its share, and brings its own targets', () => {
  const rows = gathered(
    mix([
      { rows: mine, share: 0.2 },
      { rows: unlabelled, share: 0.5 },
    ]),
  );
  const from = (kind: readonly string[]) => rows.filter((row) => kind.includes(row)).length;
  expect(Math.abs(from(own) - 0.2 * count)).toBeLessThan(4 * 8);
  expect(Math.abs(from(soft) - 0.5 * count)).toBeLessThan(4 * 10);
  expect(from(own) + from(soft) + rows.filter((row, b) => row === plain[b]).length).toBe(count);
});

test('with shares of 0 all rows are what they were, with 1 none is', () => {
  expect(gathered(mix([{ rows: mine, share: 0 }]))).toEqual(plain);
  expect(gathered(mix([{ rows: mine, share: 1 }])).every((row) => own.includes(row))).toBe(true);
});

test('where the generator stands is all that the next batch depends on, and two small batches are a large one', () => {
  const random = createRandom(1);
  const data = mixedRows(digits, [{ rows: mine, share: 0.3 }], random);
  const first = gathered(data, order.slice(0, 100));
  const state = random.state();
  const second = gathered(data, order.slice(100));
  const whole = gathered(mix([{ rows: mine, share: 0.3 }]));
  expect([...first, ...second]).toEqual(whole);
  expect(gathered(mix([{ rows: mine, share: 0.3 }], 2))).not.toEqual(whole);
  random.restore(state);
  expect(gathered(data, order.slice(100))).toEqual(second);
});

test('gathered as ink it is what is gathered as numbers', () => {
  const extras = [{ rows: mine, share: 0.3 }];
  const ink: SparseBatch = { starts: new Uint32Array(count + 1), packed: new Uint8Array(3 * 784 * count) };
  mix(extras).writeSparseBatch?.(ink, new Float32Array(10 * count), order, 0, count);
  gathered(mix(extras)).forEach((row, b) => {
    const pixels = row.split(',').slice(0, 784).map(Number);
    const places = pixels.flatMap((level, place) => (level > 0 ? [place] : []));
    const first = 3 * ink.starts[b];
    expect(ink.starts[b + 1] - ink.starts[b]).toBe(places.length);
    places.forEach((place, i) => {
      expect(ink.packed[first + 2 * i] + 256 * ink.packed[first + 2 * i + 1]).toBe(place);
      expect(Math.fround(ink.packed[first + 2 * places.length + i] / 255)).toBe(pixels[place]);
    });
  });
});

test('rows that are not loaded are refused, also where others would take their place', () => {
  const loading = new DigitRows(10);
  const data = mixedRows(loading, [{ rows: mine, share: 1 }], createRandom(1));
  expect(data.ready).toBe(0);
  expect(() => gathered(data, Uint32Array.of(3))).toThrow('Row 3 was asked for');
});

describe('is refused:', () => {
  test.each([
    ['a negative share', [{ rows: mine, share: -0.1 }], 'from 0 to 1 together, not -0.1'],
    ['a share that is no number', [{ rows: mine, share: Number.NaN }], 'from 0 to 1 together'],
    [
      'more than all rows',
      [
        { rows: mine, share: 0.6 },
        { rows: mine, share: 0.5 },
      ],
      'from 0 to 1 together, not 0.6 + 0.5',
    ],
    ['extras without a row', [{ rows: new DigitRows(0), share: 0.1 }], 'when there are some'],
    ['extras that are not loaded', [{ rows: new DigitRows(5), share: 0.1 }], 'all of them ready'],
    [
      'extras that are no images',
      [{ rows: new TableDataset(2, 1, Float64Array.of(0, 1), Float64Array.of(1)), share: 0.1 }],
      'Only images of 28 × 28',
    ],
  ])('%s', (_, extras, message) => {
    expect(() => mix(extras)).toThrow(message);
  });
});
