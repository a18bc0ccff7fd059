import { expect, test } from 'vitest';
import { rank } from '../../../src/app/digits/ranking';
import { isSure, sureFrom } from '../../../src/training/sureness';

test('the best and the second are found wherever they stand, the first of equals', () => {
  expect(rank([0.1, 0.6, 0.3])).toEqual({ digit: 1, isSure: true, share: 0.6, second: 2, secondShare: 0.3 });
  expect(rank([0.5, 0.2, 0.3])).toMatchObject({ digit: 0, second: 2 });
  expect(rank([0.5, 0.5])).toMatchObject({ digit: 0, second: 1 });
});

test('without two outputs, or with one that is no number, there is no best', () => {
  for (const outputs of [undefined, [], [1], [0.2, Number.NaN]]) expect(rank(outputs)).toBeNull();
});

test('from 60 % on an answer is sure', () => {
  expect([0.1, 0.59, 0.6, 1].map(isSure)).toEqual([false, false, true, true]);
  expect(rank([sureFrom - 0.01, 1.01 - sureFrom])).toMatchObject({ isSure: false });
});
