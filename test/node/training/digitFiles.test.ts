import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digitImageBytes } from '../../../src/datasets/digitImage';
import { createRandom } from '../../../src/engine/random';
import { mostDigits } from '../../../src/formats/digits/digitRecord';
import { writeJson } from '../../../src/formats/json/json';
import { writeNpyBytes, writeNpyTensor } from '../../../src/formats/npz/npy';
import { writeNpz } from '../../../src/formats/npz/npz';
import { writeZip } from '../../../src/formats/npz/zip';
import { FormatError } from '../../../src/formats/weights';
import { readDigits, writeDigits } from '../../../src/training/digitFiles';
import { digitFormats } from '../../../src/training/fileFormats';
import { labelledDigits, square } from '../../support/labelledDigits';
import { mutated } from '../../support/mutations';
import { pythonsWith, runPython } from '../../support/python';
import { formatErrorOf, smallWeights } from '../formats/sampleWeights';

const digits = labelledDigits(12);
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const json = Buffer.from(writeDigits(digits, 'json', square)).toString('utf8');
/** As the message says that one may do. */
const withoutHash = json.replace(/^ *"sha256".*\n/m, '');
const errorOf = (bytes: Uint8Array) => formatErrorOf(() => readDigits(bytes, square));

/** An .npz of other programs. */
const npzOf = (arrays: Readonly<Record<string, Uint8Array>>) =>
  writeZip(
    Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })),
    true,
  );
const floats = (shape: readonly number[], values: Float32Array) =>
  writeNpyTensor({ name: '', shape, values });
const oneLabel = writeNpyBytes([1], Uint8Array.of(7));
const oneImage = (fill: number) => writeNpyBytes([1, 28, 28], new Uint8Array(784).fill(fill));

describe('round trip', () => {
  test('JSON gives the same digits, with strokes and dates, and the same bytes again', () => {
    const read = readDigits(utf8(json), square);
    expect(read).toEqual(digits);
    expect(Buffer.from(writeDigits(read, 'json', square)).toString('utf8')).toBe(json);
  });

  test('an .npz gives the same images and labels, without strokes', () => {
    const read = readDigits(writeDigits(digits, 'npz', square), square);
    expect(read).toEqual(digits.map((digit) => ({ ...digit, strokes: null, when: null })));
  });

  test('an image alone is kept in JSON; each image has memory of its own', () => {
    const images = digits.map((digit) => ({ ...digit, strokes: null, when: null }));
    const read = readDigits(writeDigits(images, 'json', square), square);
    expect(read).toEqual(images);
    for (const format of ['json', 'npz'] as const)
      for (const { image } of readDigits(writeDigits(digits, format, square), square))
        expect(image.buffer.byteLength).toBe(784);
  });

  test('as many as may be are written and read in both formats', () => {
    const many = labelledDigits(mostDigits);
    for (const { name } of digitFormats) {
      const read = readDigits(writeDigits(many, name, square), square);
      expect(read.map(({ label }) => label)).toEqual(many.map(({ label }) => label));
      expect(read.at(-1)?.image).toEqual(many.at(-1)?.image);
    }
  });
});

