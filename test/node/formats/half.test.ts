import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bfloatToFloat, halfToFloat } from '../../../src/formats/half';

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
