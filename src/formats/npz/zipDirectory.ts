/**
 * What a zip archive says it holds. Reads only the headers and believes none of them: everything is
 * checked before any memory is reserved for contents.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end).
 */
import { FormatError, quote } from '../weights';

export type ZipEntry = {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  /** Bytes in the file and unpacked. */
  readonly packedSize: number;
  readonly size: number;
  /** Where the packed bytes begin. */
  readonly offset: number;
};

export const zipLimits = {
  fileBytes: 256 * 2 ** 20,
  unpackedBytes: 256 * 2 ** 20,
  entryBytes: 128 * 2 ** 20,
  entries: 1000,
  /** Unpacked to packed, above `ratioFrom` bytes. Weights shrink by a tenth; all zeros would shrink to a thousandth. */
  ratio: 100,
  ratioFrom: 4 * 2 ** 20,
} as const;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const IN_ZIP64 = 0xffffffff;
const ENCRYPTED = 1;
const SIZES_AFTER_DATA = 8;
const UTF8_NAME = 0x800;

const EXPORT_AGAIN = 'Download or export the file again.';

/** The entries in the order in which their data lies. Throws a FormatError. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkPyTorch(bytes);
  const end = findEnd(view);
  const entries = readCentral(view, end).sort((a, b) => a.start - b.start);
  checkTotals(entries);
  // Every byte before the directory belongs to exactly one entry: nothing overlaps, nothing hides.
  let next = 0;
  const located = entries.map((entry): ZipEntry => {
    if (entry.start !== next)
      throw damaged(
        entry.start < next
          ? 'shares bytes with the entry before it'
          : 'comes after bytes that belong to no entry',
        entry,
        entry.start,
      );
    const offset = readLocal(view, entry, end.centralStart);
    next =
      offset + entry.packedSize + descriptorBytes(view, entry, offset + entry.packedSize, end.centralStart);
    return {
      name: entry.name,
      method: entry.method,
      crc: entry.crc,
      packedSize: entry.packedSize,
      size: entry.size,
      offset,
    };
  });
  if (next !== end.centralStart)
    throw new FormatError('damaged', `The archive has bytes that belong to no entry. ${EXPORT_AGAIN}`, {
      offset: next,
    });
  return located;
}

/** The archive of `torch.save` begins with its pickle, in a folder; its end is a zip64's. */
function checkPyTorch(bytes: Uint8Array): void {
  const name = String.fromCharCode(...bytes.subarray(LOCAL_BYTES, LOCAL_BYTES + 300));
  if (!/^[^/\0]{1,200}\/data\.pkl/.test(name)) return;
  throw new FormatError(
    'wrongKind',
    'The file is one of torch.save, whose pickle is not read here. In Python, save what torch.load reads from it with safetensors.torch.save_file, or with numpy.savez.',
    { field: 'name', offset: LOCAL_BYTES },
  );
}

type End = { readonly at: number; readonly count: number; readonly centralStart: number };

/** No comment is allowed after the end record: it must be the last 22 bytes. */
function findEnd(view: DataView): End {
  const at = view.byteLength - END_BYTES;
  if (at < 0 || view.getUint32(at, true) !== END)
    throw new FormatError(
      'truncated',
      `The archive does not end as a zip does: it is cut off after ${view.byteLength} bytes, or something was appended. ${EXPORT_AGAIN}`,
      { field: 'end of central directory', offset: Math.max(0, at) },
    );
  const fail = (what: string, field: string, code: 'damaged' | 'unsupported' | 'tooLarge' = 'damaged') =>
    new FormatError(code, `${what} ${EXPORT_AGAIN}`, { field, offset: at });
  const count = view.getUint16(at + 10, true);
  const centralSize = view.getUint32(at + 12, true);
  const centralStart = view.getUint32(at + 16, true);
  if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count)
    throw fail('The archive is split over several files.', 'disk numbers', 'unsupported');
  if (view.getUint16(at + 20, true) !== 0)
    throw fail('The archive announces a comment that is not there.', 'comment');
  if (count === 0xffff || centralStart === IN_ZIP64)
    throw fail('The archive is a zip64 archive, for files of over 4 GB.', 'zip64', 'unsupported');
  if (count > zipLimits.entries)
    throw fail(
      `The archive holds ${count} entries; at most ${zipLimits.entries} are read.`,
      'entries',
      'tooLarge',
    );
  if (centralStart + centralSize !== at)
    throw fail('The directory of the archive does not lie where its end says.', 'central directory');
  return { at, count, centralStart };
}

