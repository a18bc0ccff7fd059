import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import { readOnnx, recognisesOnnx, writeOnnx } from '../../../src/formats/onnx/onnx';
import type { Weights } from '../../../src/formats/weights';
import { networkWeights, onnxNetworks } from './onnxNetworks';
import { exactly, formatErrorOf, smallCard, smallCheckpoint, smallWeights } from './sampleWeights';

/** What is read of a file of ours. */
function readOwn(bytes: Uint8Array): Weights {
  const contents = readOnnx(bytes);
  if (contents.card === null) throw new Error('It was read without its card.');
  return contents;
}

describe('round trip', () => {
  test('every layer and activation comes back without its card too, as another program’s would', () => {
    for (const network of onnxNetworks) {
      const weights = networkWeights(network, 1);
      const { entries, bytes } = withoutMetadata(writeOnnx(weights));
      expect(entries).toBe(2);
      const bare = readOnnx(bytes);
      expect(bare.card).toBeNull();
      expect(bare.tensors.map(({ shape, values }) => [shape, [...values]])).toEqual(
        weights.tensors.map(({ shape, values }) => [shape, [...values]]),
      );
    }
  });

  test('a checkpoint leaves as its weights alone', () => {
    expect(Buffer.compare(writeOnnx(smallCheckpoint), writeOnnx(smallWeights))).toBe(0);
  });

  test('bytes are read wherever they lie in their buffer, and are not kept', () => {
    const file = writeOnnx(smallWeights);
    const buffer = new Uint8Array(file.length + 10);
    buffer.set(file, 3);
    const weights = readOwn(buffer.subarray(3, 3 + file.length));
    buffer.fill(0);
    expect(exactly(weights)).toEqual(exactly(smallWeights));
  });

  test('the registry knows it by its bytes', () => {
    const file = writeOnnx(smallWeights);
    expect(recognisesOnnx(file)).toBe(true);
    expect(readWeightsFile(file).format).toBe('onnx');
  });

  test('the last 64 bytes are the SHA-256 of all before', () => {
    const file = writeOnnx(smallWeights);
    const digest = createHash('sha256').update(file.subarray(0, -64)).digest('hex');
    expect(Buffer.from(file.subarray(-64)).toString()).toBe(digest);
  });

  test('weights that could not be read again are not written', () => {
    const [first, ...others] = smallWeights.tensors;
    const broken = { ...first, values: first.values.map(() => NaN) };
    expect(formatErrorOf(() => writeOnnx({ card: smallCard, tensors: [broken, ...others] })).code).toBe(
      'notFinite',
    );
    expect(formatErrorOf(() => writeOnnx({ card: smallCard, tensors: others })).code).toBe('missing');
  });
});

/** A file of ours as another program would have written it: by another producer, the two entries at its end cut off. */
function withoutMetadata(file: Uint8Array): { entries: number; bytes: Uint8Array } {
  const text = Buffer.from(file).toString('latin1');
  const hash = text.lastIndexOf('\x0a\x11scratchnet.sha256') - 2;
  const card = text.lastIndexOf('\x0a\x0ascratchnet', hash);
  // The card is longer than 127 bytes, so its length takes two.
  const start = card - 3;
  expect(file[start]).toBe(0x72);
  const bytes = file.slice(0, start);
  bytes.set(Buffer.from('Elsewhere.'), text.indexOf('Scratchnet'));
  return { entries: Number(file[hash] === 0x72) + 1, bytes };
}
