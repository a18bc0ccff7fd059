import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeShard, mnistShards, readMnistFiles } from '../../../scripts/mnistShards.mjs';
import { DatasetError, isReady } from '../../../src/datasets/dataset';
import { DigitRows, digitBlock, digitRowsFromIdx } from '../../../src/datasets/digitRows';
import { DigitAssembly, type DigitManifest, decodeShard, parseManifest } from '../../../src/datasets/digits';
import { givenOrder } from '../../../src/datasets/epochOrder';

let shards: Map<string, Uint8Array>;
let manifest: DigitManifest;

beforeAll(() => {
  shards = mnistShards();
  manifest = parseManifest(new TextDecoder().decode(shards.get('manifest.json')));
}, 60_000);

function bytesOf(file: string): Uint8Array {
  return shards.get(file) as Uint8Array;
}

describe('the real shards', () => {
  test('are 10 of 6,000 and 2 of 5,000 digits, together under 11 MB, with the lengths and digests of the manifest', () => {
    expect(manifest.train.map(({ rows }) => rows)).toEqual(new Array(10).fill(6000));
    expect(manifest.test.map(({ rows }) => rows)).toEqual([5000, 5000]);
    const all = [...manifest.train, ...manifest.test];
    for (const { file, bytes, sha256 } of all) {
      expect(bytesOf(file).length).toBe(bytes);
      expect(createHash('sha256').update(bytesOf(file)).digest('hex')).toBe(sha256);
      expect(file).toMatch(new RegExp(`^(train|test)-\\d\\d\\.${sha256.slice(0, 8)}\\.bin$`));
    }
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(11_000_000);
  });

  test('hold all 70,000 digits of the IDX files, byte for byte', () => {
    const files = readMnistFiles();
    for (const part of ['train', 'test'] as const) {
      const idx = digitRowsFromIdx(files[`${part}Images`], files[`${part}Labels`]);
      const assembly = new DigitAssembly(manifest, part, new DigitRows(part === 'train' ? 60_000 : 10_000));
      assembly.shards.forEach(({ file }, index) => {
        assembly.add(index, bytesOf(file));
      });
      expect(assembly.dataset.rows).toBe(part === 'train' ? 60_000 : 10_000);
      expect(assembly.dataset.ready).toBe(assembly.dataset.rows);
      expect(firstDifference(assembly.dataset, idx)).toBe(-1);
    }
  });
});

function firstDifference(a: DigitRows, b: DigitRows): number {
  for (let row = 0; row < a.rows; row++)
    if (a.label(row) !== b.label(row) || Buffer.compare(a.pixels(row), b.pixels(row)) !== 0) return row;
  return -1;
}

/** `count` digits whose label and brightest pixel say which they are. */
function makeShard(first: number, count: number) {
  const pixels = new Uint8Array(count * 784);
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    labels[row] = (first + row) % 10;
    pixels[row * 784 + first + row] = 255;
    pixels[row * 784 + 783] = first + row;
  }
  const packed = encodeShard(labels, pixels);
  const sha256 = createHash('sha256').update(packed).digest('hex');
  return {
    packed,
    entry: { file: `train-0${first}.bin`, rows: count, bytes: packed.length, sha256 },
    labels,
    pixels,
  };
}

const parts = [makeShard(1, 3), makeShard(4, 3), makeShard(7, 2)];
const smallManifest: DigitManifest = {
  format: 'scratchnet-digits-1',
  train: parts.map(({ entry }) => entry),
  test: [parts[0].entry],
};

