import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWeightsFile, writeWeightsFile } from '../../../src/formats/formats';
import { readPickle, recognisesPickle } from '../../../src/formats/pickle/pickle';
import { writePickle } from '../../../src/formats/pickle/pickleWrite';
import { FormatError, type Tensor, type Weights } from '../../../src/formats/weights';
import { anyWeights, formatErrorOf, smallCard, smallCheckpoint, smallWeights } from './sampleWeights';

type Expected = { name: string; shape: number[]; bits: number[] };
type Fixture = {
  written: string;
  contents: Record<string, Expected[]>;
  files: { name: string; deflated: string }[];
};
const [numpy1, numpy2] = [1, 2].map(
  (major): Fixture => JSON.parse(readFileSync(`test/fixtures/formats/picklesNumpy${major}.json`, 'utf8')),
);

const files = [numpy1, numpy2].flatMap((fixture) =>
  fixture.files.map(({ name, deflated }) => ({
    name,
    bytes: new Uint8Array(inflateSync(Buffer.from(deflated, 'base64'))),
    expected: fixture.contents[name.split(',')[0]],
  })),
);

const inBits = (tensors: readonly Tensor[]): Expected[] =>
  tensors.map(({ name, shape, values }) => ({
    name,
    shape: [...shape],
    bits: [...new Uint32Array(values.slice().buffer)],
  }));

/** What a pickle of these weights holds: a matrix a dense layer, the bias in its last column. */
function matrices({ card, tensors }: Weights): Expected[] {
  return card.network.layers
    .flatMap((_, index) => {
      const weight = tensors.find(({ name }) => name === `layers.${index}.weight`);
      const bias = tensors.find(({ name }) => name === `layers.${index}.bias`);
      if (!weight) return [];
      const [outputs, inputs] = weight.shape;
      const rows = Array.from({ length: outputs }, (__, row) => [
        ...weight.values.subarray(row * inputs, (row + 1) * inputs),
        ...(bias ? [bias.values[row]] : []),
      ]);
      return [{ shape: [outputs, rows[0].length], values: Float32Array.from(rows.flat()) }];
    })
    .map(({ shape, values }, at) => inBits([{ name: String(at + 1), shape, values }])[0]);
}

const denseWeights = anyWeights.filter(
  ({ card: { network } }) =>
    network.layers.some(({ type }) => type === 'dense') &&
    network.layers.every(({ type }) => ['dense', 'activation', 'dropout'].includes(type)),
);

