import { expect, test } from 'vitest';
import { checkMixture, mixtureKinds } from '../../../src/datasets/mixture';
import { withMixture } from '../../../src/datasets/mixtureRows';
import { createRandom } from '../../../src/engine/random';
import { drawnDigits } from '../../support/drawnDigits';

const rows = 500;
const digits = drawnDigits(rows);
const order = Uint32Array.from({ length: rows }, (_, row) => row);

/** How many rows of one batch are as they were, are other digits, and are none. */
function kinds(mixture: { drawn: number; none: number }) {
  const [before, after, target] = [784, 784, 10].map((width) => new Float32Array(width * rows));
  digits.writeBatch(before, target, order, 0, rows);
  withMixture(digits, mixture, createRandom(1)).writeBatch(after, target, order, 0, rows);
  const counts = { own: 0, drawn: 0, none: 0 };
  for (let row = 0; row < rows; row++) {
    const isOwn = before
      .subarray(784 * row, 784 * (row + 1))
      .every((level, i) => level === after[784 * row + i]);
    const isNone = !target.subarray(10 * row, 10 * (row + 1)).includes(1);
    counts[isOwn ? 'own' : isNone ? 'none' : 'drawn']++;
  }
  return counts;
}

test('of the rows each kind has its share', () => {
  const { own, drawn, none } = kinds({ drawn: 0.3, none: 0.1 });
  expect(own + drawn + none).toBe(rows);
  expect(Math.abs(drawn - 150)).toBeLessThan(4 * 10.2);
  expect(Math.abs(none - 50)).toBeLessThan(4 * 6.7);
});

test('with shares of 0 all rows stay as they are', () => {
  expect(kinds({ drawn: 0, none: 0 })).toEqual({ own: rows, drawn: 0, none: 0 });
});

test.each(mixtureKinds)('%s is refused when it is negative, more than all, or no number', (kind) => {
  for (const share of [-0.1, 1.1, Number.NaN])
    expect(() => checkMixture({ drawn: 0, none: 0, [kind]: share })).toThrow(
      `mixture: ${kind} must be from 0 to 1, not ${share}`,
    );
});

test('more than all rows together are refused', () => {
  expect(() => withMixture(digits, { drawn: 0.5, none: 0.75 }, createRandom(1))).toThrow(
    'mixture: drawn and none must be at most 1 together, not 1.25',
  );
});
