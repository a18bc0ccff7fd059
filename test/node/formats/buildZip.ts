/** Writes zip archives field by field, so that tests can lie in any of them (PKWARE APPNOTE 4.3). */
import { deflateSync } from 'fflate';
import { crc32 } from '../../../src/formats/npz/crc32';

type Fields = {
  flags?: number;
  method?: number;
  crc?: number;
  packedSize?: number;
  size?: number;
  name?: string;
};

export type ZipPart = Fields & {
  name: string;
  data: Uint8Array;
  deflate?: boolean;
  /** What only the header in front of the data, or only the directory says. */
  local?: Fields;
  central?: Fields & { start?: number };
  /** Bytes after the data (a descriptor) and in the local extra field. */
  after?: Uint8Array;
  extra?: Uint8Array;
  centralExtra?: Uint8Array;
};

export type ZipEnd = {
  count?: number;
  centralStart?: number;
  centralSize?: number;
  comment?: number;
  disk?: number;
};

const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

/** Little-endian numbers, each with its size in bytes. */
export function littleEndian(...numbers: [value: number, bytes: number][]): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256),
    ),
  );
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function buildZip(
  parts: readonly ZipPart[],
  end: ZipEnd = {},
  between: Uint8Array = new Uint8Array(0),
): Uint8Array {
  let body: Uint8Array = new Uint8Array(0);
  let directory: Uint8Array = new Uint8Array(0);
  for (const part of parts) {
    const packed = part.deflate ? deflateSync(part.data, { level: 9 }) : part.data;
    const truth = {
      flags: 0,
      method: part.deflate ? 8 : 0,
      crc: crc32(part.data),
      packedSize: packed.length,
      size: part.data.length,
      ...definedOf(part),
    };
    const local = { ...truth, ...part.local };
    const central = { ...truth, ...part.central };
    const extra = part.extra ?? new Uint8Array(0);
    const centralExtra = part.centralExtra ?? new Uint8Array(0);
    const start = part.central?.start ?? body.length;
    const fields = (values: typeof truth): [number, number][] => [
      [values.flags, 2],
      [values.method, 2],
      [0, 2],
      [0x21, 2],
      [values.crc, 4],
      [values.packedSize, 4],
      [values.size, 4],
      [values.name.length, 2],
    ];
    body = join(
      body,
      littleEndian([0x04034b50, 4], [20, 2], ...fields(local), [extra.length, 2]),
      latin1(local.name),
      extra,
      packed,
      part.after ?? new Uint8Array(0),
    );
    directory = join(
      directory,
      littleEndian([0x02014b50, 4], [20, 2], [20, 2], ...fields(central)),
      littleEndian([centralExtra.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [start, 4]),
      latin1(central.name),
      centralExtra,
    );
  }
  const count = end.count ?? parts.length;
  return join(
    body,
    between,
    directory,
    littleEndian(
      [0x06054b50, 4],
      [end.disk ?? 0, 2],
      [end.disk ?? 0, 2],
      [count, 2],
      [count, 2],
      [end.centralSize ?? directory.length, 4],
      [end.centralStart ?? body.length + between.length, 4],
      [end.comment ?? 0, 2],
    ),
  );
}

function definedOf({ name, flags, method, crc, packedSize, size }: ZipPart) {
  const given = { name, flags, method, crc, packedSize, size };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    name: string;
  };
}
