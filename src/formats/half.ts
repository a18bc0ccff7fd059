/**
 * Floating-point numbers of 16 bits as float32, which holds all of them exactly.
 * Source: IEEE 754-2019, binary16 (sign, 5 bits of exponent, 10 of fraction); bfloat16 is the upper half of a float32.
 */

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
