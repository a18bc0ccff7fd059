/**
 * The inner loop of a convolution, forward and backward alike: a few rows times a matrix, in registers. Four rows by
 * eight columns are eight sums, enough to hide the latency of an addition; with five rows, what is read beside
 * them no longer fits into sixteen registers, and it takes twice as long.
 */
import { madd, storeLanes } from './vectors';

/**
 * c[i,n] = from[i,n] + Σₛ Σₖ a[i,s,k]·b[s,k,n] for i < rows, n < columns (1 to 8), s < segments, k < length. `from`
 * may be c, and the rows of c may overlap: they are done in turn. What n counts lies beside each other; the other
 * steps are given in bytes: cRow and aRow from one i to the next, aStep and bStep for k, aSegment and bSegment for s.
 * Up to seven numbers behind b's and from's last column are read.
 */
export function addProducts(
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32,
  a: usize, aRow: usize, aStep: usize, aSegment: usize,
  b: usize, bStep: usize, bSegment: usize,
  length: i32, segments: i32,
): void {
  const size = <usize>length * bStep;
  const isWide = columns > 4;
  let blocks = (rows + 3) / 4;
  while (rows > 0) {
    // Blocks of almost the same size: five rows are three and two.
    const count = (rows + blocks - 1) / blocks;
    if (isWide) {
      if (count == 4) block(4, 2, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else if (count == 3) block(3, 2, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else if (count == 2) block(2, 2, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else block(1, 2, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
    } else {
      if (count == 4) block(4, 1, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else if (count == 3) block(3, 1, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else if (count == 2) block(2, 1, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
      else block(1, 1, c, cRow, from, fromRow, columns, a, aRow, aStep, aSegment, b, bStep, bSegment, size, segments);
    }
    c += <usize>count * cRow;
    from += <usize>count * fromRow;
    a += <usize>count * aRow;
    rows -= count;
    blocks--;
  }
}

/** `P` rows and `V` vectors of columns, both known when this is compiled: what is not needed is not there. */
// @ts-ignore: decorator
@inline
function block(
  P: i32, V: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, columns: i32,
  a: usize, aRow: usize, aStep: usize, aSegment: usize,
  b: usize, bStep: usize, bSegment: usize,
  size: usize, segments: i32,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let aStart = a;
  let bStart = b;
  for (let s = 0; s < segments; s++) {
    let a0 = aStart;
    let a1 = a0 + aRow;
    let a2 = a1 + aRow;
    let a3 = a2 + aRow;
    let at = bStart;
    const end = at + size;
    while (at < end) {
      const w0 = v128.load(at);
      const w1 = v128.load(at, 16);
      const x0 = v128.load_splat<f32>(a0);
      s00 = madd(x0, w0, s00);
      if (V > 1) s01 = madd(x0, w1, s01);
      a0 += aStep;
      if (P > 1) {
        const x1 = v128.load_splat<f32>(a1);
        s10 = madd(x1, w0, s10);
        if (V > 1) s11 = madd(x1, w1, s11);
        a1 += aStep;
      }
      if (P > 2) {
        const x2 = v128.load_splat<f32>(a2);
        s20 = madd(x2, w0, s20);
        if (V > 1) s21 = madd(x2, w1, s21);
        a2 += aStep;
      }
      if (P > 3) {
        const x3 = v128.load_splat<f32>(a3);
        s30 = madd(x3, w0, s30);
        if (V > 1) s31 = madd(x3, w1, s31);
        a3 += aStep;
      }
      at += bStep;
    }
    aStart += aSegment;
    bStart += bSegment;
  }
  addRow(V, c, from, s00, s01, columns);
  if (P > 1) addRow(V, c + cRow, from + fromRow, s10, s11, columns);
  if (P > 2) addRow(V, c + 2 * cRow, from + 2 * fromRow, s20, s21, columns);
  if (P > 3) addRow(V, c + 3 * cRow, from + 3 * fromRow, s30, s31, columns);
}

// @ts-ignore: decorator
@inline
function addRow(V: i32, c: usize, from: usize, s0: v128, s1: v128, columns: i32): void {
  storeLanes(c, f32x4.add(v128.load(from), s0), columns);
  if (V > 1) storeLanes(c + 16, f32x4.add(v128.load(from, 16), s1), columns - 4);
}
