/** Dense layers. Inputs that are zero are skipped, exactly: they would add zero. */
import { addScaledRows, entrySize, listCapacity, setEntry } from './rows';
import { laneMask, sumOfLanes } from './vectors';

const list: usize = memory.data(listCapacity * <i32>entrySize, 16);
/** Four lists beside each other, for four inputs at a time. */
const samplesAtOnce: i32 = listCapacity / 4;
const laneList: usize = <usize>samplesAtOnce * entrySize;

/** y[b,o] = Σᵢ x[b,i]·w[i,o] + bias[o]; `bias` 0: none. */
export function denseForward(y: usize, x: usize, w: usize, bias: usize, B: i32, I: i32, O: i32): void {
  const rowSize = <usize>O << 2;
  for (let b = 0; b < B; b++) {
    if (bias) memory.copy(y, bias, rowSize);
    else memory.fill(y, 0, rowSize);
    let row = w;
    for (let first = 0; first < I; first += listCapacity) {
      const count = min(listCapacity, I - first);
      const end = listNonZero(x, row, rowSize, count);
      addScaledRows(y, list, end, O);
      x += <usize>count << 2;
      row += <usize>count * rowSize;
    }
    y += rowSize;
  }
}

/** Lists the rows whose scale in `x` is not zero; returns the end of the list. */
function listNonZero(x: usize, row: usize, rowSize: usize, count: i32): usize {
  let end = list;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    if (v128.any_true(v128.or(v128.load(x), v128.load(x, 16)))) {
      for (let lane = 0; lane < 8; lane++) end = append(end, x + (<usize>lane << 2), row + <usize>lane * rowSize);
    }
    x += 32;
    row += 8 * rowSize;
  }
  for (; i < count; i++) {
    end = append(end, x, row);
    x += 4;
    row += rowSize;
  }
  return end;
}

/** Writes always and moves on only if the scale is not zero: no branch to guess wrong. */
// @ts-ignore: decorator
@inline
function append(end: usize, x: usize, row: usize): usize {
  const scale = load<f32>(x);
  setEntry(end, row, scale);
  return end + (<usize>(scale != 0) << 3);
}

/** dw[i,o] += Σ_b x[b,i]·dy[b,o] and dbias[o] += Σ_b dy[b,o]; `dbias` 0: none. */
export function denseBackwardParameters(
  dw: usize, dbias: usize, dy: usize, x: usize, B: i32, I: i32, O: i32,
): void {
  const rowSize = <usize>O << 2;
  const sampleSize = <usize>I << 2;
  for (let first = 0; first < B; first += samplesAtOnce) {
    const count = min(samplesAtOnce, B - first);
    if (dbias) {
      let end = list;
      for (let b = 0; b < count; b++, end += entrySize) setEntry(end, dy + <usize>b * rowSize, 1);
      addScaledRows(dbias, list, end, O);
    }
    for (let i = 0; i < I; i += 4) addColumns(dw + <usize>i * rowSize, dy, x + (<usize>i << 2), count, min(4, I - i), sampleSize, O);
    dy += <usize>count * rowSize;
    x += <usize>count * sampleSize;
  }
}

/** Four inputs at a time: most of the time all four are zero, and one look tells. */
function addColumns(dw: usize, dy: usize, x: usize, B: i32, columns: i32, sampleSize: usize, O: i32): void {
  const rowSize = <usize>O << 2;
  const mask = laneMask(columns);
  const list1 = list + laneList;
  const list2 = list1 + laneList;
  const list3 = list2 + laneList;
  let end0 = list;
  let end1 = list1;
  let end2 = list2;
  let end3 = list3;
  for (let b = 0; b < B; b++) {
    if (v128.any_true(v128.and(v128.load(x), mask))) {
      end0 = append(end0, x, dy);
      end1 = append(end1, x + 4, dy);
      end2 = append(end2, x + 8, dy);
      end3 = append(end3, x + 12, dy);
    }
    x += sampleSize;
    dy += rowSize;
  }
  if (end0 > list) addScaledRows(dw, list, end0, O);
  if (columns > 1 && end1 > list1) addScaledRows(dw + rowSize, list1, end1, O);
  if (columns > 2 && end2 > list2) addScaledRows(dw + 2 * rowSize, list2, end2, O);
  if (columns > 3 && end3 > list3) addScaledRows(dw + 3 * rowSize, list3, end3, O);
}

/** dx[b,i] = Σₒ dy[b,o]·w[i,o]. */
export function denseBackwardInput(dx: usize, dy: usize, w: usize, B: i32, I: i32, O: i32): void {
  const rowSize = <usize>O << 2;
  for (let b = 0; b < B; b++) {
    let i = 0;
    let row = w;
    for (; i + 4 <= I; i += 4) {
      dot4(dx, dy, row, O);
      row += 4 * rowSize;
      dx += 16;
    }
    for (; i < I; i++) {
      store<f32>(dx, dot(dy, row, O));
      row += rowSize;
      dx += 4;
    }
    dy += rowSize;
  }
}

/** dx[0..4) = the products of dy with four rows of w, one below the other. */
// @ts-ignore: decorator
@inline
function dot4(dx: usize, dy: usize, w0: usize, O: i32): void {
  const rowSize = <usize>O << 2;
  const w1 = w0 + rowSize;
  const w2 = w1 + rowSize;
  const w3 = w2 + rowSize;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const whole = <usize>(O & ~3) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const v = v128.load(dy + at);
    a = f32x4.add(a, f32x4.mul(v, v128.load(w0 + at)));
    b = f32x4.add(b, f32x4.mul(v, v128.load(w1 + at)));
    c = f32x4.add(c, f32x4.mul(v, v128.load(w2 + at)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(w3 + at)));
  }
  if (O & 3) {
    const mask = laneMask(O & 3);
    const v = v128.load(dy + at);
    a = f32x4.add(a, v128.and(mask, f32x4.mul(v, v128.load(w0 + at))));
    b = f32x4.add(b, v128.and(mask, f32x4.mul(v, v128.load(w1 + at))));
    c = f32x4.add(c, v128.and(mask, f32x4.mul(v, v128.load(w2 + at))));
    d = f32x4.add(d, v128.and(mask, f32x4.mul(v, v128.load(w3 + at))));
  }
  // Transpose the four sums and add: lane k becomes the sum of the lanes of the k-th.
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1);
  const cd = f32x4.add(cd0, cd1);
  v128.store(dx, f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)));
}

// @ts-ignore: decorator
@inline
function dot(dy: usize, w: usize, O: i32): f32 {
  let sum = f32x4.splat(0);
  for (let o = 0; o < O; o += 4) {
    const at = <usize>o << 2;
    const product = f32x4.mul(v128.load(dy + at), v128.load(w + at));
    sum = f32x4.add(sum, v128.and(product, laneMask(O - o)));
  }
  return sumOfLanes(sum);
}
