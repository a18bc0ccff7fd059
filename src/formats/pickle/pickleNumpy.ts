/**
 * The six names that pickles of NumPy arrays use, done by hand: what calling them and setting a state comes to.
 * Source: numpy/core/src/multiarray (array_reduce_ex, array_setstate, arraydescr_setstate), numpy/core/numeric.py.
 */
import { bytesOf, type NumberType, numberTypes } from '../arrayNumbers';
import { FormatError, type FormatErrorCode, quote, shapeText } from '../weights';
import {
  type ArrayContent,
  type PickleArray,
  type PickleDtype,
  type PickleGlobal,
  type PickleValue,
  shortText,
  textBytes,
} from './pickleValues';

const MAX_DIMENSIONS = 8;
const MAX_ELEMENTS = 2 ** 28;

/** Throws a FormatError; `offset` is that of the operation. */
export function callGlobal(
  { name }: PickleGlobal,
  args: readonly PickleValue[],
  offset: number,
): PickleValue {
  const wrong = () => fail('unsupported', `calls ${name} in a way that NumPy does not`, offset, name);
  switch (name) {
    case 'numpy.core.multiarray._reconstruct': {
      // An empty array of no meaning yet: its type, shape and numbers follow as a state.
      const [subtype, shape, typecode] = args;
      const isUsual =
        args.length === 3 &&
        isType(subtype, 'global') &&
        subtype.name === 'numpy.ndarray' &&
        isType(shape, 'tuple') &&
        shape.items.length === 1 &&
        shape.items[0] === 0 &&
        bytesIn(typecode)?.[0] === 0x62;
      if (!isUsual) throw wrong();
      return { type: 'array', content: null };
    }
    case 'numpy.core.multiarray.scalar': {
      const [dtype, data] = args;
      if (args.length !== 2 || !isType(dtype, 'dtype')) throw wrong();
      return { type: 'array', content: arrayContent([], dtype, false, data, offset) };
    }
    case 'numpy.core.numeric._frombuffer': {
      const [data, dtype, shape, order] = args;
      if (args.length !== 4 || !isType(dtype, 'dtype') || !isType(order, 'text')) throw wrong();
      const axes = shortText(order, offset);
      if (axes !== 'C' && axes !== 'F') throw wrong();
      return {
        type: 'array',
        content: arrayContent(shapeOf(shape, offset), dtype, axes === 'F', data, offset),
      };
    }
    case 'numpy.dtype':
      if (args.length < 1 || args.length > 3 || !isType(args[0], 'text')) throw wrong();
      return { type: 'dtype', numbers: numberType(shortText(args[0], offset), offset), order: null };
    case '_codecs.encode': {
      const [text, encoding] = args;
      if (args.length !== 2 || !isType(text, 'text') || !isType(encoding, 'text')) throw wrong();
      if (shortText(encoding, offset) !== 'latin1') throw wrong();
      const bytes = textBytes(text);
      if (!bytes) throw fail('damaged', 'holds a text that does not stand for bytes', offset, name);
      return bytes;
    }
    case 'numpy.ndarray':
      throw fail('unsafe', 'calls numpy.ndarray, which makes arrays of whatever was in memory', offset, name);
  }
}

/** What BUILD does: `array` gets its content, or `dtype` its byte order, once. Throws a FormatError. */
export function setState(target: PickleArray | PickleDtype, state: PickleValue, offset: number): void {
  if (!isType(state, 'tuple')) throw fail('unsupported', 'sets a state that is no tuple', offset, 'BUILD');
  const { items } = state;
  if (target.type === 'dtype') {
    if (target.order !== null) throw fail('damaged', 'changes a number type twice', offset, 'BUILD');
    const [version, order, ...rest] = items;
    const usual = [null, null, null, -1, -1, 0];
    if (version !== 3 || rest.length !== usual.length || rest.some((item, at) => item !== usual[at]))
      throw fail('unsupported', 'holds a structured or otherwise unusual number type', offset, 'numpy.dtype');
    const sign = isType(order, 'text') ? shortText(order, offset) : '';
    const isKnown = bytesOf(target.numbers) === 1 ? sign === '|' : sign === '<' || sign === '>';
    if (!isKnown || (sign !== '<' && sign !== '>' && sign !== '|'))
      throw fail('unsupported', `holds numbers in the byte order ${quote(sign)}`, offset, 'numpy.dtype');
    target.order = sign;
    return;
  }
  if (target.content !== null) throw fail('damaged', 'fills an array twice', offset, 'BUILD');
  const [version, shape, dtype, fortranOrder, data] = items;
  const isFortran = fortranOrder === true || fortranOrder === 1;
  if (items.length !== 5 || version !== 1 || !isType(dtype, 'dtype'))
    throw fail('unsupported', 'fills an array in a way that NumPy does not', offset, 'BUILD');
  if (!isFortran && fortranOrder !== false && fortranOrder !== 0)
    throw fail('damaged', 'does not say in which order the numbers of an array are', offset, 'BUILD');
  target.content = arrayContent(shapeOf(shape, offset), dtype, isFortran, data, offset);
}

