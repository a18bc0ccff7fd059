/**
 * The product of two matrices, of which all three products of a dense layer are made. Every number of the result
 * is summed in the order of k, one multiply-add after the other, whatever the sizes: so a row gives the same bits
 * in a batch of any size.
 */
import { madd, storeLanes } from './vectors';

/** Rows and columns of a tile: its eight sums, two vectors of b and a factor fit the registers. */
const tileRows: i32 = 4;
const tileColumns: i32 = 8;
const panelRow: usize = 32;
/** Rows of b that are copied beside each other before they are used: 16 kB, half of a first-level cache. */
const panelRows: i32 = 512;
const panel: usize = memory.data(panelRows * 32, 64);
/** Below so many rows of the result, copying b costs more than it brings. */
const leastRowsToCopy: i32 = 8;
const zeros: usize = memory.data(32, 16);

/**
 * c[m,n] = start[m,n] + Σₖ a[m,k]·b[k,n] for c `[M,N]`, row-major. Where the others lie: strides in bytes from row to
 * row and from column to column. `start` 0: zeros; `startRow` 0: the same row for each m; it may be c.
 */
export function multiply(
  c: usize, start: usize, startRow: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  M: i32, N: i32, K: i32,
): void {
  const copies = M >= leastRowsToCopy || bColumn != 4;
  const rowSize = <usize>N << 2;
  let first = 0;
  do {
    const depth = min(panelRows, K - first);
    for (let n = 0; n < N; n += tileColumns) {
      const count = min(tileColumns, N - n);
      const offset = <usize>n << 2;
      let factors = b + <usize>n * bColumn;
      let step = bRow;
      if (copies) {
        if (bColumn == 4) copyPanel(factors, bRow, depth);
        else copyPanelAcross(factors, bColumn, depth, count);
        factors = panel;
        step = panelRow;
      }
      let from = start ? start + offset : zeros;
      const fromRow = start ? startRow : 0;
      let to = c + offset;
      let m = 0;
      let rows = a;
      for (; m + tileRows <= M; m += tileRows) {
        if (copies && aColumn == 4) multiplyPanel(to, rowSize, from, fromRow, rows, aRow, depth, count);
        else if (copies && aRow == 4) multiplyPanelAcross(to, rowSize, from, fromRow, rows, aColumn, depth, count);
        else multiplyTile(to, rowSize, from, fromRow, rows, aRow, aColumn, factors, step, depth, count);
        to += <usize>tileRows * rowSize;
        from += <usize>tileRows * fromRow;
        rows += <usize>tileRows * aRow;
      }
      for (; m < M; m++) {
        multiplyRow(to, from, rows, aColumn, factors, step, depth, count);
        to += rowSize;
        from += fromRow;
        rows += aRow;
      }
    }
    first += depth;
    a += <usize>depth * aColumn;
    b += <usize>depth * bRow;
    start = c;
    startRow = rowSize;
  } while (first < K);
}

/** Eight columns of b, row by row. */
function copyPanel(b: usize, bRow: usize, K: i32): void {
  const end = panel + <usize>K * panelRow;
  for (let to = panel; to < end; to += panelRow) {
    v128.store(to, v128.load(b));
    v128.store(to, v128.load(b, 16), 16);
    b += bRow;
  }
}

/** The same of a matrix that lies column by column (its rows are 4 bytes apart); columns that are not there become zero. */
function copyPanelAcross(b: usize, bColumn: usize, K: i32, columns: i32): void {
  if (columns < tileColumns) memory.fill(panel, 0, <usize>K * panelRow);
  let n = 0;
  for (; n + 4 <= columns; n += 4) copyFourAcross(panel + (<usize>n << 2), b + <usize>n * bColumn, bColumn, K & ~3);
  // What is left: some rows of these columns, and the other columns.
  copyAcross(b, bColumn, K & ~3, K, 0, n);
  copyAcross(b, bColumn, 0, K, n, columns);
}

/** Four columns, each contiguous, in blocks of four rows; K is a multiple of four. */
function copyFourAcross(to: usize, b: usize, bColumn: usize, K: i32): void {
  const column2 = bColumn + bColumn;
  const column3 = column2 + bColumn;
  for (const end = to + <usize>K * panelRow; to < end; to += 4 * panelRow, b += 16) {
    const p = v128.load(b);
    const q = v128.load(b + bColumn);
    const r = v128.load(b + column2);
    const s = v128.load(b + column3);
    const pq0 = v128.shuffle<f32>(p, q, 0, 4, 1, 5);
    const pq1 = v128.shuffle<f32>(p, q, 2, 6, 3, 7);
    const rs0 = v128.shuffle<f32>(r, s, 0, 4, 1, 5);
    const rs1 = v128.shuffle<f32>(r, s, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(pq0, rs0, 0, 1, 4, 5));
    v128.store(to + panelRow, v128.shuffle<f32>(pq0, rs0, 2, 3, 6, 7));
    v128.store(to + 2 * panelRow, v128.shuffle<f32>(pq1, rs1, 0, 1, 4, 5));
    v128.store(to + 3 * panelRow, v128.shuffle<f32>(pq1, rs1, 2, 3, 6, 7));
  }
}

