/** Images drawn by rules: digits in all ways, and what is none. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/datasets/dataset';
import { digitImage } from '../../../src/datasets/digitImage';
import { drawnDigits } from '../../../src/datasets/drawnDigits';
import { drawnRows } from '../../../src/datasets/drawnRows';
import { noDigits } from '../../../src/datasets/noDigits';

/** The pixels and targets of some rows, gathered in one batch. */
function gathered(data: Dataset, rows: readonly number[]) {
  const x = new Float32Array(784 * rows.length);
  const target = new Float32Array(10 * rows.length);
  data.writeBatch(x, target, Uint32Array.from(rows), 0, rows.length);
  return rows.map((_, b) => ({
    pixels: x.slice(784 * b, 784 * (b + 1)),
    target: [...target.subarray(10 * b, 10 * (b + 1))],
  }));
}

const first = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('drawnRows', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 3, y: 10 },
  ];
  const asked: number[] = [];
  const data = drawnRows(3, (row) => {
    asked.push(row);
    const image = digitImage([line.map(({ x, y }) => ({ x: row * x, y }))]);
    return { image, label: row === 2 ? null : 4 + row };
  });

  test('draws a row when it is first asked for, and only then', () => {
    expect(asked).toEqual([]);
    gathered(data, [1, 1, 0]);
    gathered(data, [0]);
    expect(asked).toEqual([1, 0]);
  });

  test('has the image of the pad in levels of 1/255, and the label as a target, or a tenth for each', () => {
    const [one, none] = gathered(data, [1, 2]);
    const image = digitImage([line]);
    expect(one.pixels).toEqual(image.map((level) => Math.round(255 * level) / 255));
    expect(one.target).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(none.target).toEqual(new Array(10).fill(Math.fround(0.1)));
  });

  test('refuses a row that there is not', () => {
    expect(() => gathered(data, [3])).toThrow('Row 3 was asked for');
  });
});

describe.each([
  ['digits', drawnDigits, '9bdfdfc5a2f747f88e9e9b4800ffb7b1421e37067419b81214eb80874b2c5d16'],
  ['what is no digit', noDigits, '982e70d39e170daba5bc4e3815b04c0345bd4e4164f5acdaaa43d3bad38a68b6'],
])('%s', (_, draw, sha256) => {
  const rows = gathered(draw(300), first(300));

  test('are the same bits whenever they are drawn, everywhere these', () => {
    const hash = createHash('sha256');
    for (const { pixels, target } of rows) hash.update(pixels).update(Float32Array.from(target));
    expect(hash.digest('hex')).toBe(sha256);
  });

  test('are the same in whatever order they are asked for, and of however many they are', () => {
    const [last, some] = gathered(draw(1000), [299, 17]);
    expect([last, some]).toEqual([rows[299], rows[17]]);
  });

  test('are not twice the same, but for dots, and none is empty', () => {
    expect(new Set(rows.map(({ pixels }) => pixels.join())).size).toBeGreaterThan(rows.length - 5);
    // The smallest is a dot: what a pen of 2.4 pixels leaves.
    for (const { pixels } of rows) expect(pixels.reduce((sum, level) => sum + level, 0)).toBeGreaterThan(4);
  });
});

test('digits are as often of one class as of another', () => {
  const counts = new Array(10).fill(0);
  for (const { target } of gathered(drawnDigits(1000), first(1000))) counts[target.indexOf(1)]++;
  // 100 ± 9.5
  for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(4 * 9.5);
});
