import type { Floats, Pooling } from '../kernels';

/** Calls `visit` for every output `at`, with the places in x of its window from the top left on. */
function forWindows(B: number, sizes: Pooling, visit: (at: number, window: readonly number[]) => void): void {
  const { height, width, channels, size, stride, outHeight, outWidth } = sizes;
  let at = 0;
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        for (let k = 0; k < channels; k++) {
          const window: number[] = [];
          for (let i = 0; i < size; i++) {
            const row = (b * height + r * stride + i) * width;
            for (let j = 0; j < size; j++) window.push((row + c * stride + j) * channels + k);
          }
          visit(at++, window);
        }
      }
    }
  }
}

export function maxPoolForward(y: Floats, x: Floats, B: number, sizes: Pooling): void {
  forWindows(B, sizes, (at, window) => {
    y[at] = Math.max(...window.map((place) => x[place]));
  });
}

export function maxPoolBackward(
  dx: Floats,
  dy: Floats,
  y: Floats,
  x: Floats,
  B: number,
  sizes: Pooling,
): void {
  dx.fill(0, 0, B * sizes.height * sizes.width * sizes.channels);
  forWindows(B, sizes, (at, window) => {
    const largest = window.find((place) => x[place] === y[at] || Number.isNaN(x[place]));
    if (largest !== undefined) dx[largest] += dy[at];
  });
}
