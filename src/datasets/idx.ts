/**
 * The IDX format of the MNIST files: a big-endian header (two zero bytes, a type, the number of
 * dimensions, each dimension as uint32), then the values, the last dimension fastest.
 * Source: "THE IDX FILE FORMAT" at yann.lecun.com/exdb/mnist.
 */
import { DatasetError } from './dataset';

const UNSIGNED_BYTE = 0x08;

export type IdxImages = {
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  /** `[rows, height, width]`, 0 to 255; a view of the bytes that were handed in. */
  readonly pixels: Uint8Array;
};

/** Reads an `idx3-ubyte` file. `name` is for the error. Throws a DatasetError unless every byte is accounted for. */
export function readIdxImages(bytes: Uint8Array, name = 'IDX images'): IdxImages {
  const [rows, height, width] = readHeader(bytes, 3, name);
  return { rows, height, width, pixels: bytes.subarray(16) };
}

/** Reads an `idx1-ubyte` file of labels: one byte each, a view. Throws a DatasetError as above, and for a label over 9. */
export function readIdxLabels(bytes: Uint8Array, name = 'IDX labels'): Uint8Array {
  readHeader(bytes, 1, name);
  const labels = bytes.subarray(8);
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new DatasetError(
      `${name}: label ${wrong} (byte ${8 + wrong}) is ${labels[wrong]}; digits are 0 to 9.`,
    );
  return labels;
}

function readHeader(bytes: Uint8Array, dimensions: number, name: string): number[] {
  const headerLength = 4 + 4 * dimensions;
  if (bytes.length < headerLength)
    throw new DatasetError(
      `${name}: ${bytes.length} bytes, too short for the ${headerLength} bytes of an IDX header.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const expected = (UNSIGNED_BYTE << 8) | dimensions;
  if (magic !== expected)
    throw new DatasetError(
      `${name}: starts with ${hex(magic)}, not with ${hex(expected)} (unsigned bytes, ${dimensions} dimensions).` +
        (magic >>> 16 === 0x1f8b ? ' It is gzipped: unpack it first.' : ''),
    );
  const sizes = Array.from({ length: dimensions }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const declared = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length - headerLength !== declared)
    throw new DatasetError(
      `${name}: the header says ${sizes.join(' × ')}, which is ${declared} bytes, ` +
        `but ${bytes.length - headerLength} follow.`,
    );
  return sizes;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
