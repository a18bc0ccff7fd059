/** gelu: x·Φ(x) with Φ the normal distribution; y may be x, and dx may be dy. NaN stays NaN. */
import { exp } from './elementary';
import { splat, storeLanes } from './vectors';

/** Φ is 0 or 1 in float32 long before; a finite bound makes the limits at ±Infinity −0 and Infinity. */
const reach: f32 = 40;

/** e^(−x²/2). */
// @ts-ignore: decorator
@inline
function bell(x: v128): v128 {
  return exp(f32x4.mul(f32x4.mul(x, x), splat(-0.5)));
}

/**
 * Φ(x) given bell(x), within 2e-7: erf by Abramowitz & Stegun 1964, 7.1.26, whose own error is at most 1.5e-7;
 * below zero the tail itself, so that nothing cancels.
 */
// @ts-ignore: decorator
@inline
function distribution(x: v128, bellOfX: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), splat(0.7071067811865476));
  const t = f32x4.div(splat(1), f32x4.add(splat(1), f32x4.mul(z, splat(0.3275911))));
  let p = splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(p, t), splat(0.5)), bellOfX);
  return v128.bitselect(tail, f32x4.sub(splat(1), tail), f32x4.lt(x, splat(0)));
}

// @ts-ignore: decorator
@inline
function geluForwardFour(y: usize, x: usize, count: i32): void {
  const v = f32x4.pmax(v128.load(x), splat(-reach));
  storeLanes(y, f32x4.mul(v, distribution(v, bell(v))), count);
}

export function geluForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) geluForwardFour(y + at, x + at, 4);
  if (n & 3) geluForwardFour(y + whole, x + whole, n & 3);
}

/** The slope is Φ(x) + x·φ(x) with φ(x) = bell(x)/√(2π). */
// @ts-ignore: decorator
@inline
function geluBackwardFour(dx: usize, dy: usize, x: usize, count: i32): void {
  const v = f32x4.pmin(f32x4.pmax(v128.load(x), splat(-reach)), splat(reach));
  const e = bell(v);
  const slope = f32x4.add(distribution(v, e), f32x4.mul(f32x4.mul(v, splat(0.3989422804014327)), e));
  storeLanes(dx, f32x4.mul(v128.load(dy), slope), count);
}

export function geluBackward(dx: usize, dy: usize, _y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) geluBackwardFour(dx + at, dy + at, x + at, 4);
  if (n & 3) geluBackwardFour(dx + whole, dy + whole, x + whole, n & 3);
}