describe('pickles of NumPy', () => {
  test.each(files)('$name: read to the bit', ({ bytes, expected }) => {
    expect(recognisesPickle(bytes)).toBe(true);
    const { format, contents } = readWeightsFile(bytes);
    expect(format).toBe('pickle');
    expect(contents.card).toBeNull();
    expect(inBits(contents.tensors)).toEqual(expected);
  });

  test('a name like __proto__ is a name, and no prototype changes', () => {
    const views = files.find(({ name }) => name.startsWith('three axes'));
    const read = readPickle(views?.bytes ?? new Uint8Array());
    expect(read.tensors.map(({ name }) => name)).toContain('__proto__');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('bytes are read wherever they lie in their buffer, and are not kept', () => {
    for (const { bytes, expected } of files) {
      const buffer = new Uint8Array(bytes.length + 10);
      buffer.set(bytes, 3);
      const { tensors } = readPickle(buffer.subarray(3, 3 + bytes.length));
      buffer.fill(0);
      expect(inBits(tensors)).toEqual(expected);
    }
  });

  test('every proper prefix of each short one is rejected', () => {
    const short = files.filter(({ bytes }) => bytes.length < 600);
    expect(short.length).toBeGreaterThan(20);
    for (const { bytes } of short)
      for (let length = 0; length < bytes.length; length++)
        formatErrorOf(() => readPickle(bytes.subarray(0, length)));
  });
});

describe('written', () => {
  test('the bytes are those of NumPy 1 and pickle.dump in protocol 2', () => {
    expect(Buffer.from(writePickle(smallWeights)).toString('base64')).toBe(numpy1.written);
  });

  test('1,000 random networks come back as the same float32, and are written to the same bytes', () => {
    fc.assert(
      fc.property(denseWeights, (weights) => {
        const bytes = writeWeightsFile('pickle', weights);
        expect(Buffer.compare(writePickle(weights), bytes)).toBe(0);
        const { format, contents } = readWeightsFile(bytes);
        expect([format, contents.card, 'network' in contents && contents.network]).toEqual([
          'pickle',
          null,
          null,
        ]);
        expect(inBits(contents.tensors)).toEqual(matrices(weights));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('as many layers as a card may have, past what one byte can number', () => {
    const layers = Array.from({ length: 64 }, () => ({
      type: 'dense' as const,
      units: 300,
      bias: true,
      initializer: 'zeros' as const,
    }));
    const weights: Weights = {
      card: { ...smallCard, network: { inputs: 300, layers } },
      tensors: layers.flatMap((_, index) => [
        { name: `layers.${index}.weight`, shape: [300, 300], values: new Float32Array(90_000).fill(index) },
        { name: `layers.${index}.bias`, shape: [300], values: new Float32Array(300).fill(-index) },
      ]),
    };
    const { tensors } = readPickle(writePickle(weights));
    expect(tensors.map(({ shape, values }) => [...shape, values[0], values[300]])).toEqual(
      layers.map((_, index) => [300, 301, index, -index]),
    );
  });

  test('a checkpoint gives its weights alone', () => {
    expect(Buffer.compare(writePickle(smallCheckpoint), writePickle(smallWeights))).toBe(0);
  });

  test('a network of other layers is refused with the layer and the formats to choose', () => {
    const card = {
      ...smallCard,
      network: { inputs: 4, inputShape: [2, 2, 1] as const, layers: [{ type: 'flatten' as const }] },
    };
    expect(formatErrorOf(() => writePickle({ card, tensors: [] }))).toMatchObject({
      code: 'unsupported',
      place: { field: 'network.layers.0' },
      message: expect.stringMatching(/layer 1 .* flatten.*Choose \.safetensors/),
    });
  });

  test('a network without weights is refused', () => {
    const layers = [{ type: 'activation' as const, activation: 'tanh' as const }];
    const card = { ...smallCard, network: { inputs: 2, layers } };
    expect(formatErrorOf(() => writePickle({ card, tensors: [] })).code).toBe('unsupported');
  });
});

/** Whether it is read; then as many numbers as the shape says, each finite, and no name twice. */
function isRead(bytes: Uint8Array): boolean {
  let tensors: readonly Tensor[];
  try {
    tensors = readPickle(bytes).tensors;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
  const isWellFormed =
    new Set(tensors.map(({ name }) => name)).size === tensors.length &&
    tensors.every(
      ({ shape, values }) =>
        values.length === shape.reduce((product, size) => product * size, 1) && values.every(Number.isFinite),
    );
  if (!isWellFormed) throw new Error('It was read, and is not well-formed.');
  return true;
}

describe('a pickle that was changed; the format has no checksum', () => {
  test('every proper prefix of ours is rejected', () => {
    const file = writePickle(smallWeights);
    for (let length = 0; length < file.length; length++)
      formatErrorOf(() => readPickle(file.subarray(0, length)));
  });

  test('every single flipped bit gives a FormatError or well-formed arrays, never another error', () => {
    const seeds = files.filter(({ name }) => name.startsWith('the list of the original'));
    let rejected = 0;
    let accepted = 0;
    for (const bytes of [writePickle(smallWeights), ...seeds.map((file) => file.bytes)])
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = bytes.slice();
        changed[bit >> 3] ^= 1 << (bit & 7);
        if (isRead(changed)) accepted++;
        else rejected++;
      }
    expect([rejected, accepted].every((count) => count > 1000)).toBe(true);
  });
});
