/**
 * Digits as a Dataset. 81 % of their pixels are paper: only the ink is kept, as bytes (27 MB for MNIST's 60,000), and
 * turned into numbers when a batch is gathered.
 */
import { type BatchBuffer, type Dataset, DatasetError, requireRows, type SparseBatch } from './dataset';
import { type IdxImages, readIdxImages, readIdxLabels } from './idx';

/** Pixels across and down. */
export const DIGIT_SIDE = 28;
/** Row-major, top left first. */
export const DIGIT_PIXELS = DIGIT_SIDE ** 2;
export const DIGIT_CLASSES = 10;

/** value/255 for each byte, rounded once when it is stored. Looking up is faster than dividing and as exact. */
const INTENSITY = Float64Array.from({ length: 256 }, (_, value) => value / 255);

/** A run of digits that arrived together. */
export type DigitBlock = {
  /** `[rows]`, 0 to 9. */
  readonly labels: Uint8Array;
  /** Digit r has the inked pixels starts[r] ≤ k < starts[r+1]; `[rows + 1]`. */
  readonly starts: Uint32Array;
  /**
   * Digit r from byte 3·starts[r] on: the places of its inked pixels, 0 to 783, rising, of two bytes each, the lower
   * first; and then their levels, 1 to 255. Beside each other, as a batch takes digits from anywhere in the memory.
   */
  readonly ink: Uint8Array;
};

/** The ink of `pixels` `[rows, 784]`, 0 (paper) to 255 (ink). Throws a DatasetError unless there are as many labels. */
export function digitBlock(labels: Uint8Array, pixels: Uint8Array): DigitBlock {
  const count = labels.length;
  if (pixels.length !== count * DIGIT_PIXELS)
    throw new DatasetError(`${count} labels came with ${pixels.length} pixels, not ${DIGIT_PIXELS} each.`);
  const starts = new Uint32Array(count + 1);
  for (let row = 0, inked = 0; row < count; row++) {
    const end = (row + 1) * DIGIT_PIXELS;
    for (let at = row * DIGIT_PIXELS; at < end; at++) if (pixels[at] !== 0) inked++;
    starts[row + 1] = inked;
  }
  const ink = new Uint8Array(3 * starts[count]);
  for (let row = 0; row < count; row++) {
    let place = 3 * starts[row];
    let level = place + 2 * (starts[row + 1] - starts[row]);
    for (let pixel = 0; pixel < DIGIT_PIXELS; pixel++) {
      const value = pixels[row * DIGIT_PIXELS + pixel];
      if (value === 0) continue;
      ink[place++] = pixel & 255;
      ink[place++] = pixel >> 8;
      ink[level++] = value;
    }
  }
  return { labels, starts, ink };
}

type PlacedBlock = DigitBlock & { readonly firstRow: number };

/** x `[B, 784]` from 0 (paper) to 1 (ink), target `[B, 10]` one-hot. Fills up block by block, in any order. */
export class DigitRows implements Dataset {
  readonly inputs = DIGIT_PIXELS;
  readonly outputs = DIGIT_CLASSES;
  readonly rows: number;
  #ready = 0;
  readonly #blocks: PlacedBlock[] = [];
  /** Which block each row is in. */
  readonly #blockOf: Uint16Array;
  /** Blocks that came before the ones in front of them: first row → number of rows. */
  readonly #waiting = new Map<number, number>();

  constructor(rows: number) {
    this.rows = rows;
    this.#blockOf = new Uint16Array(rows);
  }

  get ready(): number {
    return this.#ready;
  }

  /**
   * Keeps a block as rows `firstRow`, `firstRow` + 1, …; `ready` grows once all rows before it are there. The same rows
   * a second time change nothing. Throws a DatasetError for rows that don't fit, or only partly are there already.
   */
  put(firstRow: number, block: DigitBlock): void {
    const count = block.labels.length;
    if (firstRow < 0 || firstRow + count > this.rows)
      throw new DatasetError(`Rows ${firstRow} to ${firstRow + count} don't fit into ${this.rows}.`);
    const other = this.#blocks.find(
      (one) => firstRow < one.firstRow + one.labels.length && one.firstRow < firstRow + count,
    );
    if (other?.firstRow === firstRow && other.labels.length === count) return;
    if (other)
      throw new DatasetError(
        `Rows ${firstRow} to ${firstRow + count} lie over rows ${other.firstRow} to ${other.firstRow + other.labels.length}, which are there already.`,
      );
    this.#blockOf.fill(this.#blocks.length, firstRow, firstRow + count);
    this.#blocks.push({ ...block, firstRow });
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
    const { labels, firstRow } = this.#blockAt(row);
    return labels[row - firstRow];
  }

  /** The 784 bytes of a row that is ready, in fresh memory. */
  pixels(row: number): Uint8Array {
    this.#requireRow(row);
    const pixels = new Uint8Array(DIGIT_PIXELS);
    this.#eachInked(row, (pixel, level) => {
      pixels[pixel] = level;
    });
    return pixels;
  }

  writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number): void {
    requireRows(this, order, from, count);
    x.fill(0, 0, count * DIGIT_PIXELS);
    for (let b = 0; b < count; b++) {
      const first = b * DIGIT_PIXELS;
      this.#eachInked(order[from + b], (pixel, level) => {
        x[first + pixel] = INTENSITY[level];
      });
    }
    this.#writeTargets(target, order, from, count);
  }

  writeSparseBatch(
    { starts, packed }: SparseBatch,
    target: BatchBuffer,
    order: Uint32Array,
    from: number,
    count: number,
  ): void {
    requireRows(this, order, from, count);
    let entries = 0;
    starts[0] = 0;
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const block = this.#blockAt(row);
      const first = block.starts[row - block.firstRow];
      const end = block.starts[row - block.firstRow + 1];
      packed.set(block.ink.subarray(3 * first, 3 * end), 3 * entries);
      entries += end - first;
      starts[b + 1] = entries;
    }
    this.#writeTargets(target, order, from, count);
  }

  #eachInked(row: number, visit: (pixel: number, level: number) => void): void {
    const { firstRow, starts, ink } = this.#blockAt(row);
    const first = 3 * starts[row - firstRow];
    const count = starts[row - firstRow + 1] - starts[row - firstRow];
    for (let i = 0; i < count; i++)
      visit(ink[first + 2 * i] + 256 * ink[first + 2 * i + 1], ink[first + 2 * count + i]);
  }

  #writeTargets(target: BatchBuffer, order: Uint32Array, from: number, count: number): void {
    target.fill(0, 0, count * DIGIT_CLASSES);
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const { labels, firstRow } = this.#blockAt(row);
      target[b * DIGIT_CLASSES + labels[row - firstRow]] = 1;
    }
  }

  #blockAt(row: number): PlacedBlock {
    return this.#blocks[this.#blockOf[row]];
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
  if (images.width * images.height !== DIGIT_PIXELS || images.width !== DIGIT_SIDE)
    throw new DatasetError(`The images are ${images.height} × ${images.width}; digits are 28 × 28.`);
  if (images.rows !== labels.length)
    throw new DatasetError(`${images.rows} images and ${labels.length} labels don't belong together.`);
  return digitBlock(labels, images.pixels);
}
