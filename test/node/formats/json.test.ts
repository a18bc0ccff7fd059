import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson, shortestDecimal, writeJson } from '../../../src/formats/json/json';
import { recognisesJson } from '../../../src/formats/json/ownJson';
import type { Weights } from '../../../src/formats/weights';
import { exactly, formatErrorOf, smallCard, smallCheckpoint, smallWeights } from './sampleWeights';

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const text = textOf(writeJson(smallWeights));
/** As the message says that one may do. */
const withoutHash = (file: string) => file.replace(/^ *"sha256".*\n/m, '');

describe('round trip', () => {
  test('100,000 float32 of any bits are written as decimals that give the same float32, and no shorter one does', () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (word) => {
        bits[0] = word;
        const [value] = float;
        if (!Number.isFinite(value)) return;
        const decimal = shortestDecimal(value);
        if (!Object.is(Math.fround(JSON.parse(decimal)), value)) throw new Error(`${value}: ${decimal}`);
        const digits = decimal
          .replace(/e.*/, '')
          .replace(/[-.]/g, '')
          .replace(/^0+|0+$/g, '').length;
        if (digits > 1 && Math.fround(Number(value.toPrecision(digits - 1))) === value)
          throw new Error(`${decimal} is not the shortest`);
      }),
      { seed: 1, numRuns: 100_000 },
    );
    expect([0.1, -0, 1 / 3, 1e-45, 3.4028234663852886e38, 7].map(Math.fround).map(shortestDecimal)).toEqual([
      '0.1',
      '-0',
      '0.33333334',
      '1e-45',
      '3.4028235e+38',
      '7',
    ]);
  });

  test('a row of a matrix is a line', () => {
    expect(text).toContain(
      [
        '      "name": "layers.0.weight",',
        '      "shape": [3, 2],',
        '      "values": [',
        '        [1, -2],',
        '        [0.5, -0],',
        '        [1e-45, 3.4e+38]',
        '      ]',
      ].join('\n'),
    );
    expect(text).toContain('"values": [0.1, 0.2, -0.3]');
  });
});

