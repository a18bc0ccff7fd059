/** Numbers and strings as the oldest pickles write them, in lines of text; and long whole numbers. */

import { FormatError, quote } from '../weights';
import type { ScannedOperation } from './pickleScan';

/** After INT and LONG: a whole number, or a truth value as `01` or `00`. Throws a FormatError. */
export function parseIntLine(operation: ScannedOperation): number | boolean {
  const line = lineText(operation);
  if (operation.name === 'INT' && (line === '00' || line === '01')) return line === '01';
  if (!/^-?\d{1,20}L?$/.test(line)) throw wrong(operation, line);
  return exact(Number.parseInt(line, 10), operation);
}

/** After FLOAT. Throws a FormatError. */
export function parseFloatLine(operation: ScannedOperation): number {
  const line = lineText(operation);
  if (/^-?inf$/.test(line)) return line === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (line === 'nan') return Number.NaN;
  if (!/^-?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/.test(line)) throw wrong(operation, line);
  return Number(line);
}

/** After LONG1 and LONG4: two's complement, little-endian. Throws a FormatError. */
export function parseLong(operation: ScannedOperation): number {
  const { bytes } = operation;
  if (bytes.length > 8) throw wrong(operation, `${bytes.length} bytes`);
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return exact(Number(BigInt.asIntN(8 * bytes.length, value)), operation);
}

/** After STRING: the text between quotation marks, as Python 2's repr writes it. Throws a FormatError. */
export function parseStringLine(operation: ScannedOperation): Uint8Array {
  const { bytes } = operation;
  const last = bytes.length - 1;
  if (last < 1 || (bytes[0] !== 0x27 && bytes[0] !== 0x22) || bytes[last] !== bytes[0])
    throw wrong(operation, 'no quotation marks');
  const result = new Uint8Array(last);
  let length = 0;
  for (let at = 1; at < last; at++) {
    if (bytes[at] !== 0x5c) {
      result[length++] = bytes[at];
      continue;
    }
    const sign = String.fromCharCode(bytes[++at]);
    const plain = escapes.get(sign);
    if (plain !== undefined && at < last) {
      result[length++] = plain;
      continue;
    }
    const digits = String.fromCharCode(...bytes.subarray(at + 1, Math.min(at + 3, last)));
    if (sign !== 'x' || !/^[0-9a-f]{2}$/i.test(digits)) throw wrong(operation, `\\${sign}${digits}`);
    result[length++] = Number.parseInt(digits, 16);
    at += 2;
  }
  return result.subarray(0, length);
}

const escapes: ReadonlyMap<string, number> = new Map([
  ['\\', 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ['n', 10],
  ['r', 13],
  ['t', 9],
]);

function lineText(operation: ScannedOperation): string {
  return String.fromCharCode(...operation.bytes.subarray(0, 1000));
}

function exact(value: number, operation: ScannedOperation): number {
  if (!Number.isSafeInteger(value)) throw wrong(operation, String(value));
  // Python's whole numbers have no −0.
  return value + 0;
}

function wrong({ name, offset }: ScannedOperation, what: string): FormatError {
  return new FormatError(
    'damaged',
    `The pickle has ${quote(what)} after ${name} at byte ${offset}, which is not what belongs there. Get the file again.`,
    { offset, field: name },
  );
}
