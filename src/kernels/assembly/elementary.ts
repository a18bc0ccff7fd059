/**
 * exp, tanh and log out of additions, multiplications and divisions alone, so that they are the same
 * bits wherever WebAssembly runs. No table and no fitted constant: Taylor's series after a reduction
 * that makes its argument small. Errors are measured in test/node/kernels/elementary.test.ts.
 */
import { splat, storeLanes } from './vectors';

/** ln 2 in two parts (Cody & Waite 1980): the first has 9 bits, so that k·high is exact. */
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440054690583e-4;
const log2e: f32 = 1.44269504088896341;

/** k = round(x / ln 2): x = k·ln 2 + r with |r| ≤ 0.347. */
// @ts-ignore: decorator
@inline
function quotient(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, splat(log2e)));
}

// @ts-ignore: decorator
@inline
function remainder(x: v128, k: v128): v128 {
  return f32x4.sub(f32x4.sub(x, f32x4.mul(k, splat(ln2High))), f32x4.mul(k, splat(ln2Low)));
}

/** eʳ − 1 for |r| ≤ 0.347, to the seventh power; what is left out is below 6e-9. */
// @ts-ignore: decorator
@inline
function expMinusOneSmall(r: v128): v128 {
  let p = splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), splat(0.5));
  return f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r);
}

/** 2ᵏ for whole k from −126 to 127, by writing the exponent. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(k, i32x4.splat(127)), 23);
}

/**
 * eˣ, relative error below 1e-7 (0.7 units in the last place). Overflows to Infinity above 88.72;
 * where the result would be denormal (below −87.33) it is 0. NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // A number that takes part in arithmetic while it is denormal costs a processor a hundred others.
  const isZero = f32x4.lt(x, splat(-87.33654));
  // pmin hands on its first argument when it is NaN.
  const within = v128.andnot(f32x4.pmin(x, splat(89)), isZero);
  const k = quotient(within);
  const p = f32x4.add(expMinusOneSmall(remainder(within, k)), splat(1));
  // 2ᵏ in two factors, for k = 128 has none of its own.
  const whole = i32x4.trunc_sat_f32x4_s(k);
  const half = i32x4.shr_s(whole, 1);
  const y = f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
  return v128.andnot(y, isZero);
}

/** eˣ − 1 for x ≤ 0 without cancellation, relative error below 2e-7; −1 below −20, where that is what float32 has. */
// @ts-ignore: decorator
@inline
export function expMinusOne(x: v128): v128 {
  const a = f32x4.pmax(x, splat(-20));
  const k = quotient(a);
  const scale = powerOfTwo(i32x4.trunc_sat_f32x4_s(k));
  const p = expMinusOneSmall(remainder(a, k));
  return f32x4.add(f32x4.mul(p, scale), f32x4.sub(scale, splat(1)));
}

/** 1 / (1 + e⁻ˣ), relative error below 2e-7; 0 below −88.72. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp(f32x4.neg(x))));
}

/**
 * tanh x = −t / (2 + t) with t = e^(−2|x|) − 1, which has no cancellation, and the sign of x.
 * Above 9.01 the answer is 1 in float32, so nothing larger needs to be reduced. Relative error below 2e-7.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const t = expMinusOne(f32x4.mul(f32x4.abs(x), splat(-2)));
  const y = f32x4.div(t, f32x4.add(splat(2), t));
  // |y| with the sign of x; y is never positive, or NaN.
  return v128.bitselect(x, y, i32x4.splat(0x80000000));
}

/**
 * Natural logarithm of x ≥ 1, in double precision: x = 2ᵏ·m, ln m = 2·artanh((m − 1)/(m + 1)) with
 * m from √½ to √2, by the odd powers up to the 17th; relative error below 1e-14. Infinity and NaN stay.
 */
export function logarithm(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p: f64 = 1.0 / 17.0;
  for (let n = 15; n >= 1; n -= 2) p = p * z + 1.0 / <f64>n;
  return <f64>k * 0.6931471805599453 + 2 * s * p;
}

/** y = eˣ for n numbers: no operation of the interface, but the error of exp is tested through it. */
export function expArray(y: usize, x: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    storeLanes(y + at, exp(v128.load(x + at)), n - i);
  }
}
