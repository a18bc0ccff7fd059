import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochOrder, givenOrder } from '../../../src/datasets/epochOrder';
import { seededIntegers } from './seededIntegers';

const sorted = (rows: Uint32Array) => rows.slice().sort();

test('every epoch is a permutation of all rows', () => {
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      (epoch, rows, shardRows, seed) => {
        const order = epochOrder(seededIntegers(seed), epoch, rows, shardRows);
        expect(sorted(order)).toEqual(givenOrder(rows));
      },
    ),
    { seed: 1 },
  );
});

test('epoch 0 takes the shards in order and is shuffled within each', () => {
  const order = epochOrder(seededIntegers(7), 0, 25, 10);
  for (const [from, to] of [
    [0, 10],
    [10, 20],
    [20, 25],
  ]) {
    const shard = order.subarray(from, to);
    expect(sorted(shard)).toEqual(givenOrder(25).subarray(from, to));
    expect(shard).not.toEqual(givenOrder(25).subarray(from, to));
  }
});

test('from epoch 1 on rows of all shards are mixed', () => {
  const order = epochOrder(seededIntegers(7), 1, 6000, 600);
  const first = order.subarray(0, 600);
  const shards = new Set(Array.from(first, (row) => Math.floor(row / 600)));
  expect(shards.size).toBe(10);
});

test('the same seed gives the same order, another seed and another epoch another one', () => {
  const order = (seed: number) => epochOrder(seededIntegers(seed), 1, 100);
  expect(order(3)).toEqual(order(3));
  expect(order(3)).not.toEqual(order(4));
  const random = seededIntegers(3);
  expect(epochOrder(random, 1, 100)).not.toEqual(epochOrder(random, 2, 100));
});

test('each of the 6 orders of 3 rows comes up in 1/6 of 6,000 epochs, within 10 %', () => {
  const random = seededIntegers(11);
  const counts = new Map<string, number>();
  for (let epoch = 1; epoch <= 6000; epoch++) {
    const order = epochOrder(random, epoch, 3).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(100);
});
