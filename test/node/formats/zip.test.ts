import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/formats/npz/crc32';
import { readNpz } from '../../../src/formats/npz/npz';
import { readZip, writeZip } from '../../../src/formats/npz/zip';
import { zipLimits } from '../../../src/formats/npz/zipDirectory';
import { buildZip, join, littleEndian, type ZipEnd, type ZipPart } from './buildZip';
import { formatErrorOf } from './sampleWeights';

const data = Uint8Array.from({ length: 300 }, (_, index) => (index * index) % 251);
const a: ZipPart = { name: 'a.npy', data };
const b: ZipPart = { name: 'b.npy', data: data.subarray(7), deflate: true };
const MiB = 2 ** 20;

test('CRC-32 of “123456789” is cbf43926, of nothing 0', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

describe('legal archives are read', () => {
  const signature = littleEndian([0x08074b50, 4]);
  const descriptor = (part: ZipPart) => {
    const packed = part.deflate ? deflateSync(part.data, { level: 9 }) : part.data;
    return littleEndian([crc32(part.data), 4], [packed.length, 4], [part.data.length, 4]);
  };
  const sizesLater = { flags: 8, local: { crc: 0, packedSize: 0, size: 0 } };
  const zip64Extra = littleEndian([1, 2], [16, 2], [300, 8], [300, 8]);

  test.each<[string, ZipPart[]]>([
    ['stored and deflated', [a, b]],
    ['an empty entry', [{ name: 'empty.npy', data: new Uint8Array(0) }, a]],
    ['an empty deflated entry', [{ name: 'empty.npy', data: new Uint8Array(0), deflate: true }]],
    ['a descriptor with signature', [{ ...b, ...sizesLater, after: join(signature, descriptor(b)) }, a]],
    ['a descriptor without signature', [{ ...a, ...sizesLater, after: descriptor(a) }, b]],
    [
      'sizes as zip64 in front of the data, as Python writes them',
      [{ ...a, local: { packedSize: 0xffffffff, size: 0xffffffff }, extra: zip64Extra }],
    ],
    ['zeros, 1 MB in 1 kB', [{ name: 'zeros.npy', data: new Uint8Array(MiB), deflate: true }]],
  ])('%s', (_, parts) => {
    const read = readZip(buildZip(parts));
    expect(read.map(({ name }) => name)).toEqual(parts.map(({ name }) => name));
    read.forEach(({ bytes }, index) => {
      expect(Buffer.compare(bytes, parts[index].data)).toBe(0);
    });
  });

  test('what is written, in its order', () => {
    for (const deflate of [false, true])
      expect(
        readZip(
          writeZip(
            [
              { name: 'z', bytes: data },
              { name: 'a', bytes: data },
            ],
            deflate,
          ),
        ).map(({ name }) => name),
      ).toEqual(['z', 'a']);
  });
});

const bomb = deflateSync(new Uint8Array(50 * MiB), { level: 9 });
const lie = (part: Partial<ZipPart>): ZipPart[] => [{ ...a, ...part }];

describe('illegal archives are refused, with the entry and without much memory or time', () => {
  const vectors: [string, string, ZipPart[], ZipEnd?, Uint8Array?][] = [
    ['a wrong CRC', 'damaged', lie({ crc: 1 })],
    ['a wrong CRC of a deflated entry', 'damaged', [{ ...b, crc: 1 }]],
    ['CRCs that differ in front and in the directory', 'damaged', lie({ local: { crc: 1 } })],
    [
      'sizes that differ in front and in the directory',
      'damaged',
      lie({ local: { size: 299, packedSize: 299 } }),
    ],
    ['names that differ in front and in the directory', 'damaged', lie({ local: { name: 'c.npy' } })],
    ['methods that differ in front and in the directory', 'damaged', lie({ local: { method: 8 } })],
    ['flags that differ in front and in the directory', 'damaged', lie({ local: { flags: 8 } })],
    ['a stored entry with two sizes', 'damaged', lie({ size: 301 })],
    ['a deflated entry that is longer than it says', 'damaged', [{ ...b, size: 290 }]],
    ['a deflated entry that is shorter than it says', 'damaged', [{ ...b, size: 294 }]],
    [
      'a deflated entry that is no deflate',
      'damaged',
      [{ name: 'x.npy', data: Uint8Array.of(7, 7, 7, 7), method: 8 }],
    ],
    [
      'a deflated entry without an end',
      'damaged',
      [{ name: 'x.npy', data: deflateSync(data).subarray(0, 100), method: 8, size: 300, crc: crc32(data) }],
    ],
    [
      'a descriptor that differs',
      'damaged',
      lie({ flags: 8, local: { crc: 0, packedSize: 0, size: 0 }, after: new Uint8Array(16) }),
    ],
    ['a descriptor that is missing', 'damaged', lie({ flags: 8, local: { crc: 0, packedSize: 0, size: 0 } })],
    ['entries on the same bytes', 'damaged', [a, { ...a, name: 'c.npy', central: { start: 0 } }]],
    [
      'an entry inside another',
      'damaged',
      [
        { ...a, data: buildZip([b]) },
        { ...b, central: { start: 35 } },
      ],
    ],
    ['an entry that begins outside', 'damaged', lie({ central: { start: 100_000 } })],
    ['bytes in front of the first entry', 'damaged', [{ ...a, central: { start: 1 } }]],
    ['bytes between entries and directory', 'damaged', [a], {}, Uint8Array.of(1, 2, 3)],
    ['a directory elsewhere', 'damaged', [a], { centralStart: 0 }],
    ['a directory of another size', 'damaged', [a], { centralSize: 10 }],
    ['more entries announced than there are', 'damaged', [a], { count: 2 }],
    ['fewer entries announced than there are', 'damaged', [a, b], { count: 1 }],
    ['a comment that is not there', 'damaged', [a], { comment: 5 }],
    ['several disks', 'unsupported', [a], { disk: 1 }],
    ['encryption', 'unsupported', lie({ flags: 1 })],
    ['strong encryption', 'unsupported', lie({ flags: 0x41 })],
    ['patches', 'unsupported', lie({ flags: 0x20 })],
    ['bzip2', 'unsupported', lie({ method: 12 })],
    ['Zstandard', 'unsupported', lie({ method: 93 })],
    [
      'zip64 sizes in the directory',
      'unsupported',
      lie({ central: { size: 0xffffffff, packedSize: 0xffffffff } }),
    ],
    ['zip64 at the end', 'unsupported', [a], { count: 0xffff }],
    ['65,534 entries announced', 'tooLarge', [a], { count: 65_534 }],
    ['3 GB announced', 'tooLarge', [{ ...b, size: 3e9 }]],
    [
      '40 GB in many entries',
      'tooLarge',
      Array.from({ length: 320 }, (_, index) => ({
        ...a,
        name: `e${index}`,
        size: 127 * MiB,
        packedSize: 2 * MiB,
        method: 8,
      })),
    ],
    [
      '40 GB in one entry, as zip64 announces it',
      'unsupported',
      [
        {
          ...b,
          size: 0xffffffff,
          centralExtra: littleEndian([1, 2], [8, 2], [40e9, 8]),
          local: { size: 0xffffffff, packedSize: 0xffffffff },
          extra: littleEndian([1, 2], [16, 2], [40e9, 8], [300, 8]),
        },
      ],
    ],
    [
      'sizes as zip64 in front of the data that differ from the directory',
      'damaged',
      lie({
        local: { packedSize: 0xffffffff, size: 0xffffffff },
        extra: littleEndian([1, 2], [16, 2], [40e9, 8], [300, 8]),
      }),
    ],
    ['a name twice', 'unsafe', [a, a]],
    ['a name twice with other contents', 'unsafe', [a, { ...b, name: a.name }]],
    ['a bomb behind a good entry', 'unsafe', [a, { name: 'x.npy', data: bomb, method: 8, size: 50 * MiB }]],
    ['50 MB of zeros in 49 kB', 'unsafe', [{ name: 'x.npy', data: bomb, method: 8, size: 50 * MiB }]],
    ['50 MB that say they are 1 kB', 'unsafe', [{ name: 'x.npy', data: bomb, method: 8, size: 1000 }]],
    [
      '50 MB that say they are 49 kB',
      'damaged',
      [{ name: 'x.npy', data: bomb, method: 8, size: bomb.length }],
    ],
    ['an empty name', 'unsafe', lie({ name: '' })],
    ['__proto__', 'unsafe', lie({ name: '__proto__' })],
    ['__proto__.npy', 'unsafe', lie({ name: '__proto__.npy' })],
    ['a path', 'unsafe', lie({ name: 'x/a.npy' })],
    ['a path upwards', 'unsafe', lie({ name: '../a.npy' })],
    ['dots', 'unsafe', lie({ name: 'a..npy' })],
    ['an absolute path', 'unsafe', lie({ name: '/etc/passwd' })],
    ['a Windows path', 'unsafe', lie({ name: 'C:\\a.npy' })],
    ['a folder', 'unsafe', lie({ name: 'folder/', data: new Uint8Array(0) })],
    ['a name with NUL', 'unsafe', lie({ name: 'a.npy\0.png' })],
    ['a name with HTML', 'unsafe', lie({ name: '<img onerror=alert(1)>' })],
    ['a name of 60,000 letters', 'unsafe', lie({ name: 'a'.repeat(60_000) })],
  ];

  test.each(vectors)('%s', (_, code, parts, end, between) => {
    const archive = buildZip(parts, end, between);
    const inherited = Object.getOwnPropertyNames(Object.prototype);
    const error = formatErrorOf(() => readZip(archive));
    expect(error.code).toBe(code);
    expect(error.message.length).toBeLessThan(400);
    expect(error.message).toMatch(/[.]$/);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(inherited);
  });
});

test('65,535 real entries are refused by their number', () => {
  const one = buildZip([{ name: 'a', data: new Uint8Array(0) }]);
  const [entry, listed] = [one.subarray(0, 31), one.subarray(31, 78)];
  const count = 65_535;
  const archive = join(
    Buffer.alloc(31 * count, entry),
    Buffer.alloc(47 * count, listed),
    littleEndian([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [47 * count, 4], [31 * count, 4], [0, 2]),
  );
  expect(formatErrorOf(() => readZip(archive)).place.field).toBe('zip64');
});

test('a bomb in a nested archive stays packed: it is no array', () => {
  const inner = buildZip([{ name: 'x.npy', data: bomb, method: 8, size: 50 * MiB }]);
  const error = formatErrorOf(() => readNpz(buildZip([{ name: 'inner.npy', data: inner }])));
  expect([error.code, error.place.entry]).toEqual(['wrongKind', 'inner.npy']);
});

test('an archive with a nested archive only gives its bytes', () => {
  const inner = buildZip([a]);
  expect(Buffer.compare(readZip(buildZip([{ name: 'inner.zip', data: inner }]))[0].bytes, inner)).toBe(0);
});

test('1,000 entries are read, 1,001 are not', () => {
  const entries = Array.from({ length: zipLimits.entries + 1 }, (_, index) => ({
    name: `e${index}`,
    bytes: new Uint8Array(1),
  }));
  expect(readZip(writeZip(entries.slice(1), false))).toHaveLength(1000);
  expect(formatErrorOf(() => readZip(writeZip(entries, false))).code).toBe('tooLarge');
});
