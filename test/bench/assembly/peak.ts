/** The most multiply-adds that a build can do: twelve sums in registers, no memory. */
import { madd } from '../../../src/kernels/assembly/vectors';

const sums: i32 = 12;

/** Floating-point operations in a round. */
export function operations(): i32 {
  return sums * 4 * 2;
}


export function multiplyAdd(rounds: i32): f32 {
  // 0.5·a + 0.25 stays a number however long it runs.
  const x = f32x4.splat(0.5);
  const y = f32x4.splat(0.25);
  let a = f32x4(1, 2, 3, 4);
  let b = f32x4(2, 2, 3, 4);
  let c = f32x4(3, 2, 3, 4);
  let d = f32x4(4, 2, 3, 4);
  let e = f32x4(5, 2, 3, 4);
  let f = f32x4(6, 2, 3, 4);
  let g = f32x4(7, 2, 3, 4);
  let h = f32x4(8, 2, 3, 4);
  let i = f32x4(9, 2, 3, 4);
  let j = f32x4(10, 2, 3, 4);
  let k = f32x4(11, 2, 3, 4);
  let l = f32x4(12, 2, 3, 4);
  for (let round = 0; round < rounds; round++) {
    a = madd(a, x, y);
    b = madd(b, x, y);
    c = madd(c, x, y);
    d = madd(d, x, y);
    e = madd(e, x, y);
    f = madd(f, x, y);
    g = madd(g, x, y);
    h = madd(h, x, y);
    i = madd(i, x, y);
    j = madd(j, x, y);
    k = madd(k, x, y);
    l = madd(l, x, y);
  }
  const ad = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const eh = f32x4.add(f32x4.add(e, f), f32x4.add(g, h));
  const il = f32x4.add(f32x4.add(i, j), f32x4.add(k, l));
  const all = f32x4.add(ad, f32x4.add(eh, il));
  return f32x4.extract_lane(all, 0) + f32x4.extract_lane(all, 1);
}
