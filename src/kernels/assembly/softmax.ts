/** Softmax of rows. */
import { exp } from './elementary';
import { laneMask, splat, storeLanes, sumOfLanes } from './vectors';

/** The largest of N numbers. A NaN may be passed over; the difference to it is NaN all the same. */
export function maximum(x: usize, N: i32): f32 {
  let largest = splat(-Infinity);
  for (let j = 0; j < N; j += 4) {
    const v = v128.load(x + ((<usize>j) << 2));
    largest = f32x4.pmax(largest, v128.bitselect(v, largest, laneMask(N - j)));
  }
  const pairs = f32x4.pmax(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  const a = f32x4.extract_lane(pairs, 0);
  const b = f32x4.extract_lane(pairs, 1);
  return a < b ? b : a;
}

/** y = exp(x − shift) for N numbers; returns their sum. */
export function exponentials(y: usize, x: usize, shift: f32, N: i32): f32 {
  let sum = splat(0);
  for (let j = 0; j < N; j += 4) {
    const at = (<usize>j) << 2;
    const e = exp(f32x4.sub(v128.load(x + at), splat(shift)));
    sum = f32x4.add(sum, v128.and(e, laneMask(N - j)));
    storeLanes(y + at, e, N - j);
  }
  return sumOfLanes(sum);
}

export function softmaxForward(y: usize, x: usize, B: i32, N: i32): void {
  const rowSize = (<usize>N) << 2;
  for (let b = 0; b < B; b++) {
    const sum = exponentials(y, x, maximum(x, N), N);
    for (let j = 0; j < N; j += 4) {
      const at = (<usize>j) << 2;
      storeLanes(y + at, f32x4.div(v128.load(y + at), splat(sum)), N - j);
    }
    y += rowSize;
    x += rowSize;
  }
}

export function softmaxBackward(dx: usize, dy: usize, y: usize, B: i32, N: i32): void {
  const rowSize = (<usize>N) << 2;
  for (let b = 0; b < B; b++) {
    let sum = splat(0);
    for (let j = 0; j < N; j += 4) {
      const at = (<usize>j) << 2;
      const product = f32x4.mul(v128.load(dy + at), v128.load(y + at));
      sum = f32x4.add(sum, v128.and(product, laneMask(N - j)));
    }
    const weighted = splat(sumOfLanes(sum));
    for (let j = 0; j < N; j += 4) {
      const at = (<usize>j) << 2;
      const difference = f32x4.sub(v128.load(dy + at), weighted);
      storeLanes(dx + at, f32x4.mul(v128.load(y + at), difference), N - j);
    }
    dx += rowSize;
    dy += rowSize;
    y += rowSize;
  }
}
