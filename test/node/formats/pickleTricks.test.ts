/** Pickles that are false, or bombs, without any dangerous name: refused at once, and with no memory to speak of. */
import { expect, test } from 'vitest';
import { bufferArray, float64Type, globalLines, pickle, uint32, unicode, zeros } from './buildPickle';
import { costOf } from './refusalCost';

/** One array, [1, 1]: the harmless list that the hostile ones hide in. */
const one = bufferArray('K\x01K\x01\x86', zeros(8));

const encode = globalLines('_codecs', 'encode');
const latin1 = unicode('latin1');
const repeat = (part: string | Uint8Array, times: number) => {
  const once = pickle(part);
  return new Uint8Array(once.length * times).map((_, at) => once[at % once.length]);
};
const megabyte = 2 ** 20;
/** The shape of 2 MB of float64. */
const length = pickle('J', uint32((2 * megabyte) / 8), '\x85');

/** [operations, code]: what takes no dangerous name. */
const tricks: readonly [name: string, file: () => Uint8Array, code: string][] = [
  [
    'lists that hold the last one twice, 2^30 items in all',
    () =>
      pickle(
        '\x80\x02(]q\x00',
        ...Array.from({ length: 30 }, (_, level) =>
          pickle('](h', Uint8Array.of(level), 'h', Uint8Array.of(level), 'eq', Uint8Array.of(level + 1)),
        ),
        't.',
      ),
    'unsupported',
  ],
  [
    'lists that hold the last one ten times, 10^9 items, alone on the stack',
    () =>
      pickle(
        '\x80\x02](',
        repeat(pickle('](', 'NNNNNNNNNN', 'eq\x00'), 1),
        ...Array.from({ length: 9 }, () => pickle('](', repeat('h\x00', 10), 'eq\x00')),
        'e.',
      ),
    'unsupported',
  ],
  ['a list that holds itself', () => pickle('\x80\x02]q\x00h\x00a.'), 'unsupported'],
  ['a dictionary that holds itself', () => pickle('\x80\x02}q\x00', unicode('a'), 'h\x00s.'), 'unsupported'],
  ['a tuple in a tuple, 59,000 deep', () => pickle('\x80\x02N', repeat('\x85', 59_000), '.'), 'unsupported'],
  [
    'a list in a list, 19,000 deep',
    () => pickle('\x80\x02', repeat(']', 19_000), repeat('a', 18_999), '.'),
    'unsupported',
  ],
  ['a million marks', () => pickle('\x80\x02', repeat('(', 1_000_000), '.'), 'unsafe'],
  ['a million values', () => pickle('\x80\x02', repeat('N', 1_000_000), '.'), 'unsafe'],
  ['a million memos', () => pickle('\x80\x04N', repeat('\x94', 1_000_000), '.'), 'unsafe'],
  [
    'a million operations that come to nothing',
    () => pickle('\x80\x04]', repeat('(e', 500_000), '.'),
    'unsafe',
  ],
  [
    'one array of 2 MB in 512 places, 2^30 bytes in all',
    () => pickle('\x80\x02](', bufferArray(length, zeros(2 * megabyte)), 'q\x00', repeat('h\x00', 511), 'e.'),
    'unsafe',
  ],
  [
    'one text of 1 MB turned into bytes 1024 times',
    () =>
      pickle(
        '\x80\x02](X',
        uint32(megabyte),
        new Uint8Array(megabyte),
        'q\x00',
        repeat(pickle(encode, 'h\x00', latin1, '\x86R'), 1024),
        'e.',
      ),
    'unsafe',
  ],
  [
    'the bytes of one array shared by 512, 2^30 bytes in all',
    () =>
      pickle(
        '\x80\x02](',
        bufferArray(length, pickle(zeros(2 * megabyte), 'q\x00')),
        repeat(bufferArray(length, pickle('h\x00')), 511),
        'e.',
      ),
    'unsafe',
  ],
  [
    'an array of 2^40 numbers that are not there',
    () => pickle('\x80\x02](', bufferArray('J\x00\x00\x10\x00J\x00\x00\x10\x00\x86', zeros(8)), 'e.'),
    'tooLarge',
  ],
  [
    'an array of 2^28 numbers that are not there',
    () => pickle('\x80\x02](', bufferArray('J\x00\x00\x00\x10\x85', zeros(8)), 'e.'),
    'truncated',
  ],
  [
    'sizes whose product passes 2^53',
    () => pickle('\x80\x02](', bufferArray(pickle('(', repeat('J\xff\xff\xff\x0f', 8), 't'), zeros(8)), 'e.'),
    'tooLarge',
  ],
  [
    'a negative size',
    () => pickle('\x80\x02](', bufferArray('J\xff\xff\xff\xff\x85', zeros(8)), 'e.'),
    'damaged',
  ],
  [
    'a size that is a fraction',
    () => pickle('\x80\x02](', bufferArray('G?\xe0\x00\x00\x00\x00\x00\x00\x85', zeros(8)), 'e.'),
    'damaged',
  ],
  [
    'nine axes',
    () => pickle('\x80\x02](', bufferArray(pickle('(', repeat('K\x01', 9), 't'), zeros(8)), 'e.'),
    'unsupported',
  ],
  ['a text of 2^31 bytes that is not there', () => pickle('\x80\x02X\x00\x00\x00\x80abc.'), 'truncated'],
  [
    'bytes of 2^63 that are not there',
    () => pickle('\x80\x04\x8e\x00\x00\x00\x00\x00\x00\x00\x80abc.'),
    'truncated',
  ],
  [
    'a frame longer than the file',
    () => pickle('\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f].'),
    'truncated',
  ],
  ['a number of a million digits', () => pickle('(lL', repeat('9', 1_000_000), 'L\na.'), 'damaged'],
  ['a long of 256 bytes', () => pickle('\x80\x02]\x8a\xff', new Uint8Array(255).fill(1), 'a.'), 'damaged'],
  [
    'an array of Python objects',
    () => pickle('\x80\x02]', globalLines('numpy', 'dtype'), unicode('O8'), '\x89\x88\x87Ra.'),
    'unsafe',
  ],
  [
    'a structured type',
    () => pickle('\x80\x02]', globalLines('numpy', 'dtype'), unicode('V16'), '\x89\x88\x87Ra.'),
    'unsupported',
  ],
  [
    'numpy.ndarray called for what is in memory',
    () => pickle('\x80\x02]', globalLines('numpy', 'ndarray'), 'K\x09\x85\x85Ra.'),
    'unsafe',
  ],
  [
    'another codec than latin1',
    () => pickle('\x80\x02]', encode, unicode('x'), unicode('zlib'), '\x86Ra.'),
    'unsupported',
  ],
  ['a call of an array', () => pickle('\x80\x02]', one, ')Ra.'), 'unsafe'],
  ['a call of a text', () => pickle('\x80\x02]', unicode('os.system'), ')Ra.'), 'unsafe'],
  ['BUILD of a list', () => pickle('\x80\x02]}b.'), 'unsafe'],
  [
    'BUILD of an array by a dictionary',
    () =>
      pickle(
        '\x80\x02](',
        globalLines('numpy.core.multiarray', '_reconstruct'),
        globalLines('numpy', 'ndarray'),
        'K\x00\x85U\x01b\x87R}',
        unicode('__class__'),
        'Nsbe.',
      ),
    'unsupported',
  ],
  ['BUILD of an array twice', () => pickle('\x80\x02](', one, ')be.'), 'damaged'],
  [
    'a number type changed after it was used',
    () =>
      pickle(
        '\x80\x02](',
        float64Type,
        '(K\x03',
        unicode('>'),
        'NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tbe.',
      ),
    'damaged',
  ],
  [
    'an array that was never filled',
    () =>
      pickle(
        '\x80\x02](',
        globalLines('numpy.core.multiarray', '_reconstruct'),
        globalLines('numpy', 'ndarray'),
        'K\x00\x85U\x01b\x87Re.',
      ),
    'damaged',
  ],
  [
    'a global name as an array',
    () => pickle('\x80\x02]', globalLines('numpy', 'dtype'), 'a.'),
    'unsupported',
  ],
  [
    'a second pickle behind the first',
    () => pickle('\x80\x02](', one, 'e.\x80\x02cos\nsystem\n(tR.'),
    'damaged',
  ],
  ['a second beginning within', () => pickle('\x80\x02](\x80\x04', one, 'e.'), 'damaged'],
  ['protocol 6', () => pickle('\x80\x06].'), 'unsupported'],
  ['a name that is no text', () => pickle('\x80\x04]NN\x93a.'), 'unsafe'],
  ['a name that is no text, but bytes', () => pickle('\x80\x04]C\x02osC\x06system\x93a.'), 'unsafe'],
  ['a memo that was never kept', () => pickle('\x80\x02]h\x63a.'), 'damaged'],
  ['GET of a name', () => pickle('(lg__proto__\na.'), 'damaged'],
  ['STOP with nothing there', () => pickle('\x80\x02.'), 'damaged'],
  ['APPEND across a mark', () => pickle('\x80\x02](a.'), 'damaged'],
  ['a key that is an array', () => pickle('\x80\x02}', one, 'Ns.'), 'unsupported'],
  ['a key twice', () => pickle('\x80\x02}(', unicode('a'), one, unicode('a'), one, 'u.'), 'damaged'],
  [
    'numbers that are not finite',
    () =>
      pickle('\x80\x02](', bufferArray('K\x01\x85', pickle('C\x08\x00\x00\x00\x00\x00\x00\xf8\x7f')), 'e.'),
    'notFinite',
  ],
  [
    'numbers too large for float32',
    () =>
      pickle('\x80\x02](', bufferArray('K\x01\x85', pickle('C\x08\x00\x00\x00\x00\x00\x00\xf0\x7e')), 'e.'),
    'notFinite',
  ],
  ['no array at all', () => pickle('\x80\x02].'), 'missing'],
  ['an empty array', () => pickle('\x80\x02](', bufferArray('K\x00\x85', zeros(0)), 'e.'), 'shape'],
  ['a single array', () => pickle('\x80\x02', one, '.'), 'unsupported'],
  ['a list of plain numbers', () => pickle('\x80\x02](K\x01K\x02e.'), 'unsupported'],
];

test.each(tricks)('%s: refused within 100 ms and 16 MB', (_, make, code) => {
  const cost = costOf(make());
  expect(cost.code).toBe(code);
  expect(cost.milliseconds).toBeLessThan(100);
  expect(cost.bytes).toBeLessThan(16e6);
});
