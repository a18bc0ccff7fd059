import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npyTensor, npyText, readNpy, writeNpyTensor, writeNpyText } from '../../../src/formats/npz/npy';
import { parseNpyHeader } from '../../../src/formats/npz/npyHeader';
import { FormatError } from '../../../src/formats/weights';
import { join, littleEndian } from './buildZip';
import { formatErrorOf } from './sampleWeights';

const fixtures: {
  numpy: string;
  readable: { name: string; npy: string; shape: number[]; values: string }[];
  refused: { name: string; npy: string }[];
  text: string;
} = JSON.parse(readFileSync('test/fixtures/formats/arrays.json', 'utf8'));

const decode = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const source = { name: 'x.npy', offset: 1000 };
const read = (bytes: Uint8Array) => npyTensor(readNpy(bytes, source), source);
const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

/** A version 1 file with this header text, unchecked and unpadded, and `dataBytes` zeros. */
function npyOf(header: string, dataBytes = 0, length = header.length): Uint8Array {
  const text = Uint8Array.from(header, (sign) => sign.charCodeAt(0));
  return join(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0),
    littleEndian([length, 2]),
    text,
    new Uint8Array(dataBytes),
  );
}

describe(`arrays that NumPy ${fixtures.numpy} wrote`, () => {
  test.each(fixtures.readable)('$name is read to the bit', ({ npy, shape, values }) => {
    const tensor = read(decode(npy));
    expect(tensor.shape).toEqual(shape);
    expect(bits(tensor.values)).toEqual(bits(new Float32Array(decode(values).buffer)));
  });

  test.each(fixtures.refused)('$name is refused by its type', ({ name, npy }) => {
    const error = formatErrorOf(() => read(decode(npy)));
    expect(error.code).toBe(name === 'object' ? 'unsafe' : 'unsupported');
    expect(error.place.entry).toBe('x.npy');
  });

  test('every proper prefix of an array is refused', () => {
    const bytes = decode(fixtures.readable[0].npy);
    for (let length = 0; length < bytes.length; length++)
      formatErrorOf(() => read(bytes.subarray(0, length)));
  });

  test('a text comes back, with characters of every length', () => {
    const text = npyText(readNpy(decode(fixtures.text), source), source);
    expect(text).toBe('Grüße, 𝄞 and 数');
  });
});

describe('what is written', () => {
  test('is read again to the bit: random tensors of 0 to 3 dimensions', () => {
    const shapes = fc.array(fc.nat(5), { maxLength: 3 });
    const tensors = shapes.chain((shape) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return fc
        .array(fc.float(), { minLength: length, maxLength: length })
        .map((values) => ({ name: 'x.npy', shape, values: Float32Array.from(values) }));
    });
    fc.assert(
      fc.property(tensors, (tensor) => {
        const back = read(writeNpyTensor(tensor));
        expect(back.shape).toEqual(tensor.shape);
        expect(bits(back.values)).toEqual(bits(tensor.values));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('is the very bytes that NumPy writes', () => {
    for (const name of ['f4 1-d', 'f4 2-d', 'f4 one element', 'f4 special', 'f4 0-d', 'f4 empty']) {
      const fixture = fixtures.readable.find((candidate) => candidate.name === name);
      if (!fixture) throw new Error(name);
      expect(Buffer.compare(writeNpyTensor(read(decode(fixture.npy))), decode(fixture.npy))).toBe(0);
    }
    expect(Buffer.compare(writeNpyText('Grüße, 𝄞 and 数'), decode(fixtures.text))).toBe(0);
  });

  test('texts come back, all but zeros at their end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(npyText(readNpy(writeNpyText(text), source), source)).toBe(text.replace(/\0+$/, ''));
      }),
      { seed: 1 },
    );
  });
});

