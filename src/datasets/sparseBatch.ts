/** Batches of digits as their ink: room for them, and how they become numbers. */
import type { BatchBuffer, SparseBatch } from './dataset';
import { DIGIT_PIXELS } from './digitRows';

/** Room for so many digits. */
export function sparseScratch(rows: number): SparseBatch {
  return { starts: new Uint32Array(rows + 1), packed: new Uint8Array(3 * rows * DIGIT_PIXELS) };
}

/** The first `count` digits of `batch` as numbers. Overwrites as many rows of `x` `[≥count, 784]`. */
export function unpackBatch(x: BatchBuffer, { starts, packed }: SparseBatch, count: number): void {
  x.fill(0, 0, count * DIGIT_PIXELS);
  for (let b = 0; b < count; b++) {
    const inked = starts[b + 1] - starts[b];
    const places = 3 * starts[b];
    for (let i = 0; i < inked; i++) {
      const place = packed[places + 2 * i] + 256 * packed[places + 2 * i + 1];
      x[b * DIGIT_PIXELS + place] = packed[places + 2 * inked + i] / 255;
    }
  }
}
