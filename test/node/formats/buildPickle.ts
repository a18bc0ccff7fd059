/** Pickles for tests, operation by operation. */
import { join } from './buildZip';

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

/** Bytes as they are given, and texts as Latin-1. */
export const pickle = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  join(...parts.map((part) => (typeof part === 'string' ? latin1(part) : part)));

export const uint32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);

/** BINUNICODE. */
export const unicode = (text: string): Uint8Array => pickle('X', uint32(utf8(text).length), utf8(text));

/** GLOBAL, and STACK_GLOBAL with its two texts. */
export const globalLines = (module: string, name: string): Uint8Array =>
  pickle('c', utf8(module), '\n', utf8(name), '\n');
export const stackGlobal = (module: string, name: string): Uint8Array =>
  pickle(unicode(module), unicode(name), '\x93');

/** dtype('<f8'). */
export const float64Type = pickle(
  globalLines('numpy', 'dtype'),
  unicode('f8'),
  '\x89\x88\x87R(K\x03',
  unicode('<'),
  'NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb',
);

/** An array of zeros by `_frombuffer`; `data` are the operations that push its bytes. */
export const bufferArray = (shape: Uint8Array | string, data: Uint8Array): Uint8Array =>
  pickle(globalLines('numpy.core.numeric', '_frombuffer'), '(', data, float64Type, shape, unicode('C'), 'tR');

/** BINBYTES of so many zeros. */
export const zeros = (bytes: number): Uint8Array => pickle('B', uint32(bytes), new Uint8Array(bytes));