describe('assembling', () => {
  test('a list with other rows than MNIST has is refused with both numbers', () => {
    expect(() => new DigitAssembly(smallManifest, 'train', new DigitRows(60_000))).toThrow(
      'has 8 rows to train; it should have 60000',
    );
  });

  test('`ready` grows as a prefix, whatever the order in which shards arrive', () => {
    const assembly = new DigitAssembly(smallManifest, 'train', new DigitRows(8));
    const { dataset } = assembly;
    const order = givenOrder(8);
    expect([dataset.rows, dataset.ready, isReady(dataset, order, 0, 1)]).toEqual([8, 0, false]);
    assembly.add(2, parts[2].packed);
    expect(dataset.ready).toBe(0);
    assembly.add(0, parts[0].packed);
    expect([dataset.ready, isReady(dataset, order, 0, 3), isReady(dataset, order, 1, 3)]).toEqual([
      3,
      true,
      false,
    ]);
    assembly.add(0, parts[0].packed);
    expect(dataset.ready).toBe(3);
    expect(() => dataset.put(2, digitBlock(new Uint8Array(2), new Uint8Array(2 * 784)))).toThrow(
      DatasetError,
    );
    assembly.add(1, parts[1].packed);
    expect(dataset.ready).toBe(8);
    expect(Array.from({ length: 8 }, (_, row) => dataset.label(row))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(isReady(dataset, order, 0, 8)).toBe(true);
  });

  test.each([Float32Array, Float64Array])(
    'a batch in %o is pixel/255 and one-hot, nothing else touched',
    (Floats) => {
      const assembly = new DigitAssembly(smallManifest, 'train', new DigitRows(8));
      for (const index of [0, 1, 2]) assembly.add(index, parts[index].packed);
      const x = new Floats(3 * 784).fill(9);
      const target = new Floats(3 * 10).fill(9);
      assembly.dataset.writeBatch(x, target, Uint32Array.of(0, 7, 2), 1, 2);
      const expected = new Floats(3 * 784).fill(0).fill(9, 2 * 784);
      expected[8] = 1;
      expected[783] = 8 / 255;
      expected[784 + 3] = 1;
      expected[784 + 783] = 3 / 255;
      expect(x).toEqual(expected);
      expect([...target.subarray(0, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
      expect([...target.subarray(10, 20)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
      expect([...target.subarray(20)]).toEqual(new Array(10).fill(9));
    },
  );

  test('digits that are not loaded are refused', () => {
    const { dataset } = new DigitAssembly(smallManifest, 'train', new DigitRows(8));
    const batch = () =>
      dataset.writeBatch(new Float32Array(784), new Float32Array(10), Uint32Array.of(0), 0, 1);
    expect(batch).toThrow(DatasetError);
    expect(() => dataset.label(0)).toThrow('Digit 0 was asked for, but 0 of 8 are loaded.');
    expect(() => dataset.pixels(-1)).toThrow(DatasetError);
  });
});

describe('a shard that is not right', () => {
  const [{ packed, entry }] = parts;
  const repacked = (content: Uint8Array) => {
    const bytes = new Uint8Array(gzipSync(content));
    return {
      bytes,
      entry: { ...entry, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    };
  };
  const content = (values: number, label = 1) =>
    Uint8Array.from([
      label,
      2,
      3,
      ...new Uint8Array(3 * 98).fill(0).fill(1, 0, 2),
      ...new Array(values).fill(5),
    ]);

  test('every flipped bit is noticed', () => {
    for (let bit = 0; bit < packed.length * 8; bit++) {
      const changed = packed.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      expect(() => decodeShard(entry, changed)).toThrow('arrived changed');
    }
  });

  test.each([
    [
      'cut',
      () => decodeShard(entry, packed.subarray(1)),
      `arrived with ${packed.length - 1} bytes instead of`,
    ],
    [
      'not gzip',
      () => {
        const bytes = new Uint8Array(20);
        return decodeShard(
          { ...entry, bytes: 20, sha256: createHash('sha256').update(bytes).digest('hex') },
          bytes,
        );
      },
      'cannot be unpacked',
    ],
    [
      'pixels too few',
      () => decodeShard(repacked(content(1)).entry, repacked(content(1)).bytes),
      'hold 1 pixels where their masks ask for 2',
    ],
    [
      'pixels too many',
      () => decodeShard(repacked(content(3)).entry, repacked(content(3)).bytes),
      'hold 3 pixels where their masks ask for 2',
    ],
    [
      'masks missing',
      () =>
        decodeShard(repacked(content(0).subarray(0, 90)).entry, repacked(content(0).subarray(0, 90)).bytes),
      'before the last of 3 masks',
    ],
    [
      'label 10',
      () => decodeShard(repacked(content(2, 10)).entry, repacked(content(2, 10)).bytes),
      'hold a label that is no digit',
    ],
  ])('%s: says which and what to do', (_, decode, message) => {
    expect(decode).toThrow(DatasetError);
    expect(decode).toThrow(message);
    expect(decode).toThrow(/train-01\.bin.*Reload the page/);
  });

  test('nothing has changed after a shard was refused', () => {
    const assembly = new DigitAssembly(smallManifest, 'train', new DigitRows(8));
    expect(() => assembly.add(0, parts[1].packed)).toThrow(DatasetError);
    expect(assembly.dataset.ready).toBe(0);
  });
});

test.each([
  ['a web page', '<!doctype html>', 'is not JSON but a web page'],
  ['nothing', '', 'is not JSON'],
  ['another format', JSON.stringify({ ...smallManifest, format: 'x' }), 'wrong at format'],
  [
    'a path in a name',
    JSON.stringify({ ...smallManifest, test: [{ ...parts[0].entry, file: '../x' }] }),
    'wrong at test.0.file',
  ],
  [
    'an address as name',
    JSON.stringify({ ...smallManifest, test: [{ ...parts[0].entry, file: '//host.example' }] }),
    'test.0.file',
  ],
  [
    'rows of different number',
    JSON.stringify({ ...smallManifest, train: [parts[2].entry, parts[0].entry] }),
    'wrong at train',
  ],
  ['no shards', JSON.stringify({ ...smallManifest, train: [] }), 'wrong at train'],
  [
    'half a digit',
    JSON.stringify({ ...smallManifest, test: [{ ...parts[0].entry, rows: 1.5 }] }),
    'test.0.rows',
  ],
])('a manifest that is %s is refused with the field', (_, text, message) => {
  expect(() => parseManifest(text)).toThrow(DatasetError);
  expect(() => parseManifest(text)).toThrow(message);
});
