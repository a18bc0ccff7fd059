/** `npm run bench:digits`, and the drawings that it takes. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digitImage } from '../../../src/datasets/digitImage';
import { penRows, readPenDigits } from '../../../src/node/penDigits';
import { temporaryFolder, terminal } from '../../support/terminal';

const inFolder = temporaryFolder();
const one = {
  label: 1,
  strokes: [
    [
      [0.5, 0],
      [0.45, 1],
    ],
  ],
};
const seven = {
  label: 7,
  strokes: [
    [
      [0, 0],
      [1, 0],
      [0.4, 1.3],
    ],
    [
      [0.2, 0.6],
      [0.9, 0.6],
    ],
  ],
};

function written(name: string, content: unknown): string {
  const file = inFolder(name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const gathered = (...asked: Parameters<typeof penRows>) => {
  const rows = penRows(...asked);
  const x = new Float32Array(rows.rows * 784);
  const target = new Float32Array(rows.rows * 10);
  rows.writeBatch(
    x,
    target,
    Uint32Array.from({ length: rows.rows }, (_, row) => row),
    0,
    rows.rows,
  );
  return { x, target };
};

/** Mean distance of two lists of levels, 0 to 1. */
const distance = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length;

describe('drawings', () => {
  const digits = readPenDigits(written('two.json', { digits: [one, seven] }));
  const asTheyAre = gathered(digits, { size: 0, tilt: 0 });

  test('come as the pad sees them, with their labels', () => {
    expect(asTheyAre.x.subarray(0, 784)).toEqual(
      digitImage([
        [
          { x: 0.5, y: 0 },
          { x: 0.45, y: 1 },
        ],
      ]),
    );
    expect(Array.from(asTheyAre.target).flatMap((one, i) => (one ? [i] : []))).toEqual([1, 17]);
  });

  test('anywhere on the pad and in any size are the same but for whole pixels', () => {
    for (const [size, most] of [
      [1, 0.01],
      [0.25, 0.02],
    ]) {
      const placed = gathered(digits, { size, tilt: 0 });
      expect(distance(placed.x, asTheyAre.x)).toBeGreaterThan(0);
      expect(distance(placed.x, asTheyAre.x)).toBeLessThan(most);
    }
  });

  test('are tilted clockwise: the head of a one goes to the right', () => {
    const { x } = gathered(digits, { size: 1, tilt: 15 });
    const middle = (from: number, to: number) => {
      const top = x.subarray(from, to);
      return top.reduce((sum, ink, i) => sum + ink * (i % 28), 0) / top.reduce((sum, ink) => sum + ink, 0);
    };
    expect(middle(0, 392)).toBeGreaterThan(middle(392, 784) + 1);
  });

  test.each([
    ['no JSON', '{', "can't be read as JSON"],
    ['no list', { digits: 1 }, 'has no list "digits"'],
    ['a label of 10', { digits: [{ ...one, label: 10 }] }, 'has at digits[0] no label from 0 to 9'],
    [
      'a point of one number',
      { digits: [one, { label: 1, strokes: [[[1]]] }] },
      'has at digits[1] no strokes',
    ],
  ])('with %s are refused in one sentence', (name, content, message) => {
    expect(() => readPenDigits(written(`${name}.json`, content))).toThrow(message);
  });
});

test('--json prints one line with what each network reads of MNIST and of the drawings', async () => {
  const pen = written('pen.json', { digits: [one, seven] });
  const { stdout } = await terminal('benchDigits')('--pen', pen, '--json');
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const results: {
    network: string;
    measured: string;
    rows: number;
    accuracy: number;
    calibrationError: number;
  }[] = JSON.parse(stdout);
  const mnist = results.filter(({ measured }) => measured === "MNIST's test digits");
  expect(mnist.map(({ network }) => network)).toEqual(['dense', 'convolutional', 'plain 784-128-10']);
  for (const { rows, accuracy, calibrationError } of mnist) {
    expect(rows).toBe(10_000);
    expect(accuracy).toBeGreaterThan(0.97);
    expect(calibrationError).toBeLessThan(0.02);
  }
  // A plain one and a crossed seven: nobody misreads them.
  const drawn = results.filter(
    ({ measured, network }) => measured === 'pen digits' && network !== 'plain 784-128-10',
  );
  expect(drawn.map(({ rows, accuracy }) => [rows, accuracy])).toEqual([
    [2, 1],
    [2, 1],
  ]);
  expect(results).toHaveLength(3 * 11);
});
