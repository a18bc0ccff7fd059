/** Activations that are x above zero and let something through below; y may be x, and dx may be dy. NaN stays NaN. */
import { expMinusOne } from './elementary';
import { splat, storeLanes } from './vectors';

/** Slope below zero. */
const leak: f32 = 0.01;

// @ts-ignore: decorator
@inline
function leakyReluForwardFour(y: usize, x: usize, count: i32): void {
  const v = v128.load(x);
  storeLanes(y, v128.bitselect(f32x4.mul(v, splat(leak)), v, f32x4.lt(v, splat(0))), count);
}

export function leakyReluForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) leakyReluForwardFour(y + at, x + at, 4);
  if (n & 3) leakyReluForwardFour(y + whole, x + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function leakyReluBackwardFour(dx: usize, dy: usize, y: usize, count: i32): void {
  const d = v128.load(dy);
  storeLanes(dx, v128.bitselect(f32x4.mul(d, splat(leak)), d, f32x4.le(v128.load(y), splat(0))), count);
}

export function leakyReluBackward(dx: usize, dy: usize, y: usize, _x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) leakyReluBackwardFour(dx + at, dy + at, y + at, 4);
  if (n & 3) leakyReluBackwardFour(dx + whole, dy + whole, y + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function eluForwardFour(y: usize, x: usize, count: i32): void {
  const v = v128.load(x);
  storeLanes(y, v128.bitselect(expMinusOne(f32x4.pmin(v, splat(0))), v, f32x4.lt(v, splat(0))), count);
}

export function eluForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) eluForwardFour(y + at, x + at, 4);
  if (n & 3) eluForwardFour(y + whole, x + whole, n & 3);
}

/** Below zero the slope eˣ is y + 1. */
// @ts-ignore: decorator
@inline
function eluBackwardFour(dx: usize, dy: usize, y: usize, count: i32): void {
  const d = v128.load(dy);
  const v = v128.load(y);
  const below = f32x4.mul(d, f32x4.add(v, splat(1)));
  storeLanes(dx, v128.bitselect(below, d, f32x4.lt(v, splat(0))), count);
}

export function eluBackward(dx: usize, dy: usize, y: usize, _x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) eluBackwardFour(dx + at, dy + at, y + at, 4);
  if (n & 3) eluBackwardFour(dx + whole, dy + whole, y + whole, n & 3);
}
