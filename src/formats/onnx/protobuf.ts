/**
 * The wire format of Protocol Buffers: a message is fields, each a number, a type and a value; a message within a
 * message is a value of bytes. Reads no deeper than it is asked to, so nesting costs nothing, and copies nothing.
 * Source: protobuf.dev/programming-guides/encoding.
 */
import { strFromU8, strToU8 } from 'fflate';
import { FormatError } from '../weights';

/** Fields that are looked at in a file, all messages together; a network of 1000 nodes has some ten thousand. */
const MAX_FIELDS = 200_000;
/** Longer names are refused. */
const MAX_TEXT_BYTES = 10_000;
const MAX_VARINT_BYTES = 10;

const wireTypes = ['varint', 'fixed64', 'bytes', undefined, undefined, 'fixed32'] as const;
type WireType = NonNullable<(typeof wireTypes)[number]>;

/** A range of the file's bytes; `budget` is shared by all messages of a file. */
export type Message = {
  readonly file: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly budget: { fields: number };
};

/** The range is the value's, without the length before it; `tag` is where the field begins. */
export type Field = Message & { readonly wire: WireType; readonly tag: number };

/** The numbers of a message's fields under their names, and what is found of each, in the order of the file. */
export type Numbers = Readonly<Record<string, number>>;
export type Fields<N extends Numbers> = { readonly [name in keyof N]: readonly Field[] };

export function openMessage(file: Uint8Array): Message {
  return { file, start: 0, end: file.length, budget: { fields: MAX_FIELDS } };
}

/**
 * The fields of a message that `numbers` calls for; all others are skipped. Throws a FormatError with the byte where
 * something was noticed.
 */
export function readFields<N extends Numbers>(message: Message, numbers: N): Fields<N> {
  const { file, end, budget } = message;
  const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]));
  const fields: Record<string, Field[]> = Object.fromEntries(Object.keys(numbers).map((name) => [name, []]));
  for (let at = message.start; at < end; ) {
    if (budget.fields-- <= 0)
      throw new FormatError(
        'tooLarge',
        `The file has more than ${MAX_FIELDS} protobuf fields at byte ${at}; no network that is read here needs as many.`,
        { offset: at },
      );
    const tag = at;
    const key = smallVarint(file, at, end, 'the number of a field');
    const number = Math.floor(key.value / 8);
    const wire = wireTypes[key.value % 8];
    if (number === 0 || !wire)
      throw damaged(
        `there is no field of number ${number} and type ${key.value % 8} in a protobuf of today`,
        tag,
      );
    const { start, next } = valueRange(file, key.next, end, wire);
    const name = names.get(number);
    if (name !== undefined) fields[name].push({ file, start, end: next, budget, wire, tag });
    at = next;
  }
  return fields as Fields<N>;
}

function valueRange(file: Uint8Array, at: number, end: number, wire: WireType) {
  if (wire === 'varint') return { start: at, next: varintEnd(file, at, end) };
  const { value: length, next: start } =
    wire === 'bytes'
      ? smallVarint(file, at, end, 'a length')
      : { value: wire === 'fixed32' ? 4 : 8, next: at };
  if (length > end - start)
    throw new FormatError(
      'truncated',
      `A field at byte ${at} says that it is ${length} bytes long, but its message ends after ${end - start}. Download or export the file again.`,
      { field: 'length', offset: at },
    );
  return { start, next: start + length };
}

/** The byte behind a varint. */
function varintEnd(file: Uint8Array, at: number, end: number): number {
  for (let next = at; next < end; next++) {
    if (next - at === MAX_VARINT_BYTES) throw damaged('a number is longer than 10 bytes', at);
    if (file[next] < 0x80) return next + 1;
  }
  throw new FormatError(
    'truncated',
    `The file, or a part of it, ends within a number at byte ${at}. Download or export the file again.`,
    { offset: at },
  );
}

/** A varint below 2³¹, as lengths and the numbers of fields are. */
function smallVarint(file: Uint8Array, at: number, end: number, what: string) {
  const next = varintEnd(file, at, end);
  let value = 0;
  for (let place = next - 1; place >= at; place--) value = value * 128 + (file[place] & 0x7f);
  if (value >= 2 ** 31) throw damaged(`${what} is ${value}, over 2 GB`, at);
  return { value, next };
}

/** The one field of a list, or undefined for none. Throws a FormatError if there are more. */
export function only(fields: readonly Field[], name: string): Field | undefined {
  if (fields.length > 1) throw damaged(`${name} is there twice`, fields[1].tag, name);
  return fields[0];
}

/** The bytes of a field, not copied. */
export function bytesOf(field: Field): Uint8Array {
  requireWire(field, 'bytes');
  return field.file.subarray(field.start, field.end);
}

