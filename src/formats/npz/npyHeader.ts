/**
 * The header of a .npy file: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`. NumPy
 * evaluates it as a Python literal; here exactly this dictionary is parsed, in any order of its
 * three keys, and nothing else.
 */
import { bytesOf, type NumberType, numberTypes } from '../arrayNumbers';
import { FormatError, quote } from '../weights';

export type NpyType = {
  /** Null: unicode text of `bytes`/4 characters. */
  readonly numbers: NumberType | null;
  /** Bytes for an element. */
  readonly bytes: number;
  readonly littleEndian: boolean;
};

export type NpyHeader = {
  readonly type: NpyType;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Elements: the product of the shape. */
  readonly count: number;
};

const MAX_DIMENSIONS = 8;
const MAX_ELEMENTS = 2 ** 28;
const MAX_CHARACTERS = 1_000_000;

const kindNames: Readonly<Record<string, string>> = {
  O: 'Python objects, which could run programs when opened',
  b: 'bytes',
  '?': 'truth values',
  i: 'integers of another size',
  u: 'unsigned integers of another size',
  f: 'floating-point numbers of another size',
  c: 'complex numbers',
  S: 'byte strings',
  a: 'byte strings',
  U: 'text',
  V: 'raw bytes',
  M: 'dates',
  m: 'time spans',
};

/** Throws a FormatError that names the field; `entry` and `offset` are where the header came from. */
export function parseNpyHeader(text: string, entry: string, offset: number): NpyHeader {
  const fail = (
    code: 'damaged' | 'unsupported' | 'unsafe' | 'tooLarge',
    what: string,
    field: string,
    at = 0,
  ) => new FormatError(code, `The array ${quote(entry)} ${what}`, { entry, field, offset: offset + at });

  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return undefined;
    at = pattern.lastIndex;
    return found[1] ?? found[0];
  };
  const unreadable = () =>
    fail('damaged', `has a header that cannot be read: ${quote(text.slice(at, at + 40))}.`, 'header', at);

  const fields = new Map<string, string>();
  if (take(/ *\{ */y) === undefined) throw unreadable();
  while (take(/\} */y) === undefined) {
    const key = take(/'([a-z_]*)' *: */y);
    if (key === undefined) throw unreadable();
    if (fields.has(key)) throw fail('damaged', `has ${quote(key)} twice in its header.`, key, at);
    const value = take(/'[^'\\]*'|True|False|\([^()]*\)|\[[^\]]*\]/y);
    if (value === undefined) throw unreadable();
    fields.set(key, value);
    if (take(/ *, */y) === undefined && text[at] !== '}' && !/^ *\}/.test(text.slice(at, at + 100)))
      throw unreadable();
    take(/ */y);
  }
  // NumPy ends the header with one line feed, after spaces.
  if (text.slice(at) !== '\n') throw fail('damaged', 'has something after its header.', 'header', at);

  const [descr, order, shape] = ['descr', 'fortran_order', 'shape'].map((key) => {
    const value = fields.get(key);
    if (value === undefined) throw fail('damaged', `has no ${quote(key)} in its header.`, key);
    return value;
  });
  const [extra] = [...fields.keys()].filter((key) => !['descr', 'fortran_order', 'shape'].includes(key));
  if (extra !== undefined) throw fail('damaged', `has an unknown ${quote(extra)} in its header.`, extra);
  if (order !== 'True' && order !== 'False')
    throw fail(
      'damaged',
      `has ${quote(order)} for fortran_order; True or False is expected.`,
      'fortran_order',
    );

  const type = parseType(descr, fail);
  const sizes = parseShape(shape, fail);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (sizes.some((size) => size > MAX_ELEMENTS) || count > MAX_ELEMENTS)
    throw fail(
      'tooLarge',
      `says that it has the shape ${quote(shape)}; at most ${MAX_ELEMENTS} numbers are read.`,
      'shape',
    );
  return { type, fortranOrder: order === 'True', shape: sizes, count };
}

type Fail = (code: 'damaged' | 'unsupported' | 'unsafe', what: string, field: string) => FormatError;

function parseType(descr: string, fail: Fail): NpyType {
  if (descr.startsWith('['))
    throw fail('unsupported', 'is a structured array; plain numbers are expected.', 'descr');
  const found = /^'([<>=|]?)([A-Za-z?])(\d{0,9})(?:\[[^\]]*\])?'$/.exec(descr);
  if (!found)
    throw fail(
      'damaged',
      `has the type ${descr === 'True' || descr === 'False' ? descr : quote(descr.slice(1, -1))}, which is none.`,
      'descr',
    );
  const [, order, kind, digits] = found;
  const size = Number(digits);
  const isOrdered = order === '<' || order === '>';
  const littleEndian = order !== '>';
  const numbers = numberTypes.find((one) => one === kind + digits);
  if (numbers && (bytesOf(numbers) === 1 ? order === '|' : isOrdered))
    return { numbers, bytes: bytesOf(numbers), littleEndian };
  if (isOrdered && kind === 'U' && size <= MAX_CHARACTERS)
    return { numbers: null, bytes: 4 * size, littleEndian };
  throw fail(
    kind === 'O' ? 'unsafe' : 'unsupported',
    `holds ${kindNames[kind] ?? 'something unknown'} (type ${quote(descr.slice(1, -1))}); plain numbers are expected: ` +
      'save it with array.astype("float32").',
    'descr',
  );
}

/** `()`, `(3,)`, `(3, 4)` or `(3, 4,)`; plain decimal numbers, as NumPy 2 and (with an L) Python 2 write them. */
function parseShape(shape: string, fail: Fail): number[] {
  const inner = shape.startsWith('(') ? shape.slice(1, -1).trim() : 'x';
  if (inner === '') return [];
  const parts = inner
    .replace(/,$/, '')
    .split(',')
    .map((part) => part.trim());
  const valid =
    parts.every((part) => /^(0|[1-9]\d{0,15})L?$/.test(part)) && (parts.length > 1 || inner.endsWith(','));
  if (!valid)
    throw fail(
      'damaged',
      `has the shape ${quote(shape)}; whole numbers, 0 or more, in brackets are expected.`,
      'shape',
    );
  if (parts.length > MAX_DIMENSIONS)
    throw fail('unsupported', `has ${parts.length} dimensions; at most ${MAX_DIMENSIONS} are read.`, 'shape');
  return parts.map((part) => Number.parseInt(part, 10));
}
