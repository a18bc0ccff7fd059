import { describe, expect, test } from 'vitest';
import { initialize, normalDeviation } from '../../../src/engine/initializers';
import { createRandom } from '../../../src/engine/random';
import type { Initializer } from '../../../src/engine/spec';

function moments(values: ArrayLike<number>) {
  const n = values.length;
  const mean = Array.from(values).reduce((sum, x) => sum + x, 0) / n;
  const power = (p: number) => Array.from(values).reduce((sum, x) => sum + (x - mean) ** p, 0) / n;
  return { mean, deviation: Math.sqrt(power(2)), kurtosis: power(4) / power(2) ** 2 };
}

describe('createRandom', () => {
  test('is xoshiro128** 1.1: the first numbers from the state 1, 2, 3, 4, as the authors’ C code gives them', () => {
    const random = createRandom([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, random.uint32)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('goes on from a saved state with the same numbers of every kind', () => {
    const random = createRandom(7);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.state()));
    const copy = createRandom(state);
    const other = createRandom(8);
    other.restore(state);
    for (let i = 0; i < 100; i++) {
      const [normal, integer] = [random.normal(), random.integer(10)];
      for (const one of [copy, other]) expect([one.normal(), one.integer(10)]).toEqual([normal, integer]);
    }
  });

  test('neighbouring seeds share no number among their first 100', () => {
    const drawn = [0, 1, 2, 2 ** 32 - 1].flatMap((seed) => {
      const random = createRandom(seed);
      return Array.from({ length: 100 }, random.uint32);
    });
    expect(new Set(drawn).size).toBe(400);
  });

  test.each([-1, 0.5, 2 ** 32, NaN])('refuses %s as a seed', (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError);
  });

  test('uniform: in [0, 1), mean 1/2 and deviation 1/√12 within 0.003 over 100,000', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 100_000 }, random.uniform);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.003);
    expect(Math.abs(deviation - 1 / Math.sqrt(12))).toBeLessThan(0.003);
  });

  test('normal: mean 0, deviation 1 and kurtosis 3 within 0.01, 0.01 and 0.1 over 100,000', () => {
    const { mean, deviation, kurtosis } = moments(Array.from({ length: 100_000 }, createRandom(2).normal));
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.01);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1);
  });

  test('integer: the remainder of the first word below the largest multiple of n', () => {
    const [random, words] = [createRandom(3), createRandom(3)];
    for (const n of [1, 2, 3, 7, 1000, 60_000, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32])
      for (let draws = 0; draws < 1000; draws++) {
        let word = words.uint32();
        while (word >= 2 ** 32 - (2 ** 32 % n)) word = words.uint32();
        expect(random.integer(n)).toBe(word % n);
      }
  });

  test('integer: every number below n occurs, each within 5 standard deviations of its share', () => {
    const random = createRandom(3);
    const counts = Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(10_000));
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const n of [0, 1.5, -1, 2 ** 32 + 1]) expect(() => random.integer(n)).toThrow(RangeError);
  });
});

describe('initialize: mean and deviation of 400 × 300 weights within 1 % of the scale', () => {
  const expected: Record<Initializer, number> = {
    glorotUniform: Math.sqrt(2 / 700),
    glorotNormal: Math.sqrt(2 / 700),
    heUniform: Math.sqrt(2 / 400),
    orthogonal: Math.sqrt(1 / 400),
    heNormal: Math.sqrt(2 / 400),
    normal: normalDeviation,
    zeros: 0,
  };
  for (const [initializer, scale] of Object.entries(expected)) {
    test(initializer, () => {
      const values = new Float64Array(400 * 300);
      initialize(values, initializer as Initializer, createRandom(5), 400, 300);
      const { mean, deviation } = moments(values);
      expect(Math.abs(mean)).toBeLessThanOrEqual(0.01 * scale);
      expect(Math.abs(deviation - scale)).toBeLessThanOrEqual(0.01 * scale);
    });
  }

  test('glorotUniform stays within ±√(6/(fanIn + fanOut))', () => {
    const values = new Float64Array(10_000);
    initialize(values, 'glorotUniform', createRandom(6), 100, 100);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 200));
  });

  test('heUniform stays within ±√(6/fanIn)', () => {
    const values = new Float64Array(10_000);
    initialize(values, 'heUniform', createRandom(6), 100, 100);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 100));
  });

  test.each([
    [1, 1],
    [1, 7],
    [7, 1],
    [40, 40],
    [90, 33],
    [33, 90],
  ])(
    'orthogonal, %i × %i: the columns, or the rows if they are fewer, are orthonormal within 1e-14',
    (I, O) => {
      const w = new Float64Array(I * O);
      initialize(w, 'orthogonal', createRandom(8), I, O);
      const [count, length] = I < O ? [I, O] : [O, I];
      const at = (vector: number, k: number) => (I < O ? w[vector * O + k] : w[k * O + vector]);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let k = 0; k < length; k++) product += at(a, k) * at(b, k);
          expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-14);
        }
      }
    },
  );
});
