/** Batches of digits as their ink: room for them, and how they become numbers. */
import type { Dataset, SparseBatch } from './dataset';
import { DIGIT_PIXELS } from './digitRows';

/** Room for so many digits. */
export function sparseScratch(rows: number): SparseBatch {
  return { starts: new Uint32Array(rows + 1), packed: new Uint8Array(3 * rows * DIGIT_PIXELS) };
}

/** The `writeBatch` of a dataset of digits that has this `writeSparseBatch`. */
export function unpacked(writeSparseBatch: NonNullable<Dataset['writeSparseBatch']>): Dataset['writeBatch'] {
  let batch = sparseScratch(0);
  return (x, target, order, from, count) => {
    if (batch.starts.length <= count) batch = sparseScratch(count);
    writeSparseBatch(batch, target, order, from, count);
    const { starts, packed } = batch;
    x.fill(0, 0, count * DIGIT_PIXELS);
    for (let b = 0; b < count; b++) {
      const inked = starts[b + 1] - starts[b];
      const places = 3 * starts[b];
      for (let i = 0; i < inked; i++) {
        const place = packed[places + 2 * i] + 256 * packed[places + 2 * i + 1];
        x[b * DIGIT_PIXELS + place] = packed[places + 2 * inked + i] / 255;
      }
    }
  };
}
