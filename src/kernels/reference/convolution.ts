import type { Convolution, Floats } from '../kernels';

/**
 * Calls `visit` for all pairs of a number of the image and a pixel of the output that some row and column of the
 * kernel brings together, in the order of the outputs: where channel 0 of the image's pixel lies, where filter 0 of the
 * output's does, and where the weights `[channels, filters]` between them do.
 */
function forPairs(B: number, sizes: Convolution, visit: (x: number, y: number, w: number) => void): void {
  const { height, width, channels, kernelHeight, kernelWidth, stride, padding } = sizes;
  const { outHeight, outWidth, filters } = sizes;
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        const y = ((b * outHeight + r) * outWidth + c) * filters;
        for (let i = 0; i < kernelHeight; i++) {
          const row = r * stride + i - padding;
          if (row < 0 || row >= height) continue;
          for (let j = 0; j < kernelWidth; j++) {
            const column = c * stride + j - padding;
            if (column < 0 || column >= width) continue;
            const x = ((b * height + row) * width + column) * channels;
            visit(x, y, (i * kernelWidth + j) * channels * filters);
          }
        }
      }
    }
  }
}

export function conv2dForward(
  y: Floats,
  x: Floats,
  w: Floats,
  bias: Floats | null,
  _scratch: Floats,
  B: number,
  sizes: Convolution,
): void {
  const { channels, filters } = sizes;
  const sums = new Float64Array(B * sizes.outHeight * sizes.outWidth * filters);
  for (let at = 0; at < sums.length; at++) sums[at] = bias ? bias[at % filters] : 0;
  forPairs(B, sizes, (xAt, yAt, wAt) => {
    for (let k = 0; k < channels; k++) {
      for (let o = 0; o < filters; o++) sums[yAt + o] += x[xAt + k] * w[wAt + k * filters + o];
    }
  });
  y.set(sums);
}

export function conv2dBackwardParameters(
  dw: Floats,
  dbias: Floats | null,
  dy: Floats,
  x: Floats,
  _scratch: Floats,
  B: number,
  sizes: Convolution,
): void {
  const { channels, filters } = sizes;
  const sums = Float64Array.from(dw);
  forPairs(B, sizes, (xAt, yAt, wAt) => {
    for (let k = 0; k < channels; k++) {
      for (let o = 0; o < filters; o++) sums[wAt + k * filters + o] += x[xAt + k] * dy[yAt + o];
    }
  });
  dw.set(sums);
  if (!dbias) return;
  const pixels = B * sizes.outHeight * sizes.outWidth;
  for (let o = 0; o < filters; o++) {
    let sum = dbias[o];
    for (let pixel = 0; pixel < pixels; pixel++) sum += dy[pixel * filters + o];
    dbias[o] = sum;
  }
}

export function conv2dBackwardInput(
  dx: Floats,
  dy: Floats,
  w: Floats,
  _scratch: Floats,
  B: number,
  sizes: Convolution,
): void {
  const { channels, filters } = sizes;
  const sums = new Float64Array(B * sizes.height * sizes.width * channels);
  forPairs(B, sizes, (xAt, yAt, wAt) => {
    for (let k = 0; k < channels; k++) {
      for (let o = 0; o < filters; o++) sums[xAt + k] += dy[yAt + o] * w[wAt + k * filters + o];
    }
  });
  dx.set(sums);
}
