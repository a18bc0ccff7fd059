/** What changes gradients and parameters beside the optimizers: penalties, norms, decay. */
import { signs } from './rprop';
import { splat, storeLanes } from './vectors';

// @ts-ignore: decorator
@inline
function addPenaltyFour(g: usize, w: usize, l1: v128, l2: v128, count: i32): void {
  const weight = v128.load(w);
  const penalty = f32x4.add(f32x4.mul(l2, weight), f32x4.mul(l1, signs(weight)));
  storeLanes(g, f32x4.add(v128.load(g), penalty), count);
}

/** g += l2·w + l1·sign(w). */
export function addPenalty(g: usize, w: usize, l1: f32, l2: f32, n: i32): void {
  const ones = splat(l1);
  const twos = splat(l2);
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) addPenaltyFour(g + at, w + at, ones, twos, 4);
  if (n & 3) addPenaltyFour(g + whole, w + whole, ones, twos, n & 3);
}

/** Σx², each square and the sum in double precision, so that it neither overflows nor depends on the size. */
export function squaredSum(x: usize, n: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  const whole = <usize>(n & ~3) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const v = v128.load(x + at);
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
    even = f64x2.add(even, f64x2.mul(low, low));
    odd = f64x2.add(odd, f64x2.mul(high, high));
  }
  const sums = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (let i = n & ~3; i < n; i++, at += 4) {
    const value = <f64>load<f32>(x + at);
    sum += value * value;
  }
  return sum;
}

/** x *= factor. */
export function scale(x: usize, factor: f32, n: i32): void {
  const factors = splat(factor);
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) v128.store(x + at, f32x4.mul(v128.load(x + at), factors));
  if (n & 3) storeLanes(x + whole, f32x4.mul(v128.load(x + whole), factors), n & 3);
}
