/** Zip archives: the same bytes for the same entries when written, nothing believed when read. */
import { Inflate, zipSync } from 'fflate';
import { FormatError, quote } from '../weights';
import { crc32 } from './crc32';
import { readZipDirectory, type ZipEntry, zipLimits } from './zipDirectory';

export type ZipFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where its packed bytes begin in the archive, for messages. */
  readonly offset: number;
};

/** Packed bytes that are inflated before the size is looked at again; each can become a thousand. */
const INFLATE_STEP = 4096;

/**
 * The unpacked entries that are `wanted`, in the order in which they lie. Checks what fflate does not (CRC-32, sizes,
 * limits, overlaps, names) and throws a FormatError for anything that is not exactly right.
 */
export function readZip(archive: Uint8Array, wanted: (entry: ZipEntry) => boolean = () => true): ZipFile[] {
  if (archive.length > zipLimits.fileBytes)
    throw new FormatError(
      'tooLarge',
      `The file is ${archive.length} bytes; at most ${zipLimits.fileBytes} are read.`,
    );
  return readZipDirectory(archive)
    .filter(wanted)
    .map((entry) => {
      const packed = archive.subarray(entry.offset, entry.offset + entry.packedSize);
      const bytes = entry.method === 'stored' ? packed : inflate(packed, entry);
      if (crc32(bytes) !== entry.crc)
        throw new FormatError(
          'damaged',
          `The entry ${quote(entry.name)} has changed since it was written: its checksum (CRC-32) is wrong. Download or export the file again.`,
          { entry: entry.name, field: 'crc-32', offset: entry.offset },
        );
      return { name: entry.name, bytes, offset: entry.offset };
    });
}

/** Unpacks as far as the declared size, in memory of the declared size; more or less is an error. */
function inflate(packed: Uint8Array, { name, size, offset }: ZipEntry): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const damaged = (what: string) =>
    new FormatError('damaged', `The entry ${quote(name)} ${what}. Download or export the file again.`, {
      entry: name,
      offset,
    });
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size)
      throw damaged(`unpacks to more than the ${size} bytes that it declares`);
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let from = 0; from < packed.length; from += INFLATE_STEP)
      stream.push(packed.subarray(from, from + INFLATE_STEP), from + INFLATE_STEP >= packed.length);
  } catch (error) {
    throw error instanceof FormatError ? error : damaged('cannot be unpacked');
  }
  if (length !== size) throw damaged(`unpacks to ${length} bytes instead of the ${size} that it declares`);
  return out;
}

/** An archive of `entries` in their order, stored or deflated, all dated 1 January 1980, so that it is reproducible. */
export function writeZip(
  entries: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  deflate: boolean,
): Uint8Array {
  // fflate takes the date's local fields: a local date gives the same bytes in every time zone.
  const options = { level: deflate ? (9 as const) : (0 as const), mtime: new Date(1980, 0, 1) };
  return zipSync(Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes])), options);
}
