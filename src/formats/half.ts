/**
 * Floating-point numbers of 16 bits as float32, which holds all of them exactly, and back.
 * Source: IEEE 754-2019, binary16 (sign, 5 bits of exponent, 10 of fraction); bfloat16 is the upper half of a float32.
 */

/** How the numbers of weights are written. */
export type WrittenNumbers = 'float32' | 'float16';

/** The number that is the binary16 (float16) of these 16 bits; NaN for all NaNs. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

const pattern = new Uint32Array(1);
const float = new Float32Array(pattern.buffer);

/** The number that is the bfloat16 of these 16 bits; NaN for all NaNs. */
export function bfloatToFloat(bits: number): number {
  pattern[0] = bits << 16;
  return float[0];
}

/**
 * The 16 bits of the binary16 that is nearest to a float32, of two equally near the one whose last bit is 0
 * (roundTiesToEven, section 4.3.1); from 65520 on an infinity.
 */
export function floatToHalf(value: number): number {
  float[0] = value;
  const sign = (pattern[0] >>> 16) & 0x8000;
  const size = pattern[0] & 0x7fffffff;
  if (size > 0x7f800000) return 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00;
  // Below the smallest normal number they are as far apart as 2⁻²⁴; adding 0.5 leaves no other bits in a float32.
  if (size < 0x38800000) {
    float[0] = Math.abs(value) + 0.5;
    return sign | (pattern[0] - 0x3f000000);
  }
  // 13 bits of the fraction go, 127 − 15 is between the exponents' offsets.
  return sign | ((size + 0xfff + ((size >> 13) & 1) - 0x38000000) >> 13);
}
