/** Dropout: which numbers go depends on nothing but a key and their places. */
import { splat, storeLanes } from './vectors';

/** y = x·scale where the hash of (key, place) is at least `threshold`, else 0. y may be x. */
export function dropout(y: usize, x: usize, key: i32, threshold: u32, scale: f32, n: i32): void {
  const keys = i32x4.splat(key);
  const thresholds = i32x4.splat(<i32>threshold);
  const scales = splat(scale);
  let places = i32x4(0, 1, 2, 3);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const isKept = i32x4.ge_u(mixed(v128.xor(mixed(places), keys)), thresholds);
    storeLanes(y + at, v128.and(isKept, f32x4.mul(v128.load(x + at), scales)), n - i);
    places = i32x4.add(places, i32x4.splat(4));
  }
}

/** lowbias32 (C. Wellons, "Prospecting for Hash Functions", 2018): all bits of a word mixed, reversibly. */
// @ts-ignore: decorator
@inline
function mixed(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(<i32>0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