/** The message in a field. */
export function messageOf(field: Field): Message {
  requireWire(field, 'bytes');
  return field;
}

export function textOf(field: Field, maxBytes = MAX_TEXT_BYTES): string {
  const bytes = bytesOf(field);
  if (bytes.length > maxBytes)
    throw new FormatError(
      'tooLarge',
      `A text at byte ${field.tag} is ${bytes.length} bytes long; at most ${maxBytes} are read.`,
      { offset: field.tag },
    );
  const text = strFromU8(bytes);
  if (text.includes('\ufffd')) throw damaged('a text is not UTF-8', field.tag);
  return text;
}

/** An int64 or enum. */
export function integerOf(field: Field): number {
  requireWire(field, 'varint');
  return varintValue(field.file, field.start, field.end);
}

/** The numbers of a repeated int64: packed into one field, or a field for each. Throws a FormatError for more than `most`. */
export function integersOf(fields: readonly Field[], most: number): number[] {
  const values: number[] = [];
  for (const field of fields) {
    if (field.wire !== 'varint') requireWire(field, 'bytes');
    for (let at = field.start; at < field.end; ) {
      if (values.length === most)
        throw new FormatError(
          'tooLarge',
          `There are more than the ${most} numbers at byte ${field.tag} that are read there.`,
          { offset: field.tag },
        );
      const next = varintEnd(field.file, at, field.end);
      values.push(varintValue(field.file, at, next));
      at = next;
    }
  }
  return values;
}

/** As a signed number of 64 bits. */
function varintValue(file: Uint8Array, at: number, end: number): number {
  // Most are of one byte.
  if (end - at === 1) return file[at];
  let value = 0n;
  for (let place = end - 1; place >= at; place--) value = value * 128n + BigInt(file[place] & 0x7f);
  const signed = BigInt.asIntN(64, value);
  if (value !== BigInt.asUintN(64, value) || BigInt.asIntN(53, signed) !== signed)
    throw damaged(`the number ${value} is beyond what is used here`, at);
  return Number(signed);
}

export function floatOf(field: Field): number {
  requireWire(field, 'fixed32');
  return viewOf(field).getFloat32(0, true);
}

/** Numbers of `size` bytes each, little-endian, of a repeated field: packed into one, or a field for each. Throws a FormatError unless there are `count`. */
export function fixedNumbers(fields: readonly Field[], size: 4 | 8, count: number): DataView[] {
  const views = fields.map((field) => {
    if (field.wire !== 'bytes') requireWire(field, size === 4 ? 'fixed32' : 'fixed64');
    return viewOf(field);
  });
  const bytes = views.reduce((sum, view) => sum + view.byteLength, 0);
  if (bytes !== size * count || views.some((view) => view.byteLength % size !== 0))
    throw damaged(`${bytes} bytes are there for ${count} numbers of ${size} bytes`, fields[0]?.tag ?? 0);
  return views;
}

function viewOf({ file, start, end }: Field): DataView {
  return new DataView(file.buffer, file.byteOffset + start, end - start);
}

function requireWire({ wire, tag }: Field, wanted: WireType): void {
  if (wire !== wanted) throw damaged(`a field has the type ${wire} instead of ${wanted}`, tag);
}

function damaged(what: string, offset: number, field?: string): FormatError {
  return new FormatError(
    'damaged',
    `The file is no protobuf as it should be at byte ${offset}: ${what}. Download or export the file again.`,
    { field, offset },
  );
}

/** What a message is made of, in order: large tensors are not copied until the file is put together. */
export type Pieces = readonly Uint8Array[];

/** Whole numbers from 0 to 2⁵³ − 1; a negative one takes ten bytes. */
export function varint(number: number, value: number): Pieces {
  return [Uint8Array.from([...varintBytes(number * 8), ...varintBytes(value)])];
}

export function float(number: number, value: number): Pieces {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [Uint8Array.from(varintBytes(number * 8 + 5)), bytes];
}

export function text(number: number, value: string): Pieces {
  return bytes(number, strToU8(value));
}

export function bytes(number: number, value: Uint8Array): Pieces {
  return message(number, [value]);
}

/** A message within a message. */
export function message(number: number, ...parts: readonly Pieces[]): Pieces {
  const pieces = parts.flat();
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [Uint8Array.from([...varintBytes(number * 8 + 2), ...varintBytes(length)]), ...pieces];
}

export function joined(pieces: Pieces): Uint8Array {
  const file = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

function varintBytes(value: number): number[] {
  const out: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left >= 128n; left >>= 7n) out.push(Number(left & 127n) | 128);
  return [...out, Number(left)];
}
