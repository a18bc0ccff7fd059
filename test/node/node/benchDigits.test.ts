/** `npm run bench:digits`, the drawings that it takes, and what it makes of what a page says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digitImage } from '../../../src/datasets/digitImage';
import { main } from '../../../src/node/benchDigits';
import { mnistRow, penTable } from '../../../src/node/benchRows';
import { differenceOf, readOnPage } from '../../../src/node/digitReading';
import { findMisses } from '../../../src/node/misses';
import { padSide } from '../../../src/node/padDrawing';
import { readPenDigits } from '../../../src/node/penDigits';
import type { Browser } from '../../../src/node/sitePad';
import { drawnDigits } from '../../support/drawnDigits';
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

describe('drawings', () => {
  const digits = readPenDigits(written('two.json', { digits: [one, seven] }));

  test('come as the pad sees them, with their labels', () => {
    const { data, drawings } = penTable(digits)[0];
    const x = new Float32Array(2 * 784);
    const target = new Float32Array(2 * 10);
    data.writeBatch(x, target, Uint32Array.of(0, 1), 0, 2);
    expect(x.subarray(0, 784)).toEqual(digitImage(drawings[0]));
    expect(drawings[0]).toEqual([
      [
        { x: 0.5, y: 0 },
        { x: 0.45, y: 1 },
      ],
    ]);
    expect(Array.from(target).flatMap((hot, i) => (hot ? [i] : []))).toEqual([1, 17]);
  });

  test.each([
    ['no JSON', '{', "can't be read as JSON"],
    ['no list', { digits: 1 }, 'has no list "digits"'],
    ['a label of 10', { digits: [{ ...one, label: 10 }] }, 'has at digits[0] no label from 0 to 9'],
    ['no stroke', { digits: [{ label: 1, strokes: [] }] }, 'has at digits[0] no strokes'],
    [
      'a point of one number',
      { digits: [one, { label: 1, strokes: [[[1]]] }] },
      'has at digits[1] no strokes',
    ],
  ])('with %s are refused in one sentence', (name, content, message) => {
    expect(() => readPenDigits(written(`${name}.json`, content))).toThrow(message);
  });
});

test('on a page points are shares of the pad, and a number of two digits is a wrong answer, as far off as can be', async () => {
  const places: number[] = [];
  const outputs = await readOnPage(
    {
      show: () => Promise.resolve(),
      read: async ([[{ x, y }]]) => {
        places.push(x, y);
        return { said: x === 0 ? 'not sure' : '17', isNumber: x > 0, probabilities: [0.25, 0.75] };
      },
    },
    [[[{ x: 0, y: padSide / 2 }]], [[{ x: padSide, y: 0 }]]],
  );
  expect(places).toEqual([0, 0.5, 1, 0]);
  expect(Array.from(outputs)).toEqual([0.25, 0.75, Number.NaN, Number.NaN]);
  expect(differenceOf(outputs, Float32Array.of(0.5, 0.5, 0.25, 0.75), 2)).toEqual({
    otherAnswers: 2,
    largestDifference: 1,
  });
  const near = Float32Array.of(0.125, 0.875);
  expect(differenceOf(outputs.subarray(0, 2), near, 2)).toEqual({
    otherAnswers: 0,
    largestDifference: 0.125,
  });
});

test('misses are the wrong answers, the surest first, with their images', () => {
  const data = drawnDigits(3);
  const outputs = new Float32Array(30);
  const targets = new Float32Array(30);
  for (const [row, label, answered, share] of [
    [0, 0, 4, 0.5],
    [1, 1, 1, 0.9],
    [2, 2, 5, 0.75],
  ]) {
    targets[10 * row + label] = 1;
    outputs[10 * row + answered] = share;
  }
  const misses = findMisses([{ row: mnistRow(data), answers: { outputs, targets } }]);
  expect(misses.map(({ row, label, answered }) => [row, label, answered])).toEqual([
    [2, 2, 5],
    [0, 0, 4],
  ]);
  const image = new Float32Array(784);
  data.writeBatch(image, new Float32Array(10), Uint32Array.of(2), 0, 1);
  expect(misses[0].image).toEqual(image);
});

test('--json prints one line with what each network reads of MNIST and of the drawings, and its 20 surest misses, which are drawn; without a browser says so', async () => {
  const pen = written('pen.json', { digits: [one, seven] });
  const picture = inFolder('misses.svg');
  const { stdout, stderr } = await terminal('benchDigits')('--pen', pen, '--misses', picture, '--json');
  expect(stderr).toMatch(/^Not drawn on the page: no browser is found; .*\.\n$/);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const found: {
    rows: { network: string; measured: string; rows: number; accuracy: number; calibrationError: number }[];
    misses: { network: string; probability: number }[];
  } = JSON.parse(stdout);

  const networks = ['dense', 'convolutional', 'plain 784-128-10'];
  const mnist = found.rows.filter(({ measured }) => measured === "MNIST's test digits");
  expect(mnist.map(({ network }) => network)).toEqual(networks);
  for (const { rows, accuracy, calibrationError } of mnist) {
    expect(rows).toBe(10_000);
    expect(accuracy).toBeGreaterThan(0.97);
    expect(calibrationError).toBeLessThan(0.02);
  }
  // A plain one and a crossed seven: nobody misreads them.
  const drawn = found.rows.filter(
    ({ measured, network }) => measured === 'pen digits' && network !== 'plain 784-128-10',
  );
  expect(drawn.map(({ rows, accuracy }) => [rows, accuracy])).toEqual([
    [2, 1],
    [2, 1],
  ]);
  expect(found.rows).toHaveLength(3 * 18);

  for (const network of networks) {
    const sure = found.misses
      .filter((miss) => miss.network === network)
      .map(({ probability }) => probability);
    expect(sure).toHaveLength(20);
    expect(sure).toEqual([...sure].sort((a, b) => b - a));
    expect(sure[0]).toBeGreaterThan(0.9);
  }
  expect(readFileSync(picture, 'utf8').match(/, read as /g)).toHaveLength(3 * 20);
});

describe('in one sentence, before anything is measured, it refuses', () => {
  const none: Browser = {
    openSite: () => Promise.reject(new Error('Nothing is to be drawn.')),
    pngOf: () => Promise.reject(new Error('Nothing is to be drawn.')),
  };
  test.each([
    ['a picture without a known ending', ['--misses', 'misses.gif'], none, 'be .png or .svg.'],
    ['a picture as .png without a browser', ['--misses', 'misses.png'], null, 'no browser is found'],
    [
      'a picture in no folder',
      ['--misses', 'no/where/misses.svg'],
      none,
      "is not there or can't be written to.",
    ],
    [
      'a network that is not there',
      ['none.npz'],
      none,
      "FILE: none.npz can't be read: there is no such file.",
    ],
    ['drawings that are not there', ['--pen', 'none.json'], none, "--pen: none.json can't be read"],
    ['an option that it does not know', ['--canvas'], none, 'npm run bench:digits -- [FILE …] [options]'],
  ])('%s', async (_, args, browser, message) => {
    await expect(main(args, browser)).rejects.toThrow(message);
    expect(existsSync('misses.gif')).toBe(false);
  });
});
