/**
 * NumPy's .npy: a magic, a version, a header that is a Python dictionary as text, then the numbers.
 * Source: NEP 1 and numpy.lib.format, versions 1.0, 2.0 and 3.0.
 */
import { arrayValues } from '../arrayNumbers';
import { FormatError, quote, shapeText, type Tensor } from '../weights';
import { type NpyHeader, parseNpyHeader } from './npyHeader';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself reads no longer headers unless told to. */
const MAX_HEADER_BYTES = 10_000;
/** Data begins at a multiple of this, so that it can be mapped into memory. */
const ALIGNMENT = 64;

/** Where the array came from, for messages: the entry's name and where it begins in the file. */
export type NpySource = { readonly name: string; readonly offset: number };

export type NpyArray = { readonly header: NpyHeader; readonly data: Uint8Array };

/** Header and raw data. Throws a FormatError unless the data is exactly as long as the header says. */
export function readNpy(bytes: Uint8Array, source: NpySource): NpyArray {
  const fail = (
    code: 'truncated' | 'damaged' | 'unsupported' | 'wrongKind',
    what: string,
    field: string,
    at: number,
  ) =>
    new FormatError(code, `The entry ${quote(source.name)} ${what}`, {
      entry: source.name,
      field,
      offset: source.offset + at,
    });
  if (bytes.length < 10)
    throw fail('truncated', `is ${bytes.length} bytes, too short for an array.`, 'magic', 0);
  if (MAGIC.some((byte, at) => bytes[at] !== byte))
    throw fail('wrongKind', 'is not a NumPy array: it does not begin with \\x93NUMPY.', 'magic', 0);
  const [major, minor] = [bytes[6], bytes[7]];
  if (major < 1 || major > 3 || minor !== 0)
    throw fail(
      'unsupported',
      `is in version ${major}.${minor} of the format; 1.0, 2.0 and 3.0 are read.`,
      'version',
      6,
    );
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw fail('truncated', 'ends within its header.', 'header length', 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER_BYTES)
    throw fail(
      'unsupported',
      `has a header of ${length} bytes; at most ${MAX_HEADER_BYTES} are read.`,
      'header length',
      8,
    );
  if (start + length > bytes.length) throw fail('truncated', 'ends within its header.', 'header', start);
  const text = String.fromCharCode(...bytes.subarray(start, start + length));
  const header = parseNpyHeader(text, source.name, source.offset + start);
  const data = bytes.subarray(start + length);
  const declared = header.count * header.type.bytes;
  if (data.length !== declared)
    throw fail(
      data.length < declared ? 'truncated' : 'damaged',
      `says that it is ${shapeText(header.shape)} of ${header.type.bytes} bytes, which is ${declared} bytes, but ${data.length} follow.`,
      'shape',
      start + length,
    );
  return { header, data };
}

/** The numbers as float32 in row-major order, in fresh memory, rounded to nearest. Throws a FormatError for text. */
export function npyTensor({ header, data }: NpyArray, source: NpySource): Tensor {
  const { shape, count, fortranOrder, type } = header;
  const { numbers, littleEndian } = type;
  if (numbers === null)
    throw new FormatError(
      'unsupported',
      `The entry ${quote(source.name)} holds text where numbers are expected.`,
      { entry: source.name, field: 'descr', offset: source.offset },
    );
  const values = arrayValues({ shape, count, numbers, littleEndian, fortranOrder, data });
  return { name: source.name, shape, values };
}

/** A 0-d unicode array as a string. Throws a FormatError. */
export function npyText({ header, data }: NpyArray, source: NpySource): string {
  const fail = (what: string, field: string) =>
    new FormatError('card', `The entry ${quote(source.name)} ${what}`, {
      entry: source.name,
      field,
      offset: source.offset,
    });
  if (header.type.numbers !== null) throw fail('holds numbers where text is expected.', 'descr');
  if (header.shape.length !== 0)
    throw fail(`has the shape ${shapeText(header.shape)}; a single text is expected.`, 'shape');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const points = Array.from({ length: data.length / 4 }, (_, index) =>
    view.getUint32(4 * index, header.type.littleEndian),
  );
  // NumPy fills up with zeros.
  while (points.at(-1) === 0) points.pop();
  if (points.some((point) => point > 0x10ffff)) throw fail('holds a character that does not exist.', 'data');
  return points.map((point) => String.fromCodePoint(point)).join('');
}

/** `values` in version 1.0 as `<f4`, C order; the same bytes for the same tensor. */
export function writeNpyTensor({ shape, values }: Tensor): Uint8Array {
  const bytes = npyBytes('<f4', shape, 4 * values.length);
  const view = new DataView(bytes.buffer, bytes.byteLength - 4 * values.length);
  for (let index = 0; index < values.length; index++) view.setFloat32(4 * index, values[index], true);
  return bytes;
}

/** As `writeNpyTensor`, as `|u1`. */
export function writeNpyBytes(shape: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = npyBytes('|u1', shape, values.length);
  bytes.set(values, bytes.length - values.length);
  return bytes;
}

/** A 0-d unicode array. `text` must not end with U+0000: NumPy could not tell it from filling. */
export function writeNpyText(text: string): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  const bytes = npyBytes(`<U${points.length}`, [], 4 * points.length);
  const view = new DataView(bytes.buffer, bytes.byteLength - 4 * points.length);
  points.forEach((point, index) => {
    view.setUint32(4 * index, point, true);
  });
  return bytes;
}

/** The whole file with zeros for data. */
function npyBytes(descr: string, shape: readonly number[], dataLength: number): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${text.padEnd(start - 11)}\n`;
  const bytes = new Uint8Array(start + dataLength);
  bytes.set(MAGIC);
  bytes.set([1, 0, header.length & 0xff, header.length >> 8], 6);
  for (let at = 0; at < header.length; at++) bytes[10 + at] = header.charCodeAt(at);
  return bytes;
}
