/** Images of 28 × 28 between two shapes: their ink alone, as sparse rows have it, and all pixels. */

export const side: i32 = 28;
/** Bytes from one row of `image` to the next. */
export const stride: usize = 32;
/** What is unpacked: pixel (r, c) is at byte 32·(r + 1) + c + 1, and there is paper around. */
export const image: usize = memory.data(30 * 32 + 16, 16);
/** What is packed, `[28, 28]`, and room for four bytes more. */
export const levels: usize = memory.data(28 * 28 + 4, 16);

/** Overwrites `image` with the ink of `count` pixels: their places, 16 bits each, and then their levels. */
export function unpackInk(packed: usize, count: i32): void {
  memory.fill(image, 0, 30 * stride);
  const end = packed + 2 * <usize>count;
  for (let level = end; packed < end; packed += 2, level++) {
    const place = <usize>load<u16>(packed);
    // ⌊place/28⌋ for all places of an image.
    const row = (place * 2341) >> 16;
    store<u8>(image + place + (stride - side) * row, load<u8>(level), stride + 1);
  }
}

/** Places and levels/255 of the inked pixels of `levels`; returns how many these are. Of both, 784 may be overwritten. */
export function packInk(columns: usize, values: usize): usize {
  const first = columns;
  const most = f32x4.splat(255);
  for (let from: usize = 0; from < <usize>(side * side); from += 8) {
    const eight = v128.load64_zero(levels + from);
    const inked = i8x16.bitmask(i8x16.ne(eight, i8x16.splat(0)));
    if (inked == 0) continue;
    const lanes = v128.load64_zero(lanesOf + (<usize>inked << 3));
    v128.store(columns, i16x8.add(i16x8.extend_low_i8x16_u(lanes), i16x8.splat(<i16>from)));
    const words = i16x8.extend_low_i8x16_u(i8x16.swizzle(eight, lanes));
    v128.store(values, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words)), most));
    v128.store(values, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words)), most), 16);
    const count = <usize>popcnt(inked);
    columns += count << 1;
    values += count << 2;
  }
  return (columns - first) >> 1;
}

/** For each of 256 masks, eight bytes: which of its bits are set, the lowest first. */
const lanesOf: usize = lanesOfMasks();

function lanesOfMasks(): usize {
  const table = memory.data(256 * 8, 16);
  for (let mask = 0; mask < 256; mask++) {
    let to = table + (<usize>mask << 3);
    for (let lane = 0; lane < 8; lane++) if ((mask >> lane) & 1) store<u8>(to++, <u8>lane);
  }
  return table;
}
