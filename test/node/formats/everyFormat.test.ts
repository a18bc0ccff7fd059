/** What holds for every format that keeps the card. Pickles, which keep none, have their own tests. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormatName, readWeightsFile, writeWeightsFile } from '../../../src/formats/formats';
import { FormatError, formatErrorCodes, type Weights } from '../../../src/formats/weights';
import { anyWeights, exactly, formatErrorOf, smallCheckpoint, smallWeights } from './sampleWeights';

type Kept = { readonly format: FormatName; readonly holdsRun: boolean; readonly mayLack: number };

/** `mayLack`: so many bytes at the end say nothing. */
const formats: readonly Kept[] = [
  { format: 'safetensors', holdsRun: true, mayLack: 0 },
  { format: 'npz', holdsRun: true, mayLack: 0 },
  { format: 'onnx', holdsRun: false, mayLack: 0 },
  // A line feed.
  { format: 'json', holdsRun: true, mayLack: 1 },
];

function read(format: FormatName, bytes: Uint8Array): Weights {
  const file = readWeightsFile(bytes);
  if (file.format !== format) throw new Error(`It was read as ${file.format}.`);
  if (file.contents.card === null) throw new Error('The card is lost.');
  return file.contents;
}

describe.each(formats)('$format', ({ format, holdsRun, mayLack }) => {
  const samples = holdsRun ? [smallWeights, smallCheckpoint] : [smallWeights];

  test('1,000 random networks come back to the bit, and export to the same bytes', () => {
    fc.assert(
      fc.property(anyWeights, (some) => {
        const bytes = writeWeightsFile(format, some);
        const back = read(format, bytes);
        expect(exactly(back)).toEqual(exactly(some));
        expect(Buffer.compare(writeWeightsFile(format, back), bytes)).toBe(0);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('bytes are read wherever they lie in their buffer, and are not kept', () => {
    for (const some of samples) {
      const file = writeWeightsFile(format, some);
      const buffer = new Uint8Array(file.length + 10);
      buffer.set(file, 3);
      const back = read(format, buffer.subarray(3, 3 + file.length));
      buffer.fill(0);
      expect(exactly(back)).toEqual(exactly(some));
    }
  });

  test('every proper prefix is rejected', () => {
    for (const some of samples) {
      const file = writeWeightsFile(format, some);
      for (let length = 0; length < file.length - mayLack; length++) {
        const { code } = formatErrorOf(() => readWeightsFile(file.subarray(0, length)));
        expect(formatErrorCodes).toContain(code);
      }
    }
  });

  test('every single bit that is flipped is noticed, or changes nothing that is read', () => {
    for (const some of samples) {
      const file = writeWeightsFile(format, some);
      const whole = JSON.stringify(exactly(some));
      const passed: number[] = [];
      for (let bit = 0; bit < 8 * file.length; bit++) {
        file[bit >> 3] ^= 1 << (bit & 7);
        try {
          if (JSON.stringify(exactly(read(format, file))) !== whole) passed.push(bit);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
        file[bit >> 3] ^= 1 << (bit & 7);
      }
      expect(passed).toEqual([]);
    }
  });
});
