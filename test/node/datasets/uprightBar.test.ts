import { expect, test } from 'vitest';
import { readMnistFiles } from '../../../scripts/mnistShards.mjs';
import { digitImage } from '../../../src/datasets/digitImage';
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { noDigits } from '../../../src/datasets/noDigits';
import { isUprightBar } from '../../../src/datasets/uprightBar';

const lines = (text: string) =>
  digitImage(
    text.split(' / ').map((stroke) =>
      stroke.split(' ').map((point) => {
        const [x, y] = point.split(',').map(Number);
        return { x, y };
      }),
    ),
  );

test.each([
  ['a line', '0,0 0,100'],
  ['a line that leans by 45°', '100,0 0,100'],
  ['a line that is bent', '10,0 0,50 6,100'],
  ['lines so near that they are one blot', '0,0 0,100 / 12,0 12,100 / 24,0 24,100'],
  ['from side to side, all the way down', '0,0 25,12 0,24 25,36 0,48 25,60 0,72 25,84 0,96'],
])('%s is an upright bar', (_, strokes) => {
  expect(isUprightBar(lines(strokes))).toBe(true);
});

test.each([
  ['a line that lies', '0,0 100,10'],
  ['a line nearer to lying than to leaning', '100,0 0,45'],
  ['an L', '0,0 0,100 55,100'],
  ['a plus', '50,0 50,100 / 0,50 100,50'],
  ['a square blot', '0,0 100,0 / 0,25 100,25 / 0,50 100,50 / 0,75 100,75 / 0,100 100,100'],
  ['a dot', '0,0'],
])('%s is none', (_, strokes) => {
  expect(isUprightBar(lines(strokes))).toBe(false);
});

test('paper is none', () => {
  expect(isUprightBar(new Float32Array(784))).toBe(false);
});

const imagesOf = (rows: ReturnType<typeof noDigits>, count: number) => {
  const x = new Float32Array(784 * count);
  rows.writeBatch(
    x,
    new Float32Array(10 * count),
    Uint32Array.from({ length: count }, (_, i) => i),
    0,
    count,
  );
  return Array.from({ length: count }, (_, i) => x.subarray(784 * i, 784 * (i + 1)));
};

test('of MNIST’s ones nine in ten are, and of the other digits at most three in a hundred', () => {
  const { trainImages, trainLabels } = readMnistFiles();
  const digits = digitRowsFromIdx(trainImages, trainLabels);
  const bars = imagesOf(digits, 5000).map(isUprightBar);
  const share = (digit: number) => {
    const own = bars.filter((_, i) => digits.label(i) === digit);
    return own.filter(Boolean).length / own.length;
  };
  expect(share(1)).toBeGreaterThan(0.9);
  for (const digit of [0, 2, 3, 4, 5, 6, 7, 8, 9]) expect(share(digit), `${digit}`).toBeLessThan(0.03);
});

test('what is drawn as no digit never is', () => {
  expect(imagesOf(noDigits(1000), 1000).filter(isUprightBar)).toEqual([]);
});