function arrayContent(
  shape: readonly number[],
  { numbers, order }: PickleDtype,
  fortranOrder: boolean,
  data: PickleValue,
  offset: number,
): ArrayContent {
  if (order === null)
    throw fail('damaged', 'does not say in which order the bytes of its numbers are', offset, 'numpy.dtype');
  const bytes = bytesIn(data);
  if (!bytes) throw fail('unsupported', 'holds an array whose numbers are not bytes', offset, 'data');
  const count = shape.reduce((product, size) => product * size, 1);
  const needed = count * bytesOf(numbers);
  if (bytes.length !== needed)
    throw fail(
      bytes.length < needed ? 'truncated' : 'damaged',
      `says that an array is ${shapeText(shape)} of ${bytesOf(numbers)} bytes, which is ${needed} bytes, but ${bytes.length} are there`,
      offset,
      'shape',
    );
  return { shape, count, numbers, littleEndian: order !== '>', fortranOrder, data: bytes, offset };
}

/** Bytes, or a text that stands for them, as Python 2 wrote it. */
function bytesIn(value: PickleValue | undefined): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  // Of another encoding only through _codecs.encode, where what is made anew is counted.
  return isType(value, 'text') && value.encoding === 'latin1' ? value.bytes : null;
}

function shapeOf(value: PickleValue | undefined, offset: number): number[] {
  const sizes = isType(value, 'tuple') ? value.items : [];
  if (!isType(value, 'tuple')) throw fail('damaged', 'holds an array without a shape', offset, 'shape');
  if (sizes.length > MAX_DIMENSIONS)
    throw fail(
      'unsupported',
      `holds an array of ${sizes.length} dimensions; at most ${MAX_DIMENSIONS} are read`,
      offset,
      'shape',
    );
  let count = 1;
  return sizes.map((size) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
      throw fail('damaged', 'holds an array whose shape is not of whole numbers, 0 or more', offset, 'shape');
    count *= size;
    if (size > MAX_ELEMENTS || count > MAX_ELEMENTS)
      throw fail('tooLarge', `says that an array has more than ${MAX_ELEMENTS} numbers`, offset, 'shape');
    return size;
  });
}

function numberType(text: string, offset: number): NumberType {
  const numbers = numberTypes.find((one) => one === text);
  if (numbers) return numbers;
  if (/^[<>|=]?O/.test(text))
    throw fail('unsafe', 'holds an array of Python objects, which could be programs', offset, 'numpy.dtype');
  throw fail(
    'unsupported',
    `holds an array of the type ${quote(text)}; floating-point numbers of 2, 4 or 8 bytes and whole numbers are read`,
    offset,
    'numpy.dtype',
  );
}

type Typed = Extract<PickleValue, { readonly type: string }>;

export function isType<T extends Typed['type']>(
  value: PickleValue | undefined,
  type: T,
): value is Extract<PickleValue, { readonly type: T }> {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

function fail(code: FormatErrorCode, what: string, offset: number, field: string): FormatError {
  return new FormatError(
    code,
    `The pickle ${what} (at byte ${offset}). Save a list of plain arrays: pickle.dump([a.astype("float64") for a in arrays], file).`,
    { offset, field },
  );
}