/** Rows k from `first` to `end` of the columns n from `from` to `to`. */
function copyAcross(b: usize, bColumn: usize, first: i32, end: i32, from: i32, to: i32): void {
  for (let n = from; n < to; n++) {
    let at = panel + (<usize>n << 2) + <usize>first * panelRow;
    let source = b + <usize>n * bColumn + (<usize>first << 2);
    for (let k = first; k < end; k++) {
      store<f32>(at, load<f32>(source));
      at += panelRow;
      source += 4;
    }
  }
}

/** Four rows of the result, of which `count` columns are stored. */
function multiplyTile(
  c: usize, cRow: usize, start: usize, startRow: usize,
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, K: i32, count: i32,
): void {
  tile(c, cRow, start, startRow, a, aRow, aColumn, b, bRow, K, count);
}

/** The same with the panel, for rows of a that lie row by row: with fewer addresses to keep it is a fifth faster. */
function multiplyPanel(
  c: usize, cRow: usize, start: usize, startRow: usize, a: usize, aRow: usize, K: i32, count: i32,
): void {
  tile(c, cRow, start, startRow, a, aRow, 4, panel, panelRow, K, count);
}

/** The same for rows of a that lie beside each other. */
function multiplyPanelAcross(
  c: usize, cRow: usize, start: usize, startRow: usize, a: usize, aColumn: usize, K: i32, count: i32,
): void {
  tile(c, cRow, start, startRow, a, 4, aColumn, panel, panelRow, K, count);
}

// @ts-ignore: decorator
@inline
function tile(
  c: usize, cRow: usize, start: usize, startRow: usize,
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, K: i32, count: i32,
): void {
  const start1 = start + startRow;
  const start2 = start1 + startRow;
  const start3 = start2 + startRow;
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c10 = v128.load(start1);
  let c11 = v128.load(start1, 16);
  let c20 = v128.load(start2);
  let c21 = v128.load(start2, 16);
  let c30 = v128.load(start3);
  let c31 = v128.load(start3, 16);
  // One address that moves is faster than four.
  const row2 = aRow + aRow;
  const row3 = row2 + aRow;
  for (const end = b + <usize>K * bRow; b < end; b += bRow, a += aColumn) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const factor0 = v128.load_splat<f32>(a);
    c00 = madd(factor0, b0, c00);
    c01 = madd(factor0, b1, c01);
    const factor1 = v128.load_splat<f32>(a + aRow);
    c10 = madd(factor1, b0, c10);
    c11 = madd(factor1, b1, c11);
    const factor2 = v128.load_splat<f32>(a + row2);
    c20 = madd(factor2, b0, c20);
    c21 = madd(factor2, b1, c21);
    const factor3 = v128.load_splat<f32>(a + row3);
    c30 = madd(factor3, b0, c30);
    c31 = madd(factor3, b1, c31);
  }
  storeEight(c, c00, c01, count);
  storeEight(c + cRow, c10, c11, count);
  storeEight(c + 2 * cRow, c20, c21, count);
  storeEight(c + 3 * cRow, c30, c31, count);
}

function multiplyRow(
  c: usize, start: usize, a: usize, aColumn: usize, b: usize, bRow: usize, K: i32, count: i32,
): void {
  let c0 = v128.load(start);
  let c1 = v128.load(start, 16);
  for (let k = 0; k < K; k++) {
    const factor = v128.load_splat<f32>(a);
    c0 = madd(factor, v128.load(b), c0);
    c1 = madd(factor, v128.load(b, 16), c1);
    b += bRow;
    a += aColumn;
  }
  storeEight(c, c0, c1, count);
}

// @ts-ignore: decorator
@inline
function storeEight(c: usize, c0: v128, c1: v128, count: i32): void {
  if (count >= tileColumns) {
    v128.store(c, c0);
    v128.store(c, c1, 16);
    return;
  }
  storeLanes(c, c0, count);
  storeLanes(c + 16, c1, count - 4);
}
