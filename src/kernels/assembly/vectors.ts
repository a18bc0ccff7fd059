/** Four numbers at a time, and what to do with the one to three that remain. */

// @ts-ignore: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** x·y + sum: rounded once where the build may fuse the two, else twice. */
// @ts-ignore: decorator
@inline
export function madd(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(f32x4.mul(x, y), sum);
}

/**
 * Stores the first `count` lanes, all four if there are more. With a constant count of 4, as in the loops over
 * whole vectors, the compiler leaves only the store.
 */
// @ts-ignore: decorator
@inline
export function storeLanes(address: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, x);
    return;
  }
  if (count > 0) v128.store_lane<f32>(address, x, 0);
  if (count > 1) v128.store_lane<f32>(address, x, 1, 4);
  if (count > 2) v128.store_lane<f32>(address, x, 2, 8);
}

/** All bits set in the first `count` lanes, none in the others. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** The four lanes in pairs: (0 + 2) + (1 + 3). */
// @ts-ignore: decorator
@inline
export function sumOfLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

export function fill(x: usize, value: f32, n: i32): void {
  const v = splat(value);
  const whole = <usize>(n & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) v128.store(x + at, v);
  storeLanes(x + whole, v, n & 3);
}

/** y = x for n numbers. */
export function copy(y: usize, x: usize, n: i32): void {
  memory.copy(y, x, <usize>n << 2);
}

/** y[b,c,r] = x[b,r,c] for B matrices `[R,C]`. */
export function transpose(y: usize, x: usize, B: i32, R: i32, C: i32): void {
  const row = <usize>C << 2;
  for (let b = 0; b < B; b++) {
    for (let c = 0; c < C; c++) {
      let at = x + (<usize>c << 2);
      for (let r = 0; r < R; r++, y += 4, at += row) store<f32>(y, load<f32>(at));
    }
    x += <usize>R * row;
  }
}