describe('a file that was changed', () => {
  test.each([
    ['indented by tabs', text.replaceAll('  ', '\t')],
    ['with Windows line ends', text.replaceAll('\n', '\r\n')],
    ['after a byte order mark', `\ufeff${text}`],
    ['in one line', text.replace(/\n */g, '')],
  ])('%s it is the same file', (_, changed) => {
    expect(recognisesJson(utf8(changed))).toBe(true);
    expect(exactly(readJson(utf8(changed)))).toEqual(exactly(smallWeights));
  });

  test('a number changed by hand is noticed, and opens once the line of the checksum is deleted, as the error says', () => {
    const edited = text.replace('[1, -2]', '[1, -2.5]');
    const error = formatErrorOf(() => readJson(utf8(edited)));
    expect(error).toMatchObject({ code: 'damaged', place: { field: 'sha256' } });
    expect(error.message).toContain('changed since it was written');
    expect(error.message).toContain('delete the line that begins with "sha256"');
    const { tensors } = readJson(utf8(withoutHash(edited)));
    expect([...tensors[0].values.subarray(0, 3)]).toEqual([1, -2.5, 0.5]);
  });

  test('a −0 that lost its sign is noticed', () => {
    expect(formatErrorOf(() => readJson(utf8(text.replace('-0]', '0]')))).place.field).toBe('sha256');
  });

  test('values may be in one flat list', () => {
    const flat = withoutHash(text).replace(/\[\s*\[1, -2\][^"]*\]\s*\]/, '[1, -2, 0.5, -0, 1e-45, 3.4e38]');
    expect(flat).not.toContain('[1, -2]');
    expect(exactly(readJson(utf8(flat)))).toEqual(exactly(smallWeights));
  });
});

describe('edited by hand and wrong: the error names the field', () => {
  test.each([
    ['another JSON', '{"weights": [1, 2]}', 'wrongKind', 'format'],
    ['a newer version', text.replace('"version": 1', '"version": 2'), 'card', 'version'],
    ['a card that is none', withoutHash(text).replace('"xor"', '"xar"'), 'card', 'card.data.type'],
    ['a field more', withoutHash(text).replace('"tensors"', '"more": 1, "tensors"'), 'unexpected', 'more'],
    [
      'a field more of a tensor',
      withoutHash(text).replace('"name"', '"note": 1, "name"'),
      'unexpected',
      'tensors[0].note',
    ],
    ['no tensors', withoutHash(text).replace('"tensors"', '"moments"'), 'missing', 'tensors'],
    ['a text for a number', withoutHash(text).replace('-2]', '"2"]'), 'damaged', 'tensors[0].values[0][1]'],
    ['a row too long', withoutHash(text).replace('[1, -2]', '[1, -2, 3]'), 'shape', 'tensors[0].values[0]'],
    ['a row too few', withoutHash(text).replace(/\[1, -2\],\s*/, ''), 'shape', 'tensors[0].values'],
    ['a shape that is none', withoutHash(text).replace('[3, 2]', '[3, -2]'), 'damaged', 'tensors[0].shape'],
    ['a shape of 10^12', withoutHash(text).replace('[3, 2]', '[1e6, 1e6]'), 'damaged', 'tensors[0].shape'],
    ['another shape', withoutHash(text).replace('[3]', '[2]'), 'shape', 'tensors[1].values'],
    ['a number past float32', withoutHash(text).replace('3.4e+38', '3.5e+38'), 'notFinite', '[2, 1]'],
    ['a number past float64', withoutHash(text).replace('3.4e+38', '3.4e+999'), 'notFinite', '[2, 1]'],
    ['a name twice', withoutHash(text).replace('layers.0.bias', 'layers.0.weight'), 'shape', undefined],
    [
      'moments without a position',
      withoutHash(textOf(writeJson(smallCheckpoint))).replace(/ {2}"position".*\n/, ''),
      'unexpected',
      undefined,
    ],
    [
      'a position that is wrong',
      withoutHash(textOf(writeJson(smallCheckpoint))).replace('"step":400', '"step":-1'),
      'position',
      'position.step',
    ],
    [
      'a __proto__ at the top',
      withoutHash(text).replace('{', '{"__proto__": {"a": 1},'),
      'unexpected',
      '__proto__',
    ],
    [
      'a __proto__ in a tensor',
      withoutHash(text).replace('"name"', '"__proto__": [], "name"'),
      'unexpected',
      'tensors[0].__proto__',
    ],
    [
      'a __proto__ in the card',
      withoutHash(text).replace('"network"', '"__proto__": {"a": 1}, "network"'),
      'card',
      'card.__proto__',
    ],
  ])('%s', (_, changed, code, field) => {
    const error = formatErrorOf(() => readJson(utf8(changed)));
    expect([error.code, error.place.field]).toEqual([code, field]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('a key twice is noticed by the checksum; without it the last one counts, as in any JSON', () => {
    const twice = text.replace('"name": "layers.0.bias"', '"name": "other", "name": "layers.0.bias"');
    expect(formatErrorOf(() => readJson(utf8(twice))).place.field).toBe('sha256');
    expect(exactly(readJson(utf8(withoutHash(twice))))).toEqual(exactly(smallWeights));
  });

  test.each([
    ['a comma too many', '[1,, -2]', 3],
    ['a comma too few', '[1 -2]', 3],
    ['a comma at the end', '[1, -2,]', 7],
    ['a bracket of the other kind', '[1, -2}', 6],
    ['a number with a comma inside', '[1, -2,5e]', 7],
    ['a number that begins with 0', '[01, -2]', 1],
    ['NaN', '[NaN, -2]', 1],
    ['a text of one quotation mark', "['1', -2]", 1],
    ['a key without a text', '{a: 1}', 1],
    ['a key without a value', '{"a"}', 4],
    ['a control character in a text', '"a\u0001"', 2],
    ['an escape that is none', '"a\\x"', 2],
  ])('%s is named by its byte and its line', (_, mistake, at) => {
    const error = formatErrorOf(() => readJson(utf8(text.replace('[1, -2]', mistake))));
    const start = text.indexOf('[1, -2]');
    expect(error.code).toBe('damaged');
    expect(error.place.offset).toBe(start + at);
    expect(error.message).toContain(`line ${text.slice(0, start).split('\n').length} `);
  });

  test('something behind the end is named by its byte', () => {
    expect(formatErrorOf(() => readJson(utf8(`${text}x`))).place.offset).toBe(text.length);
  });
});

describe('bombs', () => {
  test.each([
    ['brackets 10^5 deep', `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'unsafe'],
    ['braces 10^5 deep', `${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`, 'unsafe'],
    ['10^6 brackets that stay open', '['.repeat(1e6), 'unsafe'],
    ['a list of 2 million', `{"a":[${'1,'.repeat(2e6)}1]}`, 'tooLarge'],
    ['10^6 names', `{${'"a":1,'.repeat(1e6)}"a":1}`, 'tooLarge'],
    ['a text without end', `{"a":"${'x'.repeat(1e6)}`, 'truncated'],
    ['a backslash at the end', '{"a":"\\', 'truncated'],
  ])('%s', (_, bomb, code) => {
    expect(formatErrorOf(() => readJson(utf8(bomb))).code).toBe(code);
  });

  test('more than 32 MB are not looked into', () => {
    expect(formatErrorOf(() => readJson(new Uint8Array(32 * 2 ** 20 + 1))).code).toBe('tooLarge');
  });
});

describe('size', () => {
  const network = (units: number) => ({
    inputs: 999,
    layers: [{ type: 'dense' as const, units, bias: true, initializer: 'zeros' as const }],
  });
  const weightsOfSize = (units: number, value: (at: number) => number): Weights => ({
    card: { ...smallCard, network: network(units) },
    tensors: [
      {
        name: 'layers.0.weight',
        shape: [units, 999],
        values: Float32Array.from({ length: units * 999 }, (_, at) => value(at)),
      },
      { name: 'layers.0.bias', shape: [units], values: new Float32Array(units) },
    ],
  });

  test('a million numbers, as long as they get, are written and read again', () => {
    const weights = weightsOfSize(1000, (at) => -1.2345678e-38 * (1 + (at % 997)));
    const bytes = writeJson(weights);
    const { values } = readJson(bytes).tensors[0];
    expect(
      Buffer.compare(new Uint8Array(values.buffer), new Uint8Array(weights.tensors[0].values.slice().buffer)),
    ).toBe(0);
  });

  test('more are refused with the format to choose', () => {
    const error = formatErrorOf(() => writeJson(weightsOfSize(1001, () => 0)));
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain('Choose .safetensors');
  });
});

test.each(['[1]', 'text', '', ' {a', '{\0"', '(1'])('%j is no file for this reader', (start) => {
  expect(recognisesJson(utf8(start))).toBe(false);
});
