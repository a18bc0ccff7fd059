/** One operation of a pickle after the other, with what follows it; nothing is carried out here. */

import { FormatError, quote } from '../weights';
import { type PickleArgument, type PickleOperation, pickleOperations } from './pickleOpcodes';
import { utf8Text } from './pickleValues';

export type ScannedOperation = {
  readonly name: PickleOperation;
  /** Of its byte. */
  readonly offset: number;
  /** Of the byte behind it and its argument. */
  readonly end: number;
  /** Its argument, if that is a number, else 0. */
  readonly number: number;
  /** Its argument, if that is text or bytes: a view of the file, without the length before or the line feed behind. */
  readonly bytes: Uint8Array;
};

const lengthBytes = { bytes8: 1, bytes32: 4, bytes64: 8 } as const;
const none = new Uint8Array(0);

/** Throws a FormatError: `truncated`, `damaged` for a byte that is no operation, `unsafe` for one that is refused. */
export function scanOperation(file: Uint8Array, offset: number): ScannedOperation {
  if (offset >= file.length)
    throw new FormatError(
      'truncated',
      `The pickle ends after ${file.length} bytes without its last operation, STOP. Get the file again.`,
      { offset: file.length },
    );
  const known = pickleOperations.get(file[offset]);
  if (!known)
    throw new FormatError(
      'damaged',
      `The pickle holds the byte 0x${file[offset].toString(16).padStart(2, '0')} at byte ${offset}, where an operation is expected. Get the file again.`,
      { offset },
    );
  if (known.refused) {
    const what =
      known.name === 'INST'
        ? `, which asks for ${quote(globalText(readArgument(file, offset, known).bytes).join('.'))}`
        : '';
    throw new FormatError(
      'unsafe',
      `The pickle holds the operation ${known.name} at byte ${offset}${what}. Arrays need none of those, and it could run programs; nothing was run. Save the arrays alone.`,
      { offset, field: known.name },
    );
  }
  // Most have no argument: a hostile file of many costs little.
  if (known.argument === 'none') return { name: known.name, offset, end: offset + 1, number: 0, bytes: none };
  return { name: known.name, offset, ...readArgument(file, offset, known) };
}

/** Module and name, of the two lines after GLOBAL. */
export function globalText(lines: Uint8Array): [module: string, name: string] {
  const [module, ...name] = utf8Text(lines.subarray(0, 1000)).split('\n');
  return [module, name.join('\n')];
}

function readArgument(
  file: Uint8Array,
  offset: number,
  { name, argument }: { readonly name: string; readonly argument: PickleArgument },
): { number: number; bytes: Uint8Array; end: number } {
  const start = offset + 1;
  const needs = (end: number) => {
    if (end > file.length)
      throw new FormatError(
        'truncated',
        `The pickle ends within ${name}, which begins at byte ${offset}: ${file.length} bytes are there, ${end} are needed. Get the file again.`,
        { offset, field: name },
      );
    return end;
  };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length64 = (at: number) => view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
  const plain = (bytes: number, read: () => number) => {
    const end = needs(start + bytes);
    return { number: read(), bytes: none, end };
  };
  const lineEnd = (from: number) => {
    const end = file.indexOf(0x0a, from);
    return end < 0 ? needs(file.length + 1) : end;
  };
  switch (argument) {
    case 'none':
      return { number: 0, bytes: none, end: start };
    case 'uint8':
      return plain(1, () => file[start]);
    case 'uint16':
      return plain(2, () => view.getUint16(start, true));
    case 'int32':
      return plain(4, () => view.getInt32(start, true));
    case 'uint32':
      return plain(4, () => view.getUint32(start, true));
    case 'uint64':
      return plain(8, () => length64(start));
    case 'float64':
      return plain(8, () => view.getFloat64(start, false));
    case 'line': {
      const end = lineEnd(start);
      return { number: 0, bytes: file.subarray(start, end), end: end + 1 };
    }
    case 'twoLines': {
      const end = lineEnd(lineEnd(start) + 1);
      return { number: 0, bytes: file.subarray(start, end), end: end + 1 };
    }
    case 'bytes8':
    case 'bytes32':
    case 'bytes64': {
      const from = needs(start + lengthBytes[argument]);
      const length =
        argument === 'bytes8'
          ? file[start]
          : argument === 'bytes32'
            ? view.getUint32(start, true)
            : length64(start);
      const end = needs(from + length);
      return { number: 0, bytes: file.subarray(from, end), end };
    }
  }
}
