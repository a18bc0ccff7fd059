/**
 * The header of a .safetensors file: JSON of one certain form, read by a scanner of its own, since JSON.parse keeps the
 * last of two equal keys and goes as deep as a file likes.
 * Source: the format's description at github.com/huggingface/safetensors, "Format".
 */
import { strFromU8, strToU8 } from 'fflate';
import { FormatError, type FormatErrorCode, quote } from '../weights';

/** The reference reads 100 MB; here that would take seconds, and only the moments of an optimizer come near it. */
export const MAX_HEADER_BYTES = 32 * 2 ** 20;
const MAX_NAME_CHARACTERS = 1000;
const MAX_TENSORS = 1000;
const MAX_DIMENSIONS = 8;
const METADATA = '__metadata__';

export type TensorEntry = {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes of the data, from its start. */
  readonly begin: number;
  readonly end: number;
  /** Byte of the file where the entry begins, for messages. */
  readonly offset: number;
};

export type SafetensorsHeader = {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the header. */
  readonly tensors: readonly TensorEntry[];
};

/** `bytes` are those of the header, which lie at byte 8 of the file. Throws a FormatError with the byte where it goes wrong. */
export function parseSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  const text = utf8(bytes);
  let at = 0;

  function fail(code: FormatErrorCode, what: string, field = 'header'): FormatError {
    const offset = 8 + strToU8(text.slice(0, at)).length;
    return new FormatError(code, `The header of the file ${what} at byte ${offset}. Get the file again.`, {
      field,
      offset,
    });
  }
  const skipSpace = () => {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  };
  const expect = (sign: string) => {
    skipSpace();
    if (text[at] !== sign)
      throw fail('damaged', `has ${quote(text[at] ?? 'its end')} instead of ${quote(sign)}`);
    at++;
  };

  function readText(most = MAX_NAME_CHARACTERS): string {
    expect('"');
    const start = at - 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    if (at - start > most) {
      at = start;
      throw fail('tooLarge', `has a text of more than ${most} characters`);
    }
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      at = start;
      throw fail('damaged', 'has a text that does not end, or with a sign that JSON does not allow,');
    }
  }

  function readCount(field: string): number {
    skipSpace();
    const digits = /^(?:0|[1-9]\d*)(?![\d.eE])/.exec(text.slice(at, at + 20))?.[0];
    if (digits === undefined) throw fail('damaged', 'has something else than a whole number from 0', field);
    if (Number(digits) > Number.MAX_SAFE_INTEGER)
      throw fail('tooLarge', `has the number ${digits}, far beyond any file,`, field);
    at += digits.length;
    return Number(digits);
  }

  /** Calls `readItem` up to the closing sign. */
  function readList(opening: string, closing: string, readItem: () => void): void {
    expect(opening);
    skipSpace();
    if (text[at] === closing) {
      at++;
      return;
    }
    do {
      readItem();
      skipSpace();
    } while (text[at] === ',' && ++at);
    expect(closing);
  }

  /** Each key once. */
  function readObject(where: string, readValue: (key: string) => void): void {
    const keys = new Set<string>();
    readList('{', '}', () => {
      const key = readText();
      if (keys.has(key)) throw fail('damaged', `has ${quote(key)} twice in ${where}`, key);
      keys.add(key);
      expect(':');
      readValue(key);
    });
  }

  function readCounts(field: string, most: number): number[] {
    const counts: number[] = [];
    readList('[', ']', () => {
      if (counts.length === most)
        throw fail('tooLarge', `has more than ${most} numbers in ${quote(field)}`, field);
      counts.push(readCount(field));
    });
    return counts;
  }

  function readTensor(name: string): TensorEntry {
    const offset = 8 + at;
    let dtype: string | null = null;
    let shape: number[] | null = null;
    let range: number[] | null = null;
    readObject(quote(name), (key) => {
      if (key === 'dtype') dtype = readText();
      else if (key === 'shape') shape = readCounts(`${name}.shape`, MAX_DIMENSIONS);
      else if (key === 'data_offsets') range = readCounts(`${name}.data_offsets`, 2);
      else
        throw fail(
          'unexpected',
          `has ${quote(key)} in ${quote(name)}, which is not of the format,`,
          `${name}.${key}`,
        );
    });
    if (dtype === null) throw fail('missing', `says no dtype of ${quote(name)}`, `${name}.dtype`);
    if (shape === null) throw fail('missing', `says no shape of ${quote(name)}`, `${name}.shape`);
    const [begin, end] = range ?? [];
    if (begin === undefined || end === undefined)
      throw fail('missing', `does not say where ${quote(name)} begins and ends`, `${name}.data_offsets`);
    return { name, dtype, shape, begin, end, offset };
  }

  const metadata = new Map<string, string>();
  const tensors: TensorEntry[] = [];
  if (text[0] !== '{') throw fail('damaged', 'does not begin with “{”');
  readObject('it', (key) => {
    if (key === METADATA)
      readObject(METADATA, (name) => {
        if (metadata.size === MAX_TENSORS) throw fail('tooLarge', `has more than ${MAX_TENSORS} texts`);
        metadata.set(name, readText(MAX_HEADER_BYTES));
      });
    else if (tensors.length === MAX_TENSORS) throw fail('tooLarge', `lists more than ${MAX_TENSORS} tensors`);
    else tensors.push(readTensor(key));
  });
  skipSpace();
  if (at < text.length) throw fail('damaged', `goes on with ${quote(text[at])} behind its end`);
  return { metadata, tensors };
}

function utf8(bytes: Uint8Array): string {
  const text = strFromU8(bytes);
  const again = strToU8(text);
  // What is no UTF-8 has become another sign.
  let at = 0;
  while (at < bytes.length && again[at] === bytes[at]) at++;
  if (at === bytes.length && at === again.length) return text;
  const offset = 8 + at;
  throw new FormatError(
    'damaged',
    `The header of the file is not UTF-8 at byte ${offset}. Get the file again.`,
    { field: 'header', offset },
  );
}
