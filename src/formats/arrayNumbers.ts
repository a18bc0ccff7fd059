/** Numbers as NumPy keeps them in memory and in its files, as float32 in row-major order. */
import { halfToFloat } from './half';

/** Truth values, floating-point and whole numbers, by NumPy's letter and their bytes. */
export const numberTypes = ['b1', 'f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8'] as const;
export type NumberType = (typeof numberTypes)[number];

export type NumberArray = {
  readonly shape: readonly number[];
  /** Elements: the product of the shape. */
  readonly count: number;
  readonly numbers: NumberType;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  /** Exactly as many bytes as the shape needs. */
  readonly data: Uint8Array;
};

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;

const readers: Readonly<Record<NumberType, Read>> = {
  b1: (view, offset) => Number(view.getUint8(offset) !== 0),
  f2: (view, offset, littleEndian) => halfToFloat(view.getUint16(offset, littleEndian)),
  f4: (view, offset, littleEndian) => view.getFloat32(offset, littleEndian),
  f8: (view, offset, littleEndian) => view.getFloat64(offset, littleEndian),
  i1: (view, offset) => view.getInt8(offset),
  i2: (view, offset, littleEndian) => view.getInt16(offset, littleEndian),
  i4: (view, offset, littleEndian) => view.getInt32(offset, littleEndian),
  i8: (view, offset, littleEndian) => roundOnce(view.getBigInt64(offset, littleEndian)),
  u1: (view, offset) => view.getUint8(offset),
  u2: (view, offset, littleEndian) => view.getUint16(offset, littleEndian),
  u4: (view, offset, littleEndian) => view.getUint32(offset, littleEndian),
  u8: (view, offset, littleEndian) => roundOnce(view.getBigUint64(offset, littleEndian)),
};

/** Bytes of one number. */
export const bytesOf = (numbers: NumberType): number => Number(numbers[1]);

/** In fresh memory, each rounded to nearest (whole numbers too, from 2²⁴ on); what is too large for float32 becomes infinite. */
export function arrayValues(array: NumberArray): Float32Array {
  const { shape, count, numbers, littleEndian, fortranOrder, data } = array;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const bytes = bytesOf(numbers);
  const read = readers[numbers];
  const values = new Float32Array(count);
  if (!fortranOrder || shape.length < 2) {
    for (let index = 0; index < count; index++) values[index] = read(view, bytes * index, littleEndian);
    return values;
  }
  // The first axis runs fastest in the file, the last one here.
  const at = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  let from = 0;
  for (let to = 0; to < count; to++) {
    values[to] = read(view, bytes * from, littleEndian);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++at[axis] < shape[axis]) break;
      from -= at[axis] * strides[axis];
      at[axis] = 0;
    }
  }
  return values;
}

/**
 * A float64 that rounds to the float32 nearest to `value`. Past 2^53 the way over the nearest float64 would round
 * twice, so there the lowest bits are only remembered as "more than half or not" (a sticky bit).
 */
function roundOnce(value: bigint): number {
  const size = value < 0n ? -value : value;
  if (size <= 2n ** 53n) return Number(value);
  const kept = Number((size >> 11n) | (size & 2047n ? 1n : 0n)) * 2048;
  return value < 0n ? -kept : kept;
}
