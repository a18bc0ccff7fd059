/**
 * Python's pickle (.pkl), as `pickle.dump` writes a list or a dictionary of NumPy arrays: protocols 0 to 5, NumPy 1
 * and 2. The NumPy original of this network keeps its weights so: a 0-d zero, then an array `[outputs, inputs]` a
 * layer, with the bias as one more column. Nothing in the file is ever run.
 */

import { arrayValues } from '../arrayNumbers';
import { bareWeights } from '../layout';
import { type BareWeights, FormatError, quote, shapeText } from '../weights';
import { runPickle } from './pickleMachine';
import { isType } from './pickleNumpy';
import type { ArrayContent, PickleValue } from './pickleValues';

const MAX_FILE_BYTES = 256 * 2 ** 20;
const MAX_NUMBERS = 2 ** 25;
const MAX_ARRAYS = 1000;

const advice = 'Save a list of plain arrays: pickle.dump([first, second], file).';

/**
 * The arrays, called 1, 2, 3, … or as in the dictionary, each number rounded to the nearest float32. `bytes` is not
 * kept. Throws a FormatError, and nothing else, for whatever is wrong.
 */
export function readPickle(bytes: Uint8Array): BareWeights {
  if (bytes.length > MAX_FILE_BYTES)
    throw new FormatError(
      'tooLarge',
      `The file has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read.`,
    );
  const arrays = namedArrays(runPickle(bytes)).map(([name, value]) => ({
    name,
    array: contentOf(name, value),
  }));
  if (arrays.length === 0)
    throw new FormatError('missing', `The pickle holds no array of weights. ${advice}`, {});
  if (arrays.length > MAX_ARRAYS)
    throw new FormatError(
      'tooLarge',
      `The pickle holds ${arrays.length} arrays; at most ${MAX_ARRAYS} are read.`,
    );
  const sum = (size: (array: ArrayContent) => number) =>
    arrays.reduce((total, { array }) => total + size(array), 0);
  // The same array in many places costs the file a few bytes each.
  const unpacked = sum(({ data }) => data.length);
  if (unpacked > bytes.length)
    throw new FormatError(
      'unsafe',
      `The pickle has ${bytes.length} bytes, but its arrays would come to ${unpacked}: it names the same numbers several times. Save each array once.`,
    );
  const numbers = sum(({ count }) => count);
  if (numbers > MAX_NUMBERS)
    throw new FormatError(
      'tooLarge',
      `The pickle holds ${numbers} numbers; at most ${MAX_NUMBERS} are read.`,
    );
  const tensors = arrays.map(({ name, array }) => ({
    name,
    shape: [...array.shape],
    values: arrayValues(array),
  }));
  return bareWeights(tensors);
}

/**
 * Whether the file begins as a list, a tuple, a dictionary or a call of a pickle does. After the opening byte of
 * protocols 2 and up no zero can follow, as it does in a safetensors file whose header has 640 bytes.
 */
export function recognisesPickle(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x80) return bytes[1] >= 2 && bytes[1] < 16 && bytes[2] !== 0;
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^(?:\(+[ld][pc(]|[\](})]+[qr.(]|\(*[ci][\w.]+\n[\w.]+\n)/.test(start);
}

function namedArrays(value: PickleValue): [name: string, value: PickleValue][] {
  if (isType(value, 'dict')) return [...value.entries];
  if (!isType(value, 'list') && !isType(value, 'tuple'))
    throw new FormatError(
      'unsupported',
      `The pickle holds ${isType(value, 'array') ? 'a single array' : 'something else'}, not a list of arrays. ${advice}`,
    );
  const [first, ...rest] = value.items;
  return (isOpeningZero(first) ? rest : value.items).map((item, at) => [String(at + 1), item]);
}

/** The first item of the original's list, an input layer that has no weights. */
function isOpeningZero(value: PickleValue | undefined): boolean {
  if (value === 0) return true;
  if (!isType(value, 'array') || !value.content) return false;
  return value.content.shape.length === 0 && arrayValues(value.content)[0] === 0;
}

function contentOf(name: string, value: PickleValue): ArrayContent {
  const entry = { entry: name };
  if (!isType(value, 'array'))
    throw new FormatError(
      'unsupported',
      `Item ${quote(name)} of the pickle is not an array. ${advice}`,
      entry,
    );
  const { content } = value;
  if (!content)
    throw new FormatError('damaged', `Array ${quote(name)} of the pickle was never filled.`, entry);
  if (content.count === 0)
    throw new FormatError(
      'shape',
      `Array ${quote(name)} of the pickle is empty: its shape is ${shapeText(content.shape)}.`,
      { ...entry, offset: content.offset },
    );
  return content;
}
