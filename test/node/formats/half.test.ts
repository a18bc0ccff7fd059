import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bfloatToFloat, floatToHalf, halfToFloat } from '../../../src/formats/half';

const { halves }: { halves: Record<string, string> } = JSON.parse(
  readFileSync('test/fixtures/formats/arrays.json', 'utf8'),
);
const patterns = Array.from({ length: 65_536 }, (_, bits) => bits);

/** A float32 put together from the fields that both formats have, by moving bits alone. */
function movedBits(bits: number, exponentBits: number): number {
  const fractionBits = 15 - exponentBits;
  let exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
  let fraction = bits & ((1 << fractionBits) - 1);
  if (exponent === (1 << exponentBits) - 1) exponent = 255;
  else if (exponent > 0) exponent += 127 - ((1 << (exponentBits - 1)) - 1);
  else if (exponentBits < 8 && fraction > 0) {
    // A denormal number is a normal one with room for smaller exponents: shift until the leading bit is implied.
    exponent = 128 - ((1 << (exponentBits - 1)) - 1);
    while (!(fraction >> fractionBits)) {
      fraction <<= 1;
      exponent--;
    }
    fraction &= (1 << fractionBits) - 1;
  }
  return (((bits >> 15) << 31) | (exponent << 23) | (fraction << (23 - fractionBits))) >>> 0;
}

/** Bits of float32 numbers with every NaN as the same one: which NaN comes out is up to the processor. */
function withOneNaN(bits: Uint32Array): Uint32Array {
  return bits.map((one) => ((one & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : one));
}

describe.each([
  ['float16', halfToFloat, 5],
  ['bfloat16', bfloatToFloat, 8],
] as const)('all 65,536 patterns of %s', (name, toFloat, exponentBits) => {
  const bits = withOneNaN(new Uint32Array(Float32Array.from(patterns, (pattern) => toFloat(pattern)).buffer));

  test('are the float32 with the same sign, exponent and fraction', () => {
    const expected = withOneNaN(Uint32Array.from(patterns, (pattern) => movedBits(pattern, exponentBits)));
    expect(patterns.filter((pattern) => bits[pattern] !== expected[pattern])).toEqual([]);
  });

  test('are what NumPy makes of them', () => {
    expect(createHash('sha256').update(bits).digest('hex')).toBe(halves[name]);
  });
});

describe('a float32 becomes the float16', () => {
  const isNaNPattern = (bits: number) => (bits & 0x7fff) > 0x7c00;

  test('that it is, with its sign, for all patterns but those of NaN, which are one', () => {
    for (const bits of patterns)
      expect(floatToHalf(halfToFloat(bits))).toBe(isNaNPattern(bits) ? 0x7e00 : bits);
  });

  test('that is nearest, of two equally near the even one, in the middle between every two and beside it', () => {
    const upOf = new Float32Array(1);
    const words = new Int32Array(upOf.buffer);
    for (let bits = 0; bits < 0x7bff; bits++) {
      upOf[0] = (halfToFloat(bits) + halfToFloat(bits + 1)) / 2;
      const middle = upOf[0];
      expect(floatToHalf(middle)).toBe(bits + (bits & 1));
      expect(floatToHalf(-middle)).toBe(0x8000 | (bits + (bits & 1)));
      words[0] += 1;
      expect(floatToHalf(upOf[0])).toBe(bits + 1);
      words[0] -= 2;
      expect(floatToHalf(upOf[0])).toBe(bits);
    }
  });

  test('that is an infinity from the middle between the largest and the next, 65520, on', () => {
    expect([65519.99, 65520, 1e38, Infinity].map(Math.fround).map(floatToHalf)).toEqual([
      0x7bff, 0x7c00, 0x7c00, 0x7c00,
    ]);
    expect([-65519.99, -65520].map(Math.fround).map(floatToHalf)).toEqual([0xfbff, 0xfc00]);
  });
});
