import { expect, test } from 'vitest';
import { xorByDivisibility, xorTable } from '../../../src/datasets/gate';
import { seededIntegers } from './seededIntegers';

test('the truth table of XOR has four rows, in order', () => {
  const table = xorTable();
  expect([table.inputs, table.outputs, table.rows, table.ready]).toEqual([2, 1, 4, 4]);
  const x = new Float32Array(8);
  const target = new Float32Array(4);
  table.writeBatch(x, target, Uint32Array.of(0, 1, 2, 3), 0, 4);
  expect([...x]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
  expect([...target]).toEqual([0, 1, 1, 0]);
});

test('a batch takes rows in the order asked for and leaves what lies behind alone', () => {
  const x = new Float64Array(6).fill(9);
  const target = new Float64Array(3).fill(9);
  xorTable().writeBatch(x, target, Uint32Array.of(0, 2, 3, 1), 1, 2);
  expect([...x]).toEqual([1, 0, 1, 1, 9, 9]);
  expect([...target]).toEqual([1, 0, 9]);
});

test('rows that are not there are refused', () => {
  const batch = () =>
    xorTable().writeBatch(new Float32Array(8), new Float32Array(4), Uint32Array.of(4), 0, 1);
  expect(batch).toThrow('Row 4 was asked for, but only the first 4 of 4 rows are loaded.');
  const long = () => xorTable().writeBatch(new Float32Array(8), new Float32Array(4), Uint32Array.of(0), 0, 2);
  expect(long).toThrow('the order holds 1');
});

test('the sampler of the original: a divisible by 2 or 7, b by 3 or 5, a drawn before b', () => {
  const drawn = [14, 9, 49, 10, 3, 4, 8, 7];
  const random = { integer: () => drawn.shift() ?? 0 };
  const rows = xorByDivisibility(random, 4);
  expect([...rows.x]).toEqual([1, 1, 1, 1, 0, 0, 1, 0]);
  expect([...rows.target]).toEqual([0, 0, 0, 1]);
});

test('the sampler draws a below 1000 and b below 3000, with shares within 0.02 of 572/1000 and 1400/3000', () => {
  const asked = new Set<number>();
  const source = seededIntegers(5);
  const random = {
    integer(n: number) {
      asked.add(n);
      return source.integer(n);
    },
  };
  const rows = xorByDivisibility(random, 10_000);
  const share = (values: Float64Array, offset: number) =>
    values.filter((value, index) => index % 2 === offset && value === 1).length / 10_000;
  expect([...asked]).toEqual([1000, 3000]);
  expect(Math.abs(share(rows.x, 0) - 0.572)).toBeLessThan(0.02);
  expect(Math.abs(share(rows.x, 1) - 1400 / 3000)).toBeLessThan(0.02);
  for (let row = 0; row < rows.rows; row++)
    expect(rows.target[row]).toBe(rows.x[2 * row] === rows.x[2 * row + 1] ? 0 : 1);
});

test('a number of samples that is none is refused', () => {
  for (const samples of [0, -1, 1.5, Number.NaN])
    expect(() => xorByDivisibility(seededIntegers(1), samples)).toThrow('whole number of samples');
});