test.each(pythonsWith('numpy'))(
  'NumPy $version opens the .npz without pickle, with the dtypes, shapes and bytes that the README names',
  ({ python }) => {
    const folder = mkdtempSync(join(tmpdir(), 'scratchnet-digits-'));
    try {
      const file = join(folder, 'digits.npz');
      writeFileSync(file, writeDigits(digits, 'npz', square));
      const script = [
        'import json, sys, numpy as np',
        'with np.load(sys.argv[1], allow_pickle=False) as file:',
        '    arrays = {name: file[name] for name in file.files}',
        'np.savez(sys.argv[1] + ".again.npz", x=arrays["images"] / 255, y=arrays["labels"].astype("int64"))',
        'print(json.dumps({name: [a.dtype.str, list(a.shape), a.ravel().tolist()] for name, a in arrays.items()}))',
      ].join('\n');
      const seen = JSON.parse(runPython(python, ['-c', script, file]));
      expect(seen).toEqual({
        images: ['|u1', [12, 28, 28], digits.flatMap(({ image }) => [...image])],
        labels: ['|u1', [12], digits.map(({ label }) => label)],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe('files of other programs', () => {
  const [{ image }] = digits;
  const fractions = Float32Array.from(image, (byte) => byte / 255);

  test.each([
    ['images and labels', { images: writeNpyBytes([1, 28, 28], image), labels: oneLabel }],
    ['rows of 784', { images: writeNpyBytes([1, 784], image), labels: oneLabel }],
    ['x and y, and something else', { x: writeNpyBytes([1, 784], image), y: oneLabel, z: oneLabel }],
    ['fractions', { x: floats([1, 28, 28], fractions), y: floats([1], Float32Array.of(7)) }],
  ])('an .npz with %s is read', (_, arrays) => {
    expect(readDigits(npzOf(arrays), square)).toEqual([{ label: 7, image, strokes: null, when: null }]);
  });

  test('strokes without an image, in a square of another size, get the image that the pad makes of them', () => {
    const strokes = [
      [
        [1, 2],
        [3, 10],
      ],
    ];
    const file = { format: 'scratchnet-digits', version: 1, side: 10, digits: [{ label: 1, strokes }] };
    const scaled = [
      [
        { x: 28, y: 56 },
        { x: 84, y: 280 },
      ],
    ];
    expect(readDigits(utf8(JSON.stringify(file)), square)).toEqual([
      { label: 1, image: digitImageBytes(scaled), strokes: scaled, when: null },
    ]);
  });
});

describe('what is wrong is said in one sentence, with its place', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'empty', 'empty (0 bytes)'],
    ['a picture', utf8('\x89PNG'), 'wrongKind', '.npz or .json'],
    ['weights in .npz', writeNpz(smallWeights), 'wrongKind', 'Upload weights opens it'],
    ['weights in JSON', writeJson(smallWeights), 'wrongKind', 'not of digits'],
    [
      "Keras' mnist.npz",
      npzOf({ x_train: oneImage(0), y_train: oneLabel, x_test: oneImage(0), y_test: oneLabel }),
      'missing',
      'images and labels, or x and y',
    ],
    ['labels alone', npzOf({ labels: oneLabel }), 'missing', '“labels”'],
    [
      'larger images',
      npzOf({ x: writeNpyBytes([1, 32, 32], new Uint8Array(1024)), y: oneLabel }),
      'shape',
      '[1, 32, 32]',
    ],
    [
      'no image',
      npzOf({ x: writeNpyBytes([0, 28, 28], new Uint8Array(0)), y: oneLabel }),
      'missing',
      'no digit',
    ],
    [
      'a label a column',
      npzOf({ x: oneImage(1), y: writeNpyBytes([1, 1], Uint8Array.of(1)) }),
      'shape',
      '[n]',
    ],
    [
      'a label too few',
      npzOf({ x: writeNpyBytes([2, 784], new Uint8Array(1568)), y: oneLabel }),
      'shape',
      '1 labels for 2 images',
    ],
    [
      'the label 10',
      npzOf({ x: oneImage(1), y: writeNpyBytes([1], Uint8Array.of(10)) }),
      'damaged',
      'label 10 for digit 1',
    ],
    ['half a label', npzOf({ x: oneImage(1), y: floats([1], Float32Array.of(0.5)) }), 'damaged', 'label 0.5'],
    [
      'fractions above 1',
      npzOf({ x: floats([1, 784], new Float32Array(784).fill(255)), y: oneLabel }),
      'damaged',
      'from 0 to 1',
    ],
    [
      'not a number',
      npzOf({ x: floats([1, 784], new Float32Array(784).fill(Number.NaN)), y: oneLabel }),
      'damaged',
      'NaN in digit 1',
    ],
    [
      'too many',
      npzOf({ x: writeNpyBytes([mostDigits + 1, 784], new Uint8Array(784 * (mostDigits + 1))), y: oneLabel }),
      'tooLarge',
      `at most ${mostDigits} digits`,
    ],
  ])('%s', (_, bytes, code, message) => {
    const error = errorOf(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test.each([
    ['a newer version', json.replace('"version": 1', '"version": 2'), 'version'],
    ['a label edited by hand', json.replace('"label": 3', '"label": 4'), 'sha256'],
    ['no label', withoutHash.replace('"label": 0,', ''), 'digits.0.label'],
    ['the label 10', withoutHash.replace('"label": 3', '"label": 10'), 'digits.3.label'],
    [
      'a date that is none',
      withoutHash.replace('2026-01-31T12:00:02', '2026-13-31T12:00:02'),
      'digits.2.when',
    ],
    [
      'ink above 255',
      withoutHash.replace('"image": [\n        [0, 0', '"image": [\n        [0, 256'),
      'digits.0.image.0',
    ],
    [
      'a row too short',
      withoutHash.replace('"image": [\n        [0, 0', '"image": [\n        [0'),
      'digits.0.image.0',
    ],
    ['a point outside', withoutHash.replace(/\[\[[\d.]+/, '[[281'), 'digits.0.strokes.0'],
    ['a point of three', withoutHash.replace(/\[\[[\d.]+/, '[[1, 2'), 'digits.0.strokes.0'],
    ['no side', withoutHash.replace(/^ *"side".*\n/m, ''), 'side'],
    [
      'neither strokes nor image',
      '{"format":"scratchnet-digits","version":1,"side":1,"digits":[{"label":1}]}',
      'digits.0',
    ],
    ['no digits', '{"format":"scratchnet-digits","version":1,"side":1,"digits":[]}', 'digits'],
  ])('JSON with %s', (_, text, field) => {
    expect(text).not.toBe(json);
    const { place, message } = errorOf(utf8(text));
    expect(place.field).toBe(field);
    expect(message.length).toBeLessThan(300);
  });

  test('too many digits of an .npz are refused by what the archive says, before any number is looked at', () => {
    const entries = [
      { name: 'x.npy', bytes: writeNpyBytes([20_000, 784], new Uint8Array(15_680_000)) },
      { name: 'y.npy', bytes: oneLabel },
    ];
    const bytes = writeZip(entries, false);
    // Its checksum is wrong now.
    bytes[1000] ^= 1;
    const { code, place } = errorOf(bytes);
    expect([code, place.entry]).toEqual(['tooLarge', 'x.npy']);
  });
});

test('2,000 damaged files of each format: a sentence, or the same digits', () => {
  const few = labelledDigits(3);
  for (const { name } of digitFormats) {
    const original = writeDigits(few, name, square);
    const expected = readDigits(original, square);
    const random = createRandom(5);
    let refused = 0;
    for (let file = 0; file < 2000; file++) {
      const bytes = mutated([original], random);
      try {
        expect(readDigits(bytes, square), `${name} ${file}`).toEqual(expected);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused++;
        expect(error.message.length).toBeLessThan(1000);
      }
    }
    expect(refused).toBeGreaterThan(1000);
  }
});