type Listed = Omit<ZipEntry, 'offset'> & {
  readonly flags: number;
  readonly start: number;
  readonly rawName: Uint8Array;
};

function readCentral(view: DataView, end: End): Listed[] {
  const entries: Listed[] = [];
  const names = new Set<string>();
  let at = end.centralStart;
  for (let index = 0; index < end.count; index++) {
    if (at + CENTRAL_BYTES > end.at || view.getUint32(at, true) !== CENTRAL)
      throw new FormatError(
        'damaged',
        `Entry ${index + 1} of the directory is not where it should be. ${EXPORT_AGAIN}`,
        {
          field: 'central directory',
          offset: at,
        },
      );
    const nameLength = view.getUint16(at + 28, true);
    const next =
      at + CENTRAL_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end.at)
      throw new FormatError('damaged', `Entry ${index + 1} runs out of the directory. ${EXPORT_AGAIN}`, {
        offset: at,
      });
    const rawName = bytesOf(view, at + CENTRAL_BYTES, nameLength);
    const name = readName(rawName, at);
    if (names.has(name))
      throw new FormatError('unsafe', `The archive holds ${quote(name)} twice. ${EXPORT_AGAIN}`, {
        entry: name,
        offset: at,
      });
    names.add(name);
    const entry = {
      name,
      rawName,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true) === 8 ? ('deflated' as const) : ('stored' as const),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    };
    checkListed(view, entry, at);
    entries.push(entry);
    at = next;
  }
  if (at !== end.at)
    throw new FormatError(
      'damaged',
      `The directory of the archive is longer than its entries. ${EXPORT_AGAIN}`,
      { offset: at },
    );
  return entries;
}

/** Plain names only: an archive of arrays needs no folders, and a name is shown and looked up. */
function readName(raw: Uint8Array, offset: number): string {
  const name = String.fromCharCode(...raw.subarray(0, 300));
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/.test(name) && !/^__proto__(\.|$)|\.\./.test(name)) return name;
  throw new FormatError(
    'unsafe',
    `The archive holds an entry called ${quote(name)}; names here are letters, digits, dots, - and _, without folders. Choose an .npz file, as it is exported here or by numpy.savez.`,
    { entry: name.slice(0, 200), field: 'name', offset },
  );
}

function checkListed(view: DataView, entry: Listed, offset: number): void {
  const { name, flags, size, packedSize } = entry;
  const refuse = (code: 'unsupported' | 'unsafe' | 'tooLarge' | 'damaged', what: string, field: string) =>
    new FormatError(code, `The entry ${quote(name)} ${what}`, { entry: name, field, offset });
  const method = view.getUint16(offset + 10, true);
  if (flags & ENCRYPTED) throw refuse('unsupported', 'is encrypted. Unlock it first.', 'flags');
  if (flags & ~(SIZES_AFTER_DATA | UTF8_NAME | 6))
    throw refuse(
      'unsupported',
      `uses zip features that are not read here (flags 0x${flags.toString(16)}).`,
      'flags',
    );
  if (method !== 0 && method !== 8)
    throw refuse(
      'unsupported',
      `is packed with method ${method}; only stored (0) and deflated (8) are read.`,
      'method',
    );
  if (size === IN_ZIP64 || packedSize === IN_ZIP64 || entry.start === IN_ZIP64)
    throw refuse('unsupported', 'is a zip64 entry, for files of over 4 GB.', 'zip64');
  if (view.getUint16(offset + 34, true) !== 0)
    throw refuse('unsupported', 'lies in another file.', 'disk number');
  if (size > zipLimits.entryBytes)
    throw refuse(
      'tooLarge',
      `says that it is ${size} bytes; at most ${zipLimits.entryBytes} are read.`,
      'size',
    );
  if (method === 0 && size !== packedSize)
    throw refuse(
      'damaged',
      `is stored, but says two sizes (${packedSize} and ${size} bytes). ${EXPORT_AGAIN}`,
      'size',
    );
  // Deflate never grows by more than 5 bytes for each block; what does is made to keep the reader busy.
  if (method === 8 && packedSize > size + (size >> 6) + 64)
    throw refuse('unsafe', `is packed into ${packedSize} bytes but says that it unpacks to ${size}.`, 'size');
  if (size > zipLimits.ratioFrom && size > packedSize * zipLimits.ratio)
    throw refuse('unsafe', `says that ${packedSize} bytes unpack to ${size}, as in a zip bomb.`, 'size');
}

