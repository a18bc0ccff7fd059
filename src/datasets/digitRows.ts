/** Digits as a Dataset: held as bytes (47 MB for 60,000) and turned into numbers when a batch is gathered. */
import { type BatchBuffer, type Dataset, DatasetError, requireRows } from './dataset';
import { type IdxImages, readIdxImages, readIdxLabels } from './idx';

/** 28 × 28, row-major, top left first. */
export const DIGIT_PIXELS = 784;
export const DIGIT_CLASSES = 10;

/** value/255 for each byte, rounded once when it is stored. Looking up is faster than dividing and as exact. */
const INTENSITY = Float64Array.from({ length: 256 }, (_, value) => value / 255);

/** A run of digits that arrived together. */
export type DigitBlock = {
  /** `[rows]`, 0 to 9. */
  readonly labels: Uint8Array;
  /** `[rows, 784]`, 0 (paper) to 255 (ink). */
  readonly pixels: Uint8Array;
};

/** x `[B, 784]` from 0 (paper) to 1 (ink), target `[B, 10]` one-hot. Fills up block by block, in any order. */
export class DigitRows implements Dataset {
  readonly inputs = DIGIT_PIXELS;
  readonly outputs = DIGIT_CLASSES;
  readonly rows: number;
  #ready = 0;
  readonly #labels: Uint8Array;
  readonly #pixels: Uint8Array;
  /** The same bytes, four at a time. */
  readonly #groups: Uint32Array;
  /** Blocks that came before the ones in front of them: first row → number of rows. */
  readonly #waiting = new Map<number, number>();

  constructor(rows: number) {
    this.rows = rows;
    this.#labels = new Uint8Array(rows);
    this.#pixels = new Uint8Array(rows * DIGIT_PIXELS);
    this.#groups = new Uint32Array(this.#pixels.buffer);
  }

  get ready(): number {
    return this.#ready;
  }

  /** Copies a block in as rows `firstRow`, `firstRow` + 1, …; `ready` grows once all rows before it are there. */
  put(firstRow: number, block: DigitBlock): void {
    const count = block.labels.length;
    if (block.pixels.length !== count * DIGIT_PIXELS)
      throw new DatasetError(
        `${count} labels came with ${block.pixels.length} pixels, not ${DIGIT_PIXELS} each.`,
      );
    if (firstRow < 0 || firstRow + count > this.rows)
      throw new DatasetError(`Rows ${firstRow} to ${firstRow + count} don't fit into ${this.rows}.`);
    this.#labels.set(block.labels, firstRow);
    this.#pixels.set(block.pixels, firstRow * DIGIT_PIXELS);
    this.#waiting.set(firstRow, count);
    for (
      let next = this.#waiting.get(this.#ready);
      next !== undefined;
      next = this.#waiting.get(this.#ready)
    ) {
      this.#waiting.delete(this.#ready);
      this.#ready += next;
      if (next === 0) break;
    }
  }

  /** The label of a row that is ready. */
  label(row: number): number {
    this.#requireRow(row);
    return this.#labels[row];
  }

  /** The 784 bytes of a row that is ready; a view: don't write to it. */
  pixels(row: number): Uint8Array {
    this.#requireRow(row);
    return this.#pixels.subarray(row * DIGIT_PIXELS, (row + 1) * DIGIT_PIXELS);
  }

  writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number): void {
    requireRows(this, order, from, count);
    const pixels = this.#pixels;
    const groups = this.#groups;
    const intensity = INTENSITY;
    x.fill(0, 0, count * DIGIT_PIXELS);
    target.fill(0, 0, count * DIGIT_CLASSES);
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      let group = row * (DIGIT_PIXELS / 4);
      const end = (b + 1) * DIGIT_PIXELS;
      // Four pixels at a time: most are paper, and skipping them is over twice as fast as looking at each.
      for (let to = b * DIGIT_PIXELS; to < end; to += 4, group++) {
        if (groups[group] === 0) continue;
        const source = 4 * group;
        x[to] = intensity[pixels[source]];
        x[to + 1] = intensity[pixels[source + 1]];
        x[to + 2] = intensity[pixels[source + 2]];
        x[to + 3] = intensity[pixels[source + 3]];
      }
      target[b * DIGIT_CLASSES + this.#labels[row]] = 1;
    }
  }

  #requireRow(row: number): void {
    if (!(row >= 0 && row < this.#ready))
      throw new DatasetError(`Digit ${row} was asked for, but ${this.#ready} of ${this.rows} are loaded.`);
  }
}

/** Digits from a pair of IDX files, all ready. Throws a DatasetError when they don't belong together. */
export function digitRowsFromIdx(imageBytes: Uint8Array, labelBytes: Uint8Array): DigitRows {
  const block = digitBlockFromIdx(readIdxImages(imageBytes), readIdxLabels(labelBytes));
  const rows = new DigitRows(block.labels.length);
  rows.put(0, block);
  return rows;
}

function digitBlockFromIdx(images: IdxImages, labels: Uint8Array): DigitBlock {
  if (images.width * images.height !== DIGIT_PIXELS || images.width !== 28)
    throw new DatasetError(`The images are ${images.height} × ${images.width}; digits are 28 × 28.`);
  if (images.rows !== labels.length)
    throw new DatasetError(`${images.rows} images and ${labels.length} labels don't belong together.`);
  return { labels, pixels: images.pixels };
}
