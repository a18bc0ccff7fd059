/** What a pickle can hold here: plain values, and NumPy's arrays before their numbers are taken out. */

import { strFromU8 } from 'fflate';
import type { NumberArray, NumberType } from '../arrayNumbers';
import { FormatError } from '../weights';

export type PickleValue =
  | null
  | boolean
  | number
  | Uint8Array
  | PickleText
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | PickleDtype
  | PickleArray;

/** Kept as the file has it: numbers of an array in protocols 0 to 2 are text, and are never made a string. */
export type PickleText = {
  readonly type: 'text';
  readonly bytes: Uint8Array;
  readonly encoding: 'utf8' | 'latin1' | 'rawUnicodeEscape';
};
export type PickleList = { readonly type: 'list'; readonly items: PickleValue[] };
export type PickleTuple = { readonly type: 'tuple'; readonly items: readonly PickleValue[] };
/** A Map, so that no key can mean more than a key. */
export type PickleDict = { readonly type: 'dict'; readonly entries: Map<string, PickleValue> };
/** A name from the allow-list; it stands for itself and is never looked up anywhere. */
export type PickleGlobal = { readonly type: 'global'; readonly name: GlobalName };
/** `order` is filled in by BUILD. */
export type PickleDtype = {
  readonly type: 'dtype';
  readonly numbers: NumberType;
  order: '<' | '>' | '|' | null;
};
/** `content` is filled in by BUILD. */
export type PickleArray = { readonly type: 'array'; content: ArrayContent | null };

/** Its data are a view of the file, or made from a text in it. */
export type ArrayContent = NumberArray & {
  /** Where in the file the array was put together. */
  readonly offset: number;
};

/** Under the names of NumPy 1; NumPy 2 says `numpy._core` where NumPy 1 said `numpy.core`. */
export const globalNames = [
  'numpy.core.multiarray._reconstruct',
  'numpy.core.multiarray.scalar',
  'numpy.core.numeric._frombuffer',
  'numpy.ndarray',
  'numpy.dtype',
  '_codecs.encode',
] as const;
export type GlobalName = (typeof globalNames)[number];

/** Text that is short by its nature: a name, a type, an encoding. Throws a FormatError for a longer one. */
export function shortText({ bytes, encoding }: PickleText, offset: number): string {
  if (bytes.length > 1000)
    throw new FormatError(
      'unsupported',
      `The pickle holds a text of ${bytes.length} bytes at byte ${offset} where a name is expected.`,
      { offset },
    );
  if (encoding === 'latin1') return String.fromCharCode(...bytes);
  if (encoding === 'rawUnicodeEscape')
    return String.fromCharCode(...bytes).replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_, u, U) => {
      const point = Number.parseInt(u ?? U, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    });
  return utf8Text(bytes);
}

/** Every character counts, a byte order mark too: a name that looks like another is another. */
export function utf8Text(bytes: Uint8Array): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return (hasMark ? '\ufeff' : '') + strFromU8(bytes);
}

/**
 * The bytes that a text stands for, one for every character: how NumPy keeps an array's numbers in protocols 0 to 2.
 * Null when a character has no such byte, or the text is none. A view of the file where it can be.
 */
export function textBytes({ bytes, encoding }: PickleText): Uint8Array | null {
  if (encoding === 'latin1') return bytes;
  return encoding === 'utf8' ? fromUtf8(bytes) : fromRawUnicodeEscape(bytes);
}

function fromUtf8(bytes: Uint8Array): Uint8Array | null {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte < 0x80) result[length++] = byte;
    else if ((byte === 0xc2 || byte === 0xc3) && (bytes[at + 1] & 0xc0) === 0x80)
      result[length++] = ((byte & 3) << 6) | (bytes[++at] & 0x3f);
    else return null;
  }
  return result.subarray(0, length);
}

function fromRawUnicodeEscape(bytes: Uint8Array): Uint8Array | null {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const digits = bytes[at] === 0x5c ? (bytes[at + 1] === 0x75 ? 4 : bytes[at + 1] === 0x55 ? 8 : 0) : 0;
    if (digits === 0) {
      result[length++] = bytes[at];
      continue;
    }
    const code = String.fromCharCode(...bytes.subarray(at + 2, at + 2 + digits));
    const point = /^[0-9a-fA-F]+$/.test(code) && code.length === digits ? Number.parseInt(code, 16) : 256;
    if (point > 255) return null;
    result[length++] = point;
    at += 1 + digits;
  }
  return result.subarray(0, length);
}