function checkTotals(entries: readonly Listed[]): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > zipLimits.unpackedBytes)
    throw new FormatError(
      'tooLarge',
      `The archive says that it unpacks to ${total} bytes; at most ${zipLimits.unpackedBytes} are read.`,
      { field: 'size' },
    );
}

/** Compares the local header with the directory; returns where the data begins. */
function readLocal(view: DataView, entry: Listed, limit: number): number {
  const at = entry.start;
  if (at + LOCAL_BYTES > limit || view.getUint32(at, true) !== LOCAL)
    throw damaged('does not begin where the directory says', entry, at);
  const nameLength = view.getUint16(at + 26, true);
  const extraLength = view.getUint16(at + 28, true);
  const offset = at + LOCAL_BYTES + nameLength + extraLength;
  if (offset + entry.packedSize > limit) throw damaged('runs into the directory', entry, at);
  const name = bytesOf(view, at + LOCAL_BYTES, nameLength);
  if (nameLength !== entry.rawName.length || name.some((byte, index) => byte !== entry.rawName[index]))
    throw damaged('has another name in front of its data than in the directory', entry, at);
  if (view.getUint16(at + 6, true) !== entry.flags)
    throw damaged('has two different sets of flags', entry, at);
  if ((view.getUint16(at + 8, true) === 8 ? 'deflated' : 'stored') !== entry.method)
    throw damaged('has two different methods', entry, at);
  const sizes = localSizes(view, at, at + LOCAL_BYTES + nameLength, extraLength);
  const later = (entry.flags & SIZES_AFTER_DATA) !== 0 && sizes.every((value) => value === 0);
  if (!later && (sizes[0] !== entry.crc || sizes[1] !== entry.packedSize || sizes[2] !== entry.size))
    throw damaged('has a checksum or size in front of its data that differs from the directory', entry, at);
  return offset;
}

/**
 * CRC, packed and unpacked size. Python's zipfile, and so numpy.savez, writes the sizes of every entry as
 * zip64 (APPNOTE 4.5.3) in the local header, though they would fit; that is read, larger files are not.
 */
function localSizes(
  view: DataView,
  at: number,
  extraStart: number,
  extraLength: number,
): [number, number, number] {
  const crc = view.getUint32(at + 14, true);
  const packedSize = view.getUint32(at + 18, true);
  const size = view.getUint32(at + 22, true);
  if (
    packedSize !== IN_ZIP64 ||
    size !== IN_ZIP64 ||
    extraLength < 20 ||
    view.getUint16(extraStart, true) !== 1
  )
    return [crc, packedSize, size];
  return [
    crc,
    Number(view.getBigUint64(extraStart + 12, true)),
    Number(view.getBigUint64(extraStart + 4, true)),
  ];
}

/** A data descriptor (APPNOTE 4.3.9) repeats CRC and sizes after the data, with or without a signature. */
function descriptorBytes(view: DataView, entry: Listed, at: number, limit: number): number {
  if (!(entry.flags & SIZES_AFTER_DATA)) return 0;
  const repeats = (from: number) =>
    from + 12 <= limit &&
    view.getUint32(from, true) === entry.crc &&
    view.getUint32(from + 4, true) === entry.packedSize &&
    view.getUint32(from + 8, true) === entry.size;
  if (at + 16 <= limit && view.getUint32(at, true) === 0x08074b50 && repeats(at + 4)) return 16;
  if (repeats(at)) return 12;
  throw damaged('has a checksum or size after its data that differs from the directory', entry, at);
}

function damaged(what: string, { name }: { readonly name: string }, offset: number): FormatError {
  return new FormatError('damaged', `The entry ${quote(name)} ${what}. ${EXPORT_AGAIN}`, {
    entry: name,
    offset,
  });
}

function bytesOf(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}
