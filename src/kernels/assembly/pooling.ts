/** Max-pooling of images, channels last: four channels at a time. */
import { laneMask, storeLanes } from './vectors';

export function maxPoolForward(
  y: usize, x: usize, B: i32,
  H: i32, W: i32, C: i32, size: i32, stride: i32, OH: i32, OW: i32,
): void {
  const pixel = <usize>C << 2;
  const row = <usize>W * pixel;
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < OH; r++) {
      for (let c = 0; c < OW; c++) {
        const window = x + <usize>(r * stride) * row + <usize>(c * stride) * pixel;
        for (let k = 0; k < C; k += 4) {
          const from = window + (<usize>k << 2);
          let largest = v128.load(from);
          for (let i = 0; i < size; i++) {
            let at = from + <usize>i * row;
            // max, as IEEE 754-2019 has it: a NaN wins.
            for (let j = 0; j < size; j++, at += pixel) largest = f32x4.max(largest, v128.load(at));
          }
          storeLanes(y + (<usize>k << 2), largest, C - k);
        }
        y += pixel;
      }
    }
    x += <usize>H * row;
  }
}

export function maxPoolBackward(
  dx: usize, dy: usize, y: usize, x: usize, B: i32,
  H: i32, W: i32, C: i32, size: i32, stride: i32, OH: i32, OW: i32,
): void {
  const pixel = <usize>C << 2;
  const row = <usize>W * pixel;
  memory.fill(dx, 0, <usize>(B * H) * row);
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < OH; r++) {
      for (let c = 0; c < OW; c++) {
        const window = <usize>(r * stride) * row + <usize>(c * stride) * pixel;
        for (let k = 0; k < C; k += 4) {
          const from = window + (<usize>k << 2);
          const largest = v128.load(y + (<usize>k << 2));
          const gradient = v128.load(dy + (<usize>k << 2));
          let open = laneMask(C - k);
          for (let i = 0; i < size; i++) {
            let at = from + <usize>i * row;
            for (let j = 0; j < size; j++, at += pixel) {
              const v = v128.load(x + at);
              // Equal, or NaN: where y is NaN, only a NaN in the window can have made it so.
              const found = v128.and(open, v128.or(f32x4.eq(v, largest), f32x4.ne(v, v)));
              open = v128.andnot(open, found);
              storeLanes(dx + at, f32x4.add(v128.load(dx + at), v128.and(found, gradient)), C - k);
            }
          }
        }
        y += pixel;
        dy += pixel;
      }
    }
    x += <usize>H * row;
    dx += <usize>H * row;
  }
}
