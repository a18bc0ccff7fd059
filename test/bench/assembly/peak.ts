/**
 * The most multiply-adds that a build can do: eight sums in registers, as many as hide the latency of an addition,
 * and no memory. Two factors change their sign every round, so that no product can be kept from the round before.
 */
import { madd } from '../../../src/kernels/assembly/vectors';

/** Floating-point operations in a round. */
export function operations(): i32 {
  return 8 * 4 * 2;
}

export function multiplyAdd(rounds: i32): f32 {
  const sign = f32x4.splat(-0.0);
  let x = f32x4(1, 2, 3, 4);
  let y = f32x4(5, 6, 7, 8);
  const p = f32x4(0.1, 0.2, 0.3, 0.4);
  const q = f32x4(0.5, 0.6, 0.7, 0.8);
  const r = f32x4(0.9, 1.0, 1.1, 1.2);
  const s = f32x4(1.3, 1.4, 1.5, 1.6);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let round = 0; round < rounds; round++) {
    a = madd(x, p, a);
    b = madd(x, q, b);
    c = madd(x, r, c);
    d = madd(x, s, d);
    e = madd(y, p, e);
    f = madd(y, q, f);
    g = madd(y, r, g);
    h = madd(y, s, h);
    x = v128.xor(x, sign);
    y = v128.xor(y, sign);
  }
  const ad = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const eh = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  const all = f32x4.add(ad, eh);
  return f32x4.extract_lane(all, 0) + f32x4.extract_lane(all, 1);
}
