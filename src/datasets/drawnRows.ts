/** Images that are drawn by rules: each when it is first gathered, so that nothing waits for all of them. */
import { type Dataset, requireRows } from './dataset';
import { DIGIT_CLASSES, DIGIT_PIXELS, digitBlock } from './digitRows';
import { unpacked } from './sparseBatch';

/** An image as of `digitImage`, and the digit that it is; null: it is none. */
export type Drawing = { readonly image: Float32Array; readonly label: number | null };

/**
 * x as of the image, in whole levels of 1/255, target one-hot; of what is no digit 1/10 for each, so that a network
 * learns to be sure of none (outlier exposure, Hendrycks, Mazeika & Dietterich 2019, equation 2). `draw` is asked once
 * for a row, in whatever order they are gathered; it has to give the same whenever it is asked.
 */
export function drawnRows(rows: number, draw: (row: number) => Drawing): Dataset {
  const inks = new Array<Uint8Array | undefined>(rows);
  const labels = new Array<number | null>(rows);

  function inkOf(row: number): Uint8Array {
    const known = inks[row];
    if (known) return known;
    const { image, label } = draw(row);
    const pixels = Uint8Array.from(image, (level) => Math.round(255 * level));
    labels[row] = label;
    inks[row] = digitBlock(new Uint8Array(1), pixels).ink;
    return inks[row];
  }

  const writeSparseBatch: NonNullable<Dataset['writeSparseBatch']> = (x, target, order, from, count) => {
    requireRows(dataset, order, from, count);
    x.starts[0] = 0;
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const ink = inkOf(row);
      x.packed.set(ink, 3 * x.starts[b]);
      x.starts[b + 1] = x.starts[b] + ink.length / 3;
      const label = labels[row];
      target.fill(label === null ? 1 / DIGIT_CLASSES : 0, b * DIGIT_CLASSES, (b + 1) * DIGIT_CLASSES);
      if (label !== null) target[b * DIGIT_CLASSES + label] = 1;
    }
  };
  const dataset: Dataset = {
    inputs: DIGIT_PIXELS,
    outputs: DIGIT_CLASSES,
    rows,
    ready: rows,
    writeSparseBatch,
    writeBatch: unpacked(writeSparseBatch),
  };
  return dataset;
}
