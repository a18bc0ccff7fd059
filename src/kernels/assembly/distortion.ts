/**
 * Images of 28 × 28 bent: for eight pixels of the new image at a time it is worked out where they come from, and the
 * old image is read there, between its pixels. In whole numbers throughout.
 */
import { levels, packInk, side, unpackInk } from './inkImage';
import { pairs, writePairs } from './penPairs';

/** Bytes of what one image is bent by: eleven numbers. */
const mapSize: usize = 44;

/** Overwrites starts, columns and values of B rows: 784 places for each, whatever is used of them. */
export function distortRows(
  columns: usize, values: usize, starts: usize, packed: usize, maps: usize, field: usize, fieldSide: i32, B: i32,
): void {
  let entries: usize = 0;
  let first = load<i32>(starts);
  for (let b = 0; b < B; b++, maps += mapSize) {
    starts += 4;
    const next = load<i32>(starts);
    unpackInk(packed, next - first);
    packed += 3 * <usize>(next - first);
    first = next;
    const box = writePairs(load<i32>(maps, 40));
    if (box) {
      readBetween(box, maps, field, <usize>fieldSide << 1);
      entries += packInk(columns + (entries << 1), values + (entries << 2));
    }
    store<u32>(starts, <u32>entries);
  }
}

/** Overwrites `levels`. `box`: as `writePairs` returns it. */
function readBetween(box: i32, map: usize, field: usize, fieldRow: usize): void {
  const lanes = i32x4(0, 1, 2, 3);
  const rightX = load<i32>(map, 4);
  const rightY = load<i32>(map, 16);
  const fourRightX = i32x4.splat(4 * rightX);
  const fourRightY = i32x4.splat(4 * rightY);
  const downX = v128.load_splat<i32>(map, 8);
  const downY = v128.load_splat<i32>(map, 20);
  let rowX = i32x4.add(v128.load_splat<i32>(map), i32x4.mul(lanes, i32x4.splat(rightX)));
  let rowY = i32x4.add(v128.load_splat<i32>(map, 12), i32x4.mul(lanes, i32x4.splat(rightY)));
  const elasticX = i16x8.splat(<i16>load<i32>(map, 24));
  const elasticY = i16x8.splat(<i16>load<i32>(map, 28));
  let fieldX = field + (<usize>load<u32>(map, 32) << 1);
  let fieldY = field + (<usize>load<u32>(map, 36) << 1);
  // From here on in 1/256 of a pixel.
  const left = i16x8.splat(<i16>((box & 255) << 8));
  const width = i16x8.splat(<i16>(box & 0xff00));
  const top = i16x8.splat(<i16>(((box >> 16) & 255) << 8));
  const height = i16x8.splat(<i16>((box >> 16) & 0xff00));
  let to = levels;
  for (let row = 0; row < side; row++) {
    let x = rowX;
    let y = rowY;
    // The last four of a row are behind it, and overwritten by the next.
    for (let column: usize = 0; column < <usize>side; column += 8) {
      const atX = places(x, fourRightX, v128.load(fieldX + (column << 1)), elasticX);
      const atY = places(y, fourRightY, v128.load(fieldY + (column << 1)), elasticY);
      const isInBox = v128.and(
        i16x8.lt_u(i16x8.sub(atX, left), width),
        i16x8.lt_u(i16x8.sub(atY, top), height),
      );
      if (v128.any_true(isInBox)) {
        const found = levelsAt(v128.and(atX, isInBox), v128.and(atY, isInBox));
        const words = v128.and(found, isInBox);
        v128.store64_lane(to + column, i8x16.narrow_i16x8_u(words, words), 0);
      } else store<u64>(to + column, 0);
      x = i32x4.add(x, i32x4.shl(fourRightX, 1));
      y = i32x4.add(y, i32x4.shl(fourRightY, 1));
    }
    rowX = i32x4.add(rowX, downX);
    rowY = i32x4.add(rowY, downY);
    fieldX += fieldRow;
    fieldY += fieldRow;
    to += side;
  }
}

/** at + displacement·elastic for eight pixels, from 1/65,536 of a pixel to 1/256: below 0, or far behind, what does not fit. */
// @ts-ignore: decorator
@inline
function places(at: v128, fourRight: v128, displacements: v128, elastic: v128): v128 {
  const low = i32x4.add(at, i32x4.extmul_low_i16x8_s(displacements, elastic));
  const high = i32x4.add(i32x4.add(at, fourRight), i32x4.extmul_high_i16x8_s(displacements, elastic));
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 8), i32x4.shr_s(high, 8));
}

/** The levels at eight places. */
// @ts-ignore: decorator
@inline
function levelsAt(x: v128, y: v128): v128 {
  // Of the four levels around a place the upper left: in `pairs`, bytes 64·⌊y⌋ + 2·⌊x⌋.
  const at = v128.or(
    i16x8.shr_u(v128.and(y, i16x8.splat(0x7f00)), 2),
    v128.and(i16x8.shr_u(x, 7), i16x8.splat(0xfe)),
  );
  let first = v128.load32_zero(pairs + i16x8.extract_lane_u(at, 0));
  first = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 1), first, 1);
  first = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 2), first, 2);
  first = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 3), first, 3);
  let second = v128.load32_zero(pairs + i16x8.extract_lane_u(at, 4));
  second = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 5), second, 1);
  second = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 6), second, 2);
  second = v128.load32_lane(pairs + i16x8.extract_lane_u(at, 7), second, 3);
  const partX = v128.and(x, i16x8.splat(255));
  const partY = v128.and(y, i16x8.splat(255));
  const restX = i16x8.sub(i16x8.splat(256), partX);
  const low = between(
    first,
    v128.shuffle<u16>(restX, partX, 0, 8, 1, 9, 2, 10, 3, 11),
    v128.shuffle<u16>(partY, partY, 0, 0, 1, 1, 2, 2, 3, 3),
  );
  const high = between(
    second,
    v128.shuffle<u16>(restX, partX, 4, 12, 5, 13, 6, 14, 7, 15),
    v128.shuffle<u16>(partY, partY, 4, 4, 5, 5, 6, 6, 7, 7),
  );
  return i16x8.narrow_i32x4_u(low, high);
}

/** Of four times four levels, bytes [upper left, lower left, upper right, lower right], the ones between. */
// @ts-ignore: decorator
@inline
function between(around: v128, weightsX: v128, partY: v128): v128 {
  const upper = v128.and(around, i16x8.splat(255));
  const lower = i16x8.shr_u(around, 8);
  const columns = i16x8.add(i16x8.shl(upper, 8), i16x8.mul(i16x8.sub(lower, upper), partY));
  // They fill 16 bits, but are multiplied as numbers with a sign: less by 2¹⁵, which comes back with the rounding.
  const sums = i32x4.dot_i16x8_s(v128.xor(columns, i16x8.splat(-32768)), weightsX);
  return i32x4.shr_u(i32x4.add(sums, i32x4.splat((32768 << 8) + 32768)), 16);
}
