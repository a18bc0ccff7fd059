/**
 * A dense layer whose inputs are mostly zeros: rows and their columns are (index, value) pairs, and only these
 * are multiplied. Forward and gradient are the same sum of scaled rows, of the weights by input or of dy by sample,
 * each in the order of the index: the bits are those of the product with all the zeros.
 */
import { madd, storeLanes } from './vectors';

/** Weights are copied into a panel, a block of columns at a time, so that rows picked at random lie near each other. */
export const blockColumns: i32 = 32;
const panelRow: usize = 128;
const panelRows: i32 = 1024;
const panel: usize = memory.data(panelRows * 128, 64);
/** With fewer samples the copy costs more than it brings. */
const leastRowsToCopy: i32 = 16;
export const zeros: usize = memory.data(128, 16);

/** Columns and values of B rows from how they are packed: for each its columns, 16 bits, and then its levels, 8 bits. */
export function unpackRows(columns: usize, values: usize, starts: usize, packed: usize, B: i32): void {
  const most = f32x4.splat(255);
  for (let b = 0; b < B; b++, starts += 4) {
    let count = <i32>(load<u32>(starts, 4) - load<u32>(starts));
    const levelsEnd = packed + 3 * <usize>count;
    const columnsEnd = packed + 2 * <usize>count;
    for (; packed + 16 <= columnsEnd; packed += 16, columns += 16) v128.store(columns, v128.load(packed));
    for (; packed < columnsEnd; packed += 2, columns += 2) store<u16>(columns, load<u16>(packed));
    for (; count >= 4; count -= 4, packed += 4, values += 16) v128.store(values, f32x4.div(fourLevels(packed), most));
    if (count > 0) storeLanes(values, f32x4.div(fourLevels(packed), most), count);
    values += <usize>count << 2;
    packed = levelsEnd;
  }
}

/** y `[B,I]` with the zeros between. */
export function expandRows(y: usize, starts: usize, columns: usize, values: usize, B: i32, I: i32): void {
  const rowSize = <usize>I << 2;
  memory.fill(y, 0, <usize>B * rowSize);
  let at = columns;
  for (let b = 0; b < B; b++, y += rowSize) {
    const end = columns + (<usize>load<u32>(starts + (<usize>b << 2), 4) << 1);
    for (; at < end; at += 2, values += 4) store<u32>(y + (<usize>load<u16>(at) << 2), load<u32>(values));
  }
}

/** Four bytes as numbers. */
// @ts-ignore: decorator
@inline
function fourLevels(levels: usize): v128 {
  const words = i16x8.extend_low_i8x16_u(v128.load32_zero(levels));
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words));
}

/** y[b,o] = bias[o] + Σ values[k]·w[columns[k], o] over starts[b] ≤ k < starts[b+1]; `bias` 0: none. */
export function sparseDenseForward(
  y: usize, starts: usize, columns: usize, values: usize, w: usize, bias: usize, B: i32, I: i32, O: i32,
): void {
  const rowSize = <usize>O << 2;
  const copies = B >= leastRowsToCopy && I <= panelRows;
  for (let o = 0; o < O; o += blockColumns) {
    const count = min(blockColumns, O - o);
    const offset = <usize>o << 2;
    if (copies) copyPanel(w + offset, rowSize, I);
    const rows = copies ? panel : w + offset;
    const step = copies ? panelRow : rowSize;
    const start = bias ? bias + offset : zeros;
    let to = y + offset;
    let first = <usize>load<u32>(starts);
    for (let b = 0; b < B; b++) {
      const next = <usize>load<u32>(starts + (<usize>b << 2), 4);
      addScaledRows(to, start, columns + (first << 1), values + (first << 2), values + (next << 2), rows, step, count);
      to += rowSize;
      first = next;
    }
  }
}

function copyPanel(w: usize, rowSize: usize, I: i32): void {
  const end = panel + <usize>I * panelRow;
  for (let to = panel; to < end; to += panelRow) {
    v128.store(to, v128.load(w));
    v128.store(to, v128.load(w, 16), 16);
    v128.store(to, v128.load(w, 32), 32);
    v128.store(to, v128.load(w, 48), 48);
    v128.store(to, v128.load(w, 64), 64);
    v128.store(to, v128.load(w, 80), 80);
    v128.store(to, v128.load(w, 96), 96);
    v128.store(to, v128.load(w, 112), 112);
    w += rowSize;
  }
}

/**
 * The same entries column by column, samples rising: rows[k] and byColumn[k] for ends[i−1] ≤ k < ends[i] are those of
 * column i. A counting sort. Overwrites ends `[I]`, rows and byColumn.
 */
