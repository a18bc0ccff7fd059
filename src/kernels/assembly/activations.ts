/** Activations whose slope is known from y; y may be x, and dx may be dy. x stands in every backward: see kernels.ts. */
import { sigmoid, tanh } from './elementary';
import { splat, storeLanes } from './vectors';

/** pmax(NaN, 0) is NaN: an activation must not hide that training has blown up. */
// @ts-ignore: decorator
@inline
function reluForwardFour(y: usize, x: usize, count: i32): void {
  storeLanes(y, f32x4.pmax(v128.load(x), splat(0)), count);
}

export function reluForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) reluForwardFour(y + at, x + at, 4);
  if (n & 3) reluForwardFour(y + whole, x + whole, n & 3);
}

/** Zero where y ≤ 0, dy elsewhere (also where y is NaN). */
// @ts-ignore: decorator
@inline
function reluBackwardFour(dx: usize, dy: usize, y: usize, count: i32): void {
  storeLanes(dx, v128.andnot(v128.load(dy), f32x4.le(v128.load(y), splat(0))), count);
}

export function reluBackward(dx: usize, dy: usize, y: usize, _x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) reluBackwardFour(dx + at, dy + at, y + at, 4);
  if (n & 3) reluBackwardFour(dx + whole, dy + whole, y + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function sigmoidForwardFour(y: usize, x: usize, count: i32): void {
  storeLanes(y, sigmoid(v128.load(x)), count);
}

export function sigmoidForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) sigmoidForwardFour(y + at, x + at, 4);
  if (n & 3) sigmoidForwardFour(y + whole, x + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function sigmoidBackwardFour(dx: usize, dy: usize, y: usize, count: i32): void {
  const s = v128.load(y);
  const slope = f32x4.mul(s, f32x4.sub(splat(1), s));
  storeLanes(dx, f32x4.mul(v128.load(dy), slope), count);
}

export function sigmoidBackward(dx: usize, dy: usize, y: usize, _x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) sigmoidBackwardFour(dx + at, dy + at, y + at, 4);
  if (n & 3) sigmoidBackwardFour(dx + whole, dy + whole, y + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function tanhForwardFour(y: usize, x: usize, count: i32): void {
  storeLanes(y, tanh(v128.load(x)), count);
}

export function tanhForward(y: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) tanhForwardFour(y + at, x + at, 4);
  if (n & 3) tanhForwardFour(y + whole, x + whole, n & 3);
}

// @ts-ignore: decorator
@inline
function tanhBackwardFour(dx: usize, dy: usize, y: usize, count: i32): void {
  const t = v128.load(y);
  const slope = f32x4.sub(splat(1), f32x4.mul(t, t));
  storeLanes(dx, f32x4.mul(v128.load(dy), slope), count);
}

export function tanhBackward(dx: usize, dy: usize, y: usize, _x: usize, n: i32): void {
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) tanhBackwardFour(dx + at, dy + at, y + at, 4);
  if (n & 3) tanhBackwardFour(dx + whole, dy + whole, y + whole, n & 3);
}
