/** An image as it is read between its pixels, drawn with a thicker or thinner pen: 16 pixels at a time. */
import { image, side, stride } from './inkImage';

/**
 * At each pixel of `image`, 16 bits: its level and the one below it. So two of them beside each other are the four
 * levels around a place between pixels.
 */
export const pairs: usize = memory.data(30 * 64 + 16, 16);

/**
 * Overwrites `pairs`. `pen`, from −256 to 256: how far each pixel goes to the darkest (above 0) or lightest (below 0)
 * of it and its four neighbours. Returns the box that the places with ink around them are in, in pixels of `image`:
 * left, width, top and height, eight bits each, the lowest first; or 0: there is no ink.
 */
export function writePairs(pen: i32): i32 {
  const share = i16x8.splat(<i16>abs(pen));
  let above0 = i8x16.splat(0);
  let above1 = i8x16.splat(0);
  let ink0 = i8x16.splat(0);
  let ink1 = i8x16.splat(0);
  let rows = 0;
  let to = pairs;
  let from = image;
  for (let row = 1; row <= side; row++, to += 2 * stride) {
    from += stride;
    let level0 = v128.load(from);
    let level1 = v128.load(from, 16);
    if (pen > 0) {
      // Only in the image, columns 1 to 28.
      level0 = v128.and(thicker(from, level0, share), i8x16(0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1));
      level1 = v128.and(thicker(from + 16, level1, share), i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0));
    } else if (pen < 0) {
      level0 = thinner(from, level0, share);
      level1 = thinner(from + 16, level1, share);
    }
    storePairs(to, above0, level0);
    storePairs(to + stride, above1, level1);
    ink0 = v128.or(ink0, level0);
    ink1 = v128.or(ink1, level1);
    rows |= i32(v128.any_true(v128.or(level0, level1))) << row;
    above0 = level0;
    above1 = level1;
  }
  storePairs(to, above0, i8x16.splat(0));
  storePairs(to + stride, above1, i8x16.splat(0));
  if (rows == 0) return 0;
  const columns = i8x16.bitmask(i8x16.ne(ink0, i8x16.splat(0))) | (i8x16.bitmask(i8x16.ne(ink1, i8x16.splat(0))) << 16);
  return range(columns) | (range(rows) << 16);
}

/** Of the bits that are set: the place before the first, and in the next byte how many there are from it to the last. */
// @ts-ignore: decorator
@inline
function range(bits: i32): i32 {
  const first = ctz(bits) - 1;
  return first | ((32 - clz(bits) - first) << 8);
}

// @ts-ignore: decorator
@inline
function storePairs(to: usize, a: v128, b: v128): void {
  v128.store(to, v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(to, v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
}

/** level + ⌊(share·(darkest − level) + 128)/256⌋ */
// @ts-ignore: decorator
@inline
function thicker(at: usize, level: v128, share: v128): v128 {
  const across = i8x16.max_u(v128.load(at - 1), v128.load(at + 1));
  const along = i8x16.max_u(v128.load(at - stride), v128.load(at + stride));
  const darkest = i8x16.max_u(level, i8x16.max_u(across, along));
  return i8x16.add(level, shareOf(i8x16.sub(darkest, level), share, 128));
}

/** level + ⌊(share·(lightest − level) + 128)/256⌋, without a sign: level − ⌊(share·(level − lightest) + 127)/256⌋ */
// @ts-ignore: decorator
@inline
function thinner(at: usize, level: v128, share: v128): v128 {
  const across = i8x16.min_u(v128.load(at - 1), v128.load(at + 1));
  const along = i8x16.min_u(v128.load(at - stride), v128.load(at + stride));
  const lightest = i8x16.min_u(level, i8x16.min_u(across, along));
  return i8x16.sub(level, shareOf(i8x16.sub(level, lightest), share, 127));
}

/** ⌊(share·x + half)/256⌋ of 16 bytes. */
// @ts-ignore: decorator
@inline
function shareOf(x: v128, share: v128, half: i16): v128 {
  const low = i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(x), share), i16x8.splat(half));
  const high = i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(x), share), i16x8.splat(half));
  return i8x16.narrow_i16x8_u(i16x8.shr_u(low, 8), i16x8.shr_u(high, 8));
}
