/**
 * Convolution of images, channels last, without im2col: the numbers that a row of the kernel covers, kernelWidth
 * times channels, lie beside each other in the image as in the weights. So a row of outputs is a sum of products of
 * overlapping rows with a matrix, one for each row of the kernel; and so are both gradients.
 */
import { addProducts } from './stridedProducts';
import { storeLanes, transpose } from './vectors';

/** Eight of them, where there is no bias. */
const zeros: usize = memory.data(32, 16);

/** y[b,r,c,o] = Σ x[b,r·stride+i−padding,c·stride+j−padding,k]·w[i,j,k,o] + bias[o]; `bias` 0: none. */
export function conv2dForward(
  y: usize, x: usize, w: usize, bias: usize, scratch: usize, B: i32,
  H: i32, W: i32, C: i32, KH: i32, KW: i32, stride: i32, padding: i32, OH: i32, OW: i32, O: i32,
): void {
  const paddedRow = <usize>((W + 2 * padding) * C) << 2;
  const sampleSize = <usize>(H * W * C) << 2;
  const pixel = <usize>O << 2;
  const step = <usize>(stride * C) << 2;
  const length = KW * C;
  if (padding) clearPadded(scratch, H, padding, paddedRow);
  for (let b = 0; b < B; b++) {
    let row = x;
    if (padding) {
      copyIn(scratch, x, H, W, C, padding);
      row = scratch;
    }
    for (let r = 0; r < OH; r++) {
      for (let o = 0; o < O; o += 8) {
        const from = <usize>o << 2;
        addProducts(
          y + from, pixel, bias ? bias + from : zeros, 0, OW, min(8, O - o),
          row, step, 4, paddedRow,
          w + from, pixel, <usize>length * pixel,
          length, KH,
        );
      }
      y += <usize>OW * pixel;
      row += <usize>stride * paddedRow;
    }
    x += sampleSize;
  }
}

/** dw and dbias accumulate; `dbias` 0: none. */
export function conv2dBackwardParameters(
  dw: usize, dbias: usize, dy: usize, x: usize, scratch: usize, B: i32,
  H: i32, W: i32, C: i32, KH: i32, KW: i32, stride: i32, padding: i32, OH: i32, OW: i32, O: i32,
): void {
  const paddedRow = <usize>((W + 2 * padding) * C) << 2;
  const sampleSize = <usize>(H * W * C) << 2;
  const pixel = <usize>O << 2;
  const step = <usize>(stride * C) << 2;
  const length = KW * C;
  if (padding) clearPadded(scratch, H, padding, paddedRow);
  for (let b = 0; b < B; b++) {
    let image = x;
    if (padding) {
      copyIn(scratch, x, H, W, C, padding);
      image = scratch;
    }
    if (dbias) addRows(dbias, dy, OH * OW, O);
    for (let i = 0; i < KH; i++) {
      for (let o = 0; o < O; o += 8) {
        const from = <usize>o << 2;
        const at = dw + <usize>(i * length) * pixel + from;
        addProducts(
          at, pixel, at, pixel, length, min(8, O - o),
          image + <usize>i * paddedRow, 4, step, <usize>stride * paddedRow,
          dy + from, pixel, <usize>OW * pixel,
          OW, OH,
        );
      }
    }
    x += sampleSize;
    dy += <usize>(OH * OW) * pixel;
  }
}

/** dx is overwritten. Each output hands its share back to the numbers that it came from. */
export function conv2dBackwardInput(
  dx: usize, dy: usize, w: usize, scratch: usize, B: i32,
  H: i32, W: i32, C: i32, KH: i32, KW: i32, stride: i32, padding: i32, OH: i32, OW: i32, O: i32,
): void {
  const paddedRow = <usize>((W + 2 * padding) * C) << 2;
  const paddedSize = <usize>(H + 2 * padding) * paddedRow;
  const sampleSize = <usize>(H * W * C) << 2;
  const pixel = <usize>O << 2;
  const step = <usize>(stride * C) << 2;
  const length = KW * C;
  const rowSize = <usize>length << 2;
  const turned = scratch + (padding ? paddedSize : 0);
  // For each row of the kernel, [O, kernelWidth·channels].
  transpose(turned, w, KH, length, O);
  for (let b = 0; b < B; b++) {
    const image = padding ? scratch : dx;
    memory.fill(image, 0, padding ? paddedSize : sampleSize);
    for (let r = 0; r < OH; r++) {
      for (let i = 0; i < KH; i++) {
        for (let n = 0; n < length; n += 8) {
          const from = <usize>n << 2;
          const at = image + <usize>(r * stride + i) * paddedRow + from;
          addProducts(
            at, step, at, step, OW, min(8, length - n),
            dy, pixel, 4, 0,
            turned + <usize>i * <usize>O * rowSize + from, rowSize, 0,
            O, 1,
          );
        }
      }
      dy += <usize>OW * pixel;
    }
    if (padding) copyOut(dx, scratch, H, W, C, padding);
    dx += sampleSize;
  }
}

/** Zeros; the border stays zero when images are copied in. */
function clearPadded(scratch: usize, H: i32, padding: i32, paddedRow: usize): void {
  memory.fill(scratch, 0, <usize>(H + 2 * padding) * paddedRow);
}

/** An image into the middle of a padded one. */
function copyIn(padded: usize, image: usize, H: i32, W: i32, C: i32, padding: i32): void {
  const row = <usize>(W * C) << 2;
  const paddedRow = <usize>((W + 2 * padding) * C) << 2;
  padded += <usize>padding * paddedRow + (<usize>(padding * C) << 2);
  for (let r = 0; r < H; r++, image += row, padded += paddedRow) memory.copy(padded, image, row);
}

/** The middle of a padded image. */
function copyOut(image: usize, padded: usize, H: i32, W: i32, C: i32, padding: i32): void {
  const row = <usize>(W * C) << 2;
  const paddedRow = <usize>((W + 2 * padding) * C) << 2;
  padded += <usize>padding * paddedRow + (<usize>(padding * C) << 2);
  for (let r = 0; r < H; r++, image += row, padded += paddedRow) memory.copy(image, padded, row);
}

/** sums[o] += Σ rows[r,o], four rows at a time. */
function addRows(sums: usize, rows: usize, R: i32, O: i32): void {
  const row = <usize>O << 2;
  for (let o = 0; o < O; o += 4) {
    let at = rows + (<usize>o << 2);
    let sum = f32x4.splat(0);
    let r = 0;
    for (; r + 4 <= R; r += 4) {
      const first = f32x4.add(v128.load(at), v128.load(at + row));
      const second = f32x4.add(v128.load(at + 2 * row), v128.load(at + 3 * row));
      sum = f32x4.add(sum, f32x4.add(first, second));
      at += 4 * row;
    }
    for (; r < R; r++, at += row) sum = f32x4.add(sum, v128.load(at));
    const to = sums + (<usize>o << 2);
    storeLanes(to, f32x4.add(v128.load(to), sum), O - o);
  }
}
