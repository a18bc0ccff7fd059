import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { tensorsFromWeights, weightsFromTensors } from '../../../src/formats/layout';
import { writeNpyTensor, writeNpyText } from '../../../src/formats/npz/npy';
import { readNpz, writeNpz } from '../../../src/formats/npz/npz';
import { writeZip } from '../../../src/formats/npz/zip';
import { FormatError, formatErrorCodes, type Tensor, type Weights } from '../../../src/formats/weights';
import { readOwnNpz } from '../../support/ownWeights';
import { anyWeights, exactly, formatErrorOf, smallCard, smallWeights } from './sampleWeights';

describe('round trip', () => {
  test('500 random networks come back to the bit when deflated, and export to the same bytes', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const bytes = writeNpz(weights, { deflate: true });
        const back = readOwnNpz(bytes);
        expect(exactly(back)).toEqual(exactly(weights));
        expect(Buffer.compare(writeNpz(back, { deflate: true }), bytes)).toBe(0);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('the file has the same bytes in every time zone', () => {
    const zone = process.env.TZ;
    const files = ['UTC', 'America/Los_Angeles', 'Asia/Kolkata'].map((name) => {
      process.env.TZ = name;
      return writeNpz(smallWeights);
    });
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(Buffer.compare(files[0], files[1])).toBe(0);
    expect(Buffer.compare(files[0], files[2])).toBe(0);
  });

  test('the engine’s [inputs, outputs] leave as [outputs, inputs] and come back', () => {
    const engine = [
      { name: 'layers.0.weight', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      { name: 'layers.0.bias', shape: [3], values: Float32Array.of(7, 8, 9) },
      { name: 'layers.2.weight', shape: [3, 1], values: Float32Array.of(1, 2, 3) },
    ];
    const weights = weightsFromTensors(smallCard, engine);
    expect(weights.tensors[0].shape).toEqual([3, 2]);
    expect([...weights.tensors[0].values]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(weights.tensors[2].shape).toEqual([1, 3]);
    expect(tensorsFromWeights(readOwnNpz(writeNpz(weights)))).toEqual(engine);
  });

  test('arrays begin at a multiple of 64 bytes in their entries and are called as in PyTorch', () => {
    const entries = unzipSync(writeNpz(smallWeights));
    expect(Object.keys(entries)).toEqual([
      'scratchnet.npy',
      'layers.0.weight.npy',
      'layers.0.bias.npy',
      'layers.2.weight.npy',
    ]);
    expect(entries['layers.0.weight.npy'].length % 64).toBe(24);
  });
});

describe('a file that was changed', () => {
  test('every proper prefix of a deflated one is rejected', () => {
    const file = writeNpz(smallWeights, { deflate: true });
    for (let length = 0; length < file.length; length++) {
      const { code } = formatErrorOf(() => readOwnNpz(file.subarray(0, length)));
      expect(formatErrorCodes).toContain(code);
    }
  });

  test('every single flipped bit of a deflated one is noticed or harmless: the same weights', () => {
    const file = writeNpz(smallWeights, { deflate: true });
    const original = exactly(smallWeights);
    let harmless = 0;
    for (let bit = 0; bit < file.length * 8; bit++) {
      const changed = file.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      let read: Weights;
      try {
        read = readOwnNpz(changed);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        continue;
      }
      harmless++;
      expect(exactly(read)).toEqual(original);
    }
    // Dates, versions, attributes: what a zip says about a file besides its contents.
    expect(harmless).toBeLessThan(0.1 * file.length * 8);
  });

  test('bytes appended, inserted in front or cut out anywhere are noticed', () => {
    const file = writeNpz(smallWeights);
    const changed = [Buffer.concat([file, Buffer.alloc(1)]), Buffer.concat([Buffer.alloc(1), file])];
    for (let at = 0; at < file.length; at += 7)
      changed.push(Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]));
    for (const bytes of changed) formatErrorOf(() => readOwnNpz(new Uint8Array(bytes)));
  });
});

describe('tensors that do not fit', () => {
  const replace = (index: number, change: Partial<Tensor>): Weights => ({
    card: smallCard,
    tensors: smallWeights.tensors.map((tensor, at) => (at === index ? { ...tensor, ...change } : tensor)),
  });

  test.each([
    [
      'another shape',
      replace(1, { shape: [4], values: new Float32Array(4) }),
      'shape',
      'layers.0.bias',
      ['[4]', '[3]'],
    ],
    [
      'transposed',
      replace(0, { shape: [2, 3] }),
      'shape',
      'layers.0.weight',
      ['[2, 3]', '[3, 2]', 'transposed'],
    ],
    ['another rank', replace(2, { shape: [3] }), 'shape', 'layers.2.weight', ['[3]', '[1, 3]']],
    [
      'too few numbers',
      replace(2, { values: new Float32Array(2) }),
      'shape',
      'layers.2.weight',
      ['2 numbers'],
    ],
    [
      'NaN',
      replace(0, { values: Float32Array.of(1, 2, 3, Number.NaN, 5, 6) }),
      'notFinite',
      'layers.0.weight',
      ['NaN at [1, 1]', 'diverged'],
    ],
    [
      'infinity',
      replace(1, { values: Float32Array.of(1, 2, -Infinity) }),
      'notFinite',
      'layers.0.bias',
      ['-Infinity at [2]'],
    ],
    [
      'a missing tensor',
      { card: smallCard, tensors: smallWeights.tensors.slice(1) },
      'missing',
      'layers.0.weight',
      ['[3, 2]', '“layers.0.bias”'],
    ],
    [
      'another name',
      replace(2, { name: 'layers.1.weight' }),
      'missing',
      'layers.2.weight',
      ['“layers.1.weight”'],
    ],
    [
      'a tensor too many',
      {
        card: smallCard,
        tensors: [...smallWeights.tensors, { name: 'x', shape: [1], values: new Float32Array(1) }],
      },
      'unexpected',
      'x',
      ['“x”', 'layers.0.weight'],
    ],
    [
      'a tensor twice',
      { card: smallCard, tensors: [...smallWeights.tensors, smallWeights.tensors[1]] },
      'unexpected',
      undefined,
      ['twice'],
    ],
  ])('%s is not written, with a name for it', (_, weights, code, entry, parts) => {
    const error = formatErrorOf(() => writeNpz(weights));
    expect([error.code, error.place.entry]).toEqual([code, entry]);
    for (const part of parts) expect(error.message).toContain(part);
  });
});

test('an archive of NumPy alone has no card: its numbers come under their names, text is refused', () => {
  const bare = writeZip(
    smallWeights.tensors.map((tensor, i) => ({ name: `arr_${i}.npy`, bytes: writeNpyTensor(tensor) })),
    true,
  );
  const { card, tensors } = readNpz(bare);
  expect(card).toBeNull();
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['arr_0', [3, 2]],
    ['arr_1', [3]],
    ['arr_2', [1, 3]],
  ]);
  const text = writeZip([{ name: 'notes.npy', bytes: writeNpyText('hello') }], false);
  expect(formatErrorOf(() => readNpz(text)).place.entry).toBe('notes.npy');
  const diverged = { ...smallWeights.tensors[1], values: Float32Array.of(1, Number.NaN, 2) };
  const broken = writeZip([{ name: 'b.npy', bytes: writeNpyTensor(diverged) }], false);
  expect(formatErrorOf(() => readNpz(broken)).code).toBe('notFinite');
});