export function groupByColumn(
  ends: usize, rows: usize, byColumn: usize, starts: usize, columns: usize, values: usize, B: i32, I: i32,
): void {
  const endsEnd = ends + (<usize>I << 2);
  memory.fill(ends, 0, <usize>I << 2);
  const last = columns + (<usize>load<u32>(starts + (<usize>B << 2)) << 1);
  for (let at = columns; at < last; at += 2) {
    const counter = ends + (<usize>load<u16>(at) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let sum: u32 = 0;
  for (let at = ends; at < endsEnd; at += 4) {
    const count = load<u32>(at);
    store<u32>(at, sum);
    sum += count;
  }
  // Each counter goes from where its column begins to where it ends.
  let at = columns;
  for (let b = 0; b < B; b++) {
    const end = columns + (<usize>load<u32>(starts + (<usize>b << 2), 4) << 1);
    for (; at < end; at += 2, values += 4) {
      const counter = ends + (<usize>load<u16>(at) << 2);
      const k = <usize>load<u32>(counter);
      store<u32>(counter, <u32>k + 1);
      store<u16>(rows + (k << 1), <u16>b);
      store<u32>(byColumn + (k << 2), load<u32>(values));
    }
  }
}

/** dw[i − from, o] = Σ byColumn[k]·dy[rows[k], o] over the entries of column i; `adds`: to what dw held. */
export function sparseDenseBackwardWeights(
  dw: usize, dy: usize, ends: usize, rows: usize, byColumn: usize, from: i32, to: i32, adds: bool, O: i32,
): void {
  const rowSize = <usize>O << 2;
  let first = from == 0 ? 0 : <usize>load<u32>(ends + (<usize>(from - 1) << 2));
  for (let i = from; i < to; i++) {
    const next = <usize>load<u32>(ends + (<usize>i << 2));
    for (let o = 0; o < O; o += blockColumns) {
      const at = dw + (<usize>o << 2);
      const samples = dy + (<usize>o << 2);
      const scales = byColumn + (first << 2);
      const end = byColumn + (next << 2);
      addScaledRows(at, adds ? at : zeros, rows + (first << 1), scales, end, samples, rowSize, O - o);
    }
    dw += rowSize;
    first = next;
  }
}

/** target[0..count) = start[0..count) + Σ scales[k]·rows[indices[k], 0..count); `count` over 32: 32. */
export function addScaledRows(
  target: usize, start: usize, indices: usize, scales: usize, end: usize, rows: usize, rowSize: usize, count: i32,
): void {
  if (count >= 32) {
    add32(target, start, indices, scales, end, rows, rowSize);
    return;
  }
  if (count >= 16) {
    add16(target, start, indices, scales, end, rows, rowSize);
    target += 64;
    start += 64;
    rows += 64;
    count -= 16;
  }
  for (; count > 0; count -= 8) {
    addUpTo8(target, start, indices, scales, end, rows, rowSize, count);
    target += 32;
    start += 32;
    rows += 32;
  }
}

function add32(
  target: usize, start: usize, indices: usize, scales: usize, end: usize, rows: usize, rowSize: usize,
): void {
  let a = v128.load(start);
  let b = v128.load(start, 16);
  let c = v128.load(start, 32);
  let d = v128.load(start, 48);
  let e = v128.load(start, 64);
  let f = v128.load(start, 80);
  let g = v128.load(start, 96);
  let h = v128.load(start, 112);
  for (; scales < end; scales += 4, indices += 2) {
    const row = rows + <usize>load<u16>(indices) * rowSize;
    const scale = v128.load_splat<f32>(scales);
    a = madd(scale, v128.load(row), a);
    b = madd(scale, v128.load(row, 16), b);
    c = madd(scale, v128.load(row, 32), c);
    d = madd(scale, v128.load(row, 48), d);
    e = madd(scale, v128.load(row, 64), e);
    f = madd(scale, v128.load(row, 80), f);
    g = madd(scale, v128.load(row, 96), g);
    h = madd(scale, v128.load(row, 112), h);
  }
  v128.store(target, a);
  v128.store(target, b, 16);
  v128.store(target, c, 32);
  v128.store(target, d, 48);
  v128.store(target, e, 64);
  v128.store(target, f, 80);
  v128.store(target, g, 96);
  v128.store(target, h, 112);
}

function add16(
  target: usize, start: usize, indices: usize, scales: usize, end: usize, rows: usize, rowSize: usize,
): void {
  let a = v128.load(start);
  let b = v128.load(start, 16);
  let c = v128.load(start, 32);
  let d = v128.load(start, 48);
  for (; scales < end; scales += 4, indices += 2) {
    const row = rows + <usize>load<u16>(indices) * rowSize;
    const scale = v128.load_splat<f32>(scales);
    a = madd(scale, v128.load(row), a);
    b = madd(scale, v128.load(row, 16), b);
    c = madd(scale, v128.load(row, 32), c);
    d = madd(scale, v128.load(row, 48), d);
  }
  v128.store(target, a);
  v128.store(target, b, 16);
  v128.store(target, c, 32);
  v128.store(target, d, 48);
}

function addUpTo8(
  target: usize, start: usize, indices: usize, scales: usize, end: usize, rows: usize, rowSize: usize, count: i32,
): void {
  let a = v128.load(start);
  let b = v128.load(start, 16);
  for (; scales < end; scales += 4, indices += 2) {
    const row = rows + <usize>load<u16>(indices) * rowSize;
    const scale = v128.load_splat<f32>(scales);
    a = madd(scale, v128.load(row), a);
    b = madd(scale, v128.load(row, 16), b);
  }
  storeLanes(target, a, count);
  storeLanes(target + 16, b, count - 4);
}
