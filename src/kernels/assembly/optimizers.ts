/**
 * Optimizer steps. Moments that decay toward zero would become denormal numbers, with which many
 * processors calculate a hundred times slower; they are set to zero instead.
 */
import { splat, storeLanes } from './vectors';

/** The smallest number that is not denormal. */
const smallestNormal: f32 = 1.17549435e-38;

/** Denormal numbers become zero; NaN stays NaN. */
// @ts-ignore: decorator
@inline
function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), splat(smallestNormal)));
}

// @ts-ignore: decorator
@inline
function sgdFour(w: usize, v: usize, g: usize, rate: v128, momentum: v128, count: i32): void {
  const velocity = flush(f32x4.add(f32x4.mul(momentum, v128.load(v)), v128.load(g)));
  const moved = f32x4.sub(v128.load(w), f32x4.mul(rate, velocity));
  storeLanes(v, velocity, count);
  storeLanes(w, moved, count);
}

/** v = momentum·v + g; w −= rate·v. */
export function sgdStep(w: usize, v: usize, g: usize, rate: f32, momentum: f32, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  const rates = splat(rate);
  const momenta = splat(momentum);
  for (let at: usize = 0; at < whole; at += 16) sgdFour(w + at, v + at, g + at, rates, momenta, 4);
  if (n & 3) sgdFour(w + whole, v + whole, g + whole, rates, momenta, n & 3);
}

// @ts-ignore: decorator
@inline
function nesterovFour(w: usize, v: usize, g: usize, rate: v128, momentum: v128, count: i32): void {
  const gradient = v128.load(g);
  const velocity = flush(f32x4.add(f32x4.mul(momentum, v128.load(v)), gradient));
  const ahead = f32x4.add(gradient, f32x4.mul(momentum, velocity));
  const moved = f32x4.sub(v128.load(w), f32x4.mul(rate, ahead));
  storeLanes(v, velocity, count);
  storeLanes(w, moved, count);
}

/** v = momentum·v + g; w −= rate·(g + momentum·v). */
export function nesterovStep(w: usize, v: usize, g: usize, rate: f32, momentum: f32, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  const rates = splat(rate);
  const momenta = splat(momentum);
  for (let at: usize = 0; at < whole; at += 16) nesterovFour(w + at, v + at, g + at, rates, momenta, 4);
  if (n & 3) nesterovFour(w + whole, v + whole, g + whole, rates, momenta, n & 3);
}

// @ts-ignore: decorator
@inline
function rmspropFour(
  w: usize, v: usize, g: usize, rate: v128, keep: v128, take: v128, epsilon: v128, count: i32,
): void {
  const gradient = v128.load(g);
  const square = f32x4.mul(gradient, gradient);
  const mean = flush(f32x4.add(f32x4.mul(keep, v128.load(v)), f32x4.mul(take, square)));
  const root = f32x4.add(f32x4.sqrt(mean), epsilon);
  const moved = f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(rate, gradient), root));
  storeLanes(v, mean, count);
  storeLanes(w, moved, count);
}

/** v = decay·v + (1 − decay)·g²; w −= rate·g/(√v + ε). */
export function rmspropStep(w: usize, v: usize, g: usize, rate: f32, decay: f64, epsilon: f32, n: i32): void {
  const rates = splat(rate);
  const keep = splat(<f32>decay);
  const take = splat(<f32>(1 - decay));
  const least = splat(epsilon);
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) rmspropFour(w + at, v + at, g + at, rates, keep, take, least, 4);
  if (n & 3) rmspropFour(w + whole, v + whole, g + whole, rates, keep, take, least, n & 3);
}

// @ts-ignore: decorator
@inline
export function adamFour(
  w: usize, m: usize, v: usize, g: usize,
  stepSize: v128, rootScale: v128, epsilon: v128, keep1: v128, take1: v128, keep2: v128, take2: v128, count: i32,
): void {
  const gradient = v128.load(g);
  const square = f32x4.mul(gradient, gradient);
  const first = flush(f32x4.add(f32x4.mul(keep1, v128.load(m)), f32x4.mul(take1, gradient)));
  const second = flush(f32x4.add(f32x4.mul(keep2, v128.load(v)), f32x4.mul(take2, square)));
  const root = f32x4.add(f32x4.mul(f32x4.sqrt(second), rootScale), epsilon);
  const moved = f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(stepSize, first), root));
  storeLanes(m, first, count);
  storeLanes(v, second, count);
  storeLanes(w, moved, count);
}

/** Adam; the corrections 1 − βᵗ are folded into the rate and into the root. */
export function adamStep(
  w: usize, m: usize, v: usize, g: usize, rate: f64, beta1: f64, beta2: f64, epsilon: f32, step: i32, n: i32,
): void {
  const corrections = adamCorrections(beta1, beta2, step);
  const size = splat(<f32>(rate / f64x2.extract_lane(corrections, 0)));
  const scale = splat(<f32>(1 / sqrt(f64x2.extract_lane(corrections, 1))));
  const least = splat(epsilon);
  const keep1 = splat(<f32>beta1);
  const take1 = splat(<f32>(1 - beta1));
  const keep2 = splat(<f32>beta2);
  const take2 = splat(<f32>(1 - beta2));
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    adamFour(w + at, m + at, v + at, g + at, size, scale, least, keep1, take1, keep2, take2, 4);
  }
  if (n & 3) {
    adamFour(w + whole, m + whole, v + whole, g + whole, size, scale, least, keep1, take1, keep2, take2, n & 3);
  }
}

/** 1 − β₁ᵗ and 1 − β₂ᵗ, the powers by squaring: unlike pow they are the same bits everywhere. */
export function adamCorrections(beta1: f64, beta2: f64, step: i32): v128 {
  const one = f64x2.splat(1);
  let powers = one;
  let squares = f64x2.replace_lane(f64x2.splat(beta1), 1, beta2);
  for (; step > 0; step >>= 1) {
    // No branch: the bits of a number that counts up are hard to foresee.
    const factors = v128.bitselect(squares, one, i64x2.splat(-<i64>(step & 1)));
    powers = f64x2.mul(powers, factors);
    squares = f64x2.mul(squares, squares);
  }
  return f64x2.sub(one, powers);
}
