import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Augmentation,
  augmentationKinds,
  augmentationLimits,
  augmentedRows,
  noAugmentation,
  usualAugmentation,
} from '../../../src/datasets/augment';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { createRandom } from '../../../src/engine/random';
import { drawnDigits } from '../../support/drawnDigits';

const rows = 40;
const digits = drawnDigits(rows);
const order = Uint32Array.from({ length: rows }, (_, i) => (7 * i) % rows);

/** All rows in the order of one batch, and where the generator stands then. */
function gathered(augmentation: Augmentation | null, seed = 1) {
  const random = createRandom(seed);
  const data = augmentation ? augmentedRows(digits, augmentation, random) : digits;
  const x = { starts: new Uint32Array(rows + 1), packed: new Uint8Array(3 * 784 * rows) };
  const target = new Float32Array(10 * rows);
  data.writeSparseBatch?.(x, target, order, 0, rows);
  return { starts: x.starts, ink: x.packed.slice(0, 3 * x.starts[rows]), target, state: random.state() };
}

test('the same seed gives the same bits, everywhere these', () => {
  const all = { shift: 1.5, rotate: 12, scale: 0.15, shear: 0.15, elastic: 1.2, thickness: 0.5 };
  const { ink } = gathered(all);
  expect(gathered(all).ink).toEqual(ink);
  expect(gathered(all, 2).ink).not.toEqual(ink);
  expect(createHash('sha256').update(ink).digest('hex')).toBe(
    '4c42e8b92e940dd87fcc4da45c1b366512bd64853a98ef5f6f172f14cb49ade8',
  );
});

test('with every strength at 0 digits stay as they are, to the bit, and nothing is drawn', () => {
  expect(gathered(noAugmentation)).toEqual(gathered(null));
});

describe.each(augmentationKinds)('%s', (kind) => {
  const alone = gathered({ ...noAugmentation, [kind]: usualAugmentation[kind] });

  test('alone changes digits, and not one label', () => {
    expect(alone.ink).not.toEqual(gathered(null).ink);
    expect(alone.target).toEqual(gathered(null).target);
  });

  test('draws as often for every digit, whatever it looks like', () => {
    const random = createRandom(1);
    const inOther = augmentedRows(drawnDigits(rows, 12), { ...noAugmentation, [kind]: 0.1 }, random);
    inOther.writeBatch(new Float32Array(784 * rows), new Float32Array(10 * rows), order, 0, rows);
    expect(random.state()).toEqual(alone.state);
  });

  test('is refused when it is negative, too strong, or no number', () => {
    for (const strength of [-1, augmentationLimits[kind] + 0.01, Number.NaN])
      expect(() => augmentedRows(digits, { ...noAugmentation, [kind]: strength }, createRandom(1))).toThrow(
        `augmentation: ${kind} must be from 0 to`,
      );
  });
});

test('a weaker one is nearer to the digit than a stronger one', () => {
  const distance = (factor: number) => {
    const weaker = Object.fromEntries(
      augmentationKinds.map((kind) => [kind, factor * usualAugmentation[kind]]),
    );
    const x = new Float32Array(784 * rows);
    const plain = new Float32Array(784 * rows);
    const target = new Float32Array(10 * rows);
    augmentedRows(digits, { ...noAugmentation, ...weaker }, createRandom(3)).writeBatch(
      x,
      target,
      order,
      0,
      rows,
    );
    digits.writeBatch(plain, target, order, 0, rows);
    return x.reduce((sum, value, index) => sum + (value - plain[index]) ** 2, 0);
  };
  const distances = [0.01, 0.1, 0.5, 1].map(distance);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
});

test('gathered densely it is what is gathered as ink, and two small batches are a large one', () => {
  const { starts, ink } = gathered(usualAugmentation);
  const expected = new Float32Array(784 * rows);
  for (let b = 0; b < rows; b++) {
    const count = starts[b + 1] - starts[b];
    for (let i = 0; i < count; i++) {
      const place = 3 * starts[b] + 2 * i;
      expected[784 * b + ink[place] + 256 * ink[place + 1]] = ink[3 * starts[b] + 2 * count + i] / 255;
    }
  }
  const x = new Float32Array(784 * rows);
  const target = new Float32Array(10 * rows);
  const data = augmentedRows(digits, usualAugmentation, createRandom(1));
  data.writeBatch(x.subarray(0, 784 * 15), target, order, 0, 15);
  data.writeBatch(x.subarray(784 * 15), target, order, 15, rows - 15);
  expect(x).toEqual(expected);
});

test('data that is not images on paper is refused', () => {
  const table = new TableDataset(2, 1, Float64Array.of(0, 1), Float64Array.of(1));
  expect(() => augmentedRows(table, usualAugmentation, createRandom(1))).toThrow('mostly paper');
});