describe('headers', () => {
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n";

  test.each([
    ['spaces for filling', good.replace('\n', '                     \n'), [3, 4]],
    ['no last comma', "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}\n", [3, 4]],
    ['another order of keys', "{'shape': (12,), 'descr': '<f4', 'fortran_order': False}\n", [12]],
    ['no spaces', "{'descr':'<f4','fortran_order':False,'shape':(3,4)}\n", [3, 4]],
    ['a last comma in the shape', good.replace('(3, 4)', '(3, 4,)'), [3, 4]],
    ['the L of Python 2', good.replace('(3, 4)', '(3L, 4L)'), [3, 4]],
  ])('%s: read', (_, header, shape) => {
    expect(read(npyOf(header, 48)).shape).toEqual(shape);
  });

  test.each([
    ['nothing', '', 'damaged'],
    ['no dictionary', '[1, 2]\n', 'damaged'],
    ['no end', good.slice(0, -4), 'damaged'],
    ['no line feed', good.slice(0, -1), 'damaged'],
    ['two line feeds', `${good}\n`, 'damaged'],
    ['something behind', good.replace('\n', ' or 1\n'), 'damaged'],
    ['no descr', "{'fortran_order': False, 'shape': (3, 4)}\n", 'damaged'],
    ['no fortran_order', "{'descr': '<f4', 'shape': (3, 4)}\n", 'damaged'],
    ['no shape', "{'descr': '<f4', 'fortran_order': False}\n", 'damaged'],
    ['an extra key', good.replace(', }', ", 'x': True}"), 'damaged'],
    ['__proto__ as key', good.replace(', }', ", '__proto__': True}"), 'damaged'],
    ['a key twice', good.replace(', }', ", 'shape': (3, 4)}"), 'damaged'],
    ['a call', good.replace('False', '__import__("os")'), 'damaged'],
    ['fortran_order as text', good.replace('False', "'False'"), 'damaged'],
    ['fortran_order as number', good.replace('False', '0'), 'damaged'],
    ['a list as shape', good.replace('(3, 4)', '[3, 4]'), 'damaged'],
    ['a number as shape', good.replace('(3, 4)', '(12)'), 'damaged'],
    ['a negative size', good.replace('(3, 4)', '(-3, -4)'), 'damaged'],
    ['True in the shape', good.replace('(3, 4)', '(True, 4)'), 'damaged'],
    ['a fraction in the shape', good.replace('(3, 4)', '(3.0, 4)'), 'damaged'],
    ['an exponent in the shape', good.replace('(3, 4)', '(3e0, 4)'), 'damaged'],
    ['hexadecimal in the shape', good.replace('(3, 4)', '(0x3, 4)'), 'damaged'],
    ['an empty place in the shape', good.replace('(3, 4)', '(3,, 4)'), 'damaged'],
    ['a nested shape', good.replace('(3, 4)', '((3, 4),)'), 'damaged'],
    ['a shape that overflows', good.replace('(3, 4)', '(4294967296, 4294967296)'), 'tooLarge'],
    ['a huge size beside 0', good.replace('(3, 4)', '(0, 99999999999)'), 'tooLarge'],
    ['a size beyond 2^53', good.replace('(3, 4)', '(99999999999999999, 1)'), 'damaged'],
    ['40 dimensions', good.replace('(3, 4)', `(${'1, '.repeat(40)})`), 'unsupported'],
    ['a structured type', good.replace("'<f4'", "[('a', '<f4')]"), 'unsupported'],
    ['a type without byte order', good.replace('<f4', 'f4'), 'unsupported'],
    ['native byte order', good.replace('<f4', '=f4'), 'unsupported'],
    ['a byte with byte order', good.replace('<f4', '<i1'), 'unsupported'],
    ['whole numbers of 16 bytes', good.replace('<f4', '<i16'), 'unsupported'],
    ['objects', good.replace('<f4', '|O'), 'unsafe'],
    ['a type that is none', good.replace('<f4', 'import os'), 'damaged'],
    ['a type with an escape', good.replace('<f4', '<f4\\x41'), 'damaged'],
    ['a shape with less data', good.replace('(3, 4)', '(3, 5)'), 'truncated'],
    ['a shape with more data', good.replace('(3, 4)', '(3, 3)'), 'damaged'],
  ])('%s: refused', (_, header, code) => {
    const error = formatErrorOf(() => read(npyOf(header, 48)));
    expect(error.code).toBe(code);
    expect(error.message).toContain('“x.npy”');
    expect(error.place.offset).toBeGreaterThanOrEqual(1000);
  });

  test('a version that is not known, and headers that are too long, are refused', () => {
    const version = npyOf(good, 48);
    version[6] = 4;
    expect(formatErrorOf(() => read(version)).message).toContain('version 4.0');
    expect(formatErrorOf(() => read(npyOf(good.padStart(10_001), 48))).message).toContain('10001 bytes');
    expect(formatErrorOf(() => read(npyOf(good, 0, 9000))).code).toBe('truncated');
  });

  test('10,000 random texts in place of a header: a FormatError or a header, in no time', () => {
    const sign = fc.constantFrom(
      ...Array.from(' {}()[],:\'"\\\n<>=|fUOL0123456789'),
      'descr',
      'shape',
      'fortran_order',
      'True',
      'False',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        try {
          parseNpyHeader(signs.join(''), 'x', 0);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }),
      { seed: 1, numRuns: 10_000 },
    );
  });

  test('text where numbers are expected, and the other way round, is refused', () => {
    expect(formatErrorOf(() => read(writeNpyText('hello'))).code).toBe('unsupported');
    const numbers = readNpy(writeNpyTensor({ name: 'x', shape: [1], values: new Float32Array(1) }), source);
    expect(formatErrorOf(() => npyText(numbers, source)).message).toContain('numbers where text is expected');
    const texts = npyOf("{'descr': '<U1', 'fortran_order': False, 'shape': (2,)}\n", 8);
    expect(formatErrorOf(() => npyText(readNpy(texts, source), source)).message).toContain('[2]');
    const noCharacter = writeNpyText('a');
    noCharacter[noCharacter.length - 1] = 0xff;
    expect(formatErrorOf(() => npyText(readNpy(noCharacter, source), source)).code).toBe('card');
  });
});
