/** iRPROP−; see kernels.ts. */
import { splat, storeLanes } from './vectors';

/** −1, 0 or 1; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function signs(x: v128): v128 {
  const zero = splat(0);
  return v128.bitselect(splat(1), v128.bitselect(splat(-1), x, f32x4.lt(x, zero)), f32x4.gt(x, zero));
}

// @ts-ignore: decorator
@inline
function rpropFour(
  w: usize, size: usize, previous: usize, g: usize,
  decrease: v128, increase: v128, least: v128, most: v128, count: i32,
): void {
  const gradient = v128.load(g);
  // Signs, not the product of the gradients, which may underflow.
  const turn = f32x4.mul(signs(gradient), signs(v128.load(previous)));
  const isBack = f32x4.lt(turn, splat(0));
  const before = v128.load(size);
  const larger = f32x4.pmin(f32x4.mul(before, increase), most);
  const smaller = f32x4.pmax(f32x4.mul(before, decrease), least);
  const now = v128.bitselect(larger, v128.bitselect(smaller, before, isBack), f32x4.gt(turn, splat(0)));
  const kept = v128.andnot(gradient, isBack);
  const moved = f32x4.sub(v128.load(w), f32x4.mul(signs(kept), now));
  storeLanes(size, now, count);
  storeLanes(previous, kept, count);
  storeLanes(w, moved, count);
}

export function rpropStep(
  w: usize, size: usize, previous: usize, g: usize, decrease: f32, increase: f32, least: f32, most: f32, n: i32,
): void {
  const down = splat(decrease);
  const up = splat(increase);
  const low = splat(least);
  const high = splat(most);
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    rpropFour(w + at, size + at, previous + at, g + at, down, up, low, high, 4);
  }
  if (n & 3) rpropFour(w + whole, size + whole, previous + whole, g + whole, down, up, low, high, n & 3);
}
