/** Sine; y may be x, and dx may be dy. NaN stays NaN, and the sine of ±Infinity is NaN. */
import { storeLanes } from './vectors';

/** π/2 in two parts (Cody & Waite 1980): the first has 33 bits, so that k·high is exact up to k = 2²⁰. */
const halfPiHigh: f64 = 1.57079632673412561417;
const halfPiLow: f64 = 6.07710050650619224932e-11;
const twoOverPi: f64 = 0.636619772367581343;
const quarterPi: f64 = 0.785398163397448310;

/**
 * sin(x + quarters·π/2) of two numbers, in double precision: x = k·π/2 + r with |r| ≤ π/4, then Taylor's series of
 * sine or cosine. Rounded to float32 the relative error is below 1e-7 for |x| ≤ 10⁶. Beyond, the error grows as
 * |x|·2⁻⁵³; the bound on r keeps the answer from −1 to 1 even where no digit is left.
 */
// @ts-ignore: decorator
@inline
function sineOfTwo(x: v128, quarters: f64): v128 {
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(twoOverPi)));
  const near = f64x2.sub(f64x2.sub(x, f64x2.mul(k, f64x2.splat(halfPiHigh))), f64x2.mul(k, f64x2.splat(halfPiLow)));
  const r = f64x2.pmin(f64x2.pmax(near, f64x2.splat(-quarterPi)), f64x2.splat(quarterPi));
  const z = f64x2.mul(r, r);
  let s = f64x2.splat(-1.0 / 39916800.0);
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(1.0 / 362880.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1.0 / 5040.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(1.0 / 120.0));
  s = f64x2.add(f64x2.mul(s, z), f64x2.splat(-1.0 / 6.0));
  s = f64x2.add(r, f64x2.mul(f64x2.mul(r, z), s));
  let c = f64x2.splat(1.0 / 479001600.0);
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-1.0 / 3628800.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1.0 / 40320.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-1.0 / 720.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1.0 / 24.0));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(-0.5));
  c = f64x2.add(f64x2.mul(c, z), f64x2.splat(1));
  // The quadrant, 0 to 3: sin, cos, −sin, −cos.
  const turned = f64x2.add(k, f64x2.splat(quarters));
  const quadrant = f64x2.sub(turned, f64x2.mul(f64x2.floor(f64x2.mul(turned, f64x2.splat(0.25))), f64x2.splat(4)));
  const isOdd = v128.or(f64x2.eq(quadrant, f64x2.splat(1)), f64x2.eq(quadrant, f64x2.splat(3)));
  const sign = v128.and(f64x2.ge(quadrant, f64x2.splat(2)), f64x2.splat(-0.0));
  return v128.xor(v128.bitselect(c, s, isOdd), sign);
}

/** sin(x + quarters·π/2) of four numbers. */
// @ts-ignore: decorator
@inline
function sineOfFour(x: v128, quarters: f64): v128 {
  const low = sineOfTwo(f64x2.promote_low_f32x4(x), quarters);
  const high = sineOfTwo(f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1)), quarters);
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

export function sineForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) storeLanes(y + at, sineOfFour(v128.load(x + at), 0), 4);
  if (n & 3) storeLanes(y + whole, sineOfFour(v128.load(x + whole), 0), n & 3);
}

// @ts-ignore: decorator
@inline
function sineBackwardFour(dx: usize, dy: usize, x: usize, count: i32): void {
  storeLanes(dx, f32x4.mul(v128.load(dy), sineOfFour(v128.load(x), 1)), count);
}

export function sineBackward(dx: usize, dy: usize, _y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) sineBackwardFour(dx + at, dy + at, x + at, 4);
  if (n & 3) sineBackwardFour(dx + whole, dy + whole, x + whole, n & 3);
}
