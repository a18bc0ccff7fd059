/**
 * The inner loop of a dense layer, forward and for its weight gradient alike: add a few scaled rows
 * to one row. Which rows, and by what they are scaled, stands in a list of (address, scale) pairs, so
 * an input that is zero is left out of the list and costs nothing after that.
 */
import { storeLanes } from './vectors';

/** One list: 8 bytes an entry. */
export const listCapacity: i32 = 1024;
export const entrySize: usize = 8;

// @ts-ignore: decorator
@inline
export function setEntry(entry: usize, row: usize, scale: f32): void {
  store<u32>(entry, <u32>row);
  store<f32>(entry, scale, 4);
}

/** target[0..O) += Σ scale·row[0..O) over the entries from `list` to `end`. */
export function addScaledRows(target: usize, list: usize, end: usize, O: i32): void {
  let o = 0;
  for (; o + 32 <= O; o += 32) add32(target, list, end, <usize>o << 2);
  for (; o < O; o += 16) addUpTo16(target, list, end, <usize>o << 2, O - o);
}

/** Eight sums in registers: as many as hide the latency of an addition. */
function add32(target: usize, list: usize, end: usize, offset: usize): void {
  const t = target + offset;
  let a = v128.load(t, 0);
  let b = v128.load(t, 16);
  let c = v128.load(t, 32);
  let d = v128.load(t, 48);
  let e = v128.load(t, 64);
  let f = v128.load(t, 80);
  let g = v128.load(t, 96);
  let h = v128.load(t, 112);
  for (let entry = list; entry < end; entry += entrySize) {
    const row = <usize>load<u32>(entry) + offset;
    const scale = v128.load_splat<f32>(entry, 4);
    a = f32x4.add(a, f32x4.mul(scale, v128.load(row, 0)));
    b = f32x4.add(b, f32x4.mul(scale, v128.load(row, 16)));
    c = f32x4.add(c, f32x4.mul(scale, v128.load(row, 32)));
    d = f32x4.add(d, f32x4.mul(scale, v128.load(row, 48)));
    e = f32x4.add(e, f32x4.mul(scale, v128.load(row, 64)));
    f = f32x4.add(f, f32x4.mul(scale, v128.load(row, 80)));
    g = f32x4.add(g, f32x4.mul(scale, v128.load(row, 96)));
    h = f32x4.add(h, f32x4.mul(scale, v128.load(row, 112)));
  }
  v128.store(t, a, 0);
  v128.store(t, b, 16);
  v128.store(t, c, 32);
  v128.store(t, d, 48);
  v128.store(t, e, 64);
  v128.store(t, f, 80);
  v128.store(t, g, 96);
  v128.store(t, h, 112);
}

/** Computes 16 columns, of which the first `count` are meant; the others are read but not written. */
function addUpTo16(target: usize, list: usize, end: usize, offset: usize, count: i32): void {
  const t = target + offset;
  let a = v128.load(t, 0);
  let b = v128.load(t, 16);
  let c = v128.load(t, 32);
  let d = v128.load(t, 48);
  for (let entry = list; entry < end; entry += entrySize) {
    const row = <usize>load<u32>(entry) + offset;
    const scale = v128.load_splat<f32>(entry, 4);
    a = f32x4.add(a, f32x4.mul(scale, v128.load(row, 0)));
    b = f32x4.add(b, f32x4.mul(scale, v128.load(row, 16)));
    c = f32x4.add(c, f32x4.mul(scale, v128.load(row, 32)));
    d = f32x4.add(d, f32x4.mul(scale, v128.load(row, 48)));
  }
  storeLanes(t, a, count);
  storeLanes(t + 16, b, count - 4);
  storeLanes(t + 32, c, count - 8);
  storeLanes(t + 48, d, count - 12);
}
