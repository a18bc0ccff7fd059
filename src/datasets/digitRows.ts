/**
 * Digits as a Dataset. 81 % of their pixels are paper: only the ink is kept, as bytes (27 MB for MNIST's 60,000), and
 * turned into numbers when a batch is gathered.
 */
import { type BatchBuffer, type Dataset, DatasetError, requireRows, type SparseBatch } from './dataset';
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
  /** Digit r has the inked pixels starts[r] ≤ k < starts[r+1]; `[rows + 1]`. */
  readonly starts: Uint32Array;
  /** Place (0 to 783, rising within a digit) and level (1 to 255) of every inked pixel. */
  readonly columns: Uint16Array;
  readonly levels: Uint8Array;
};

/** The ink of `pixels` `[rows, 784]`, 0 (paper) to 255 (ink). Throws a DatasetError unless there are as many labels. */
export function digitBlock(labels: Uint8Array, pixels: Uint8Array): DigitBlock {
  const count = labels.length;
  if (pixels.length !== count * DIGIT_PIXELS)
    throw new DatasetError(`${count} labels came with ${pixels.length} pixels, not ${DIGIT_PIXELS} each.`);
  const inked = pixels.reduce((sum, level) => sum + (level === 0 ? 0 : 1), 0);
  const block = {
    labels,
    starts: new Uint32Array(count + 1),
    columns: new Uint16Array(inked),
    levels: new Uint8Array(inked),
  };
  let k = 0;
  for (let row = 0; row < count; row++) {
    for (let pixel = 0; pixel < DIGIT_PIXELS; pixel++) {
      const level = pixels[row * DIGIT_PIXELS + pixel];
      if (level === 0) continue;
      block.columns[k] = pixel;
      block.levels[k++] = level;
    }
    block.starts[row + 1] = k;
  }
  return block;
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

  /** Keeps a block as rows `firstRow`, `firstRow` + 1, …; `ready` grows once all rows before it are there. */
  put(firstRow: number, block: DigitBlock): void {
    const count = block.labels.length;
    if (firstRow < 0 || firstRow + count > this.rows)
      throw new DatasetError(`Rows ${firstRow} to ${firstRow + count} don't fit into ${this.rows}.`);
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
    const { firstRow, starts, columns, levels } = this.#blockAt(row);
    const pixels = new Uint8Array(DIGIT_PIXELS);
    const end = starts[row - firstRow + 1];
    for (let k = starts[row - firstRow]; k < end; k++) pixels[columns[k]] = levels[k];
    return pixels;
  }

  writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number): void {
    requireRows(this, order, from, count);
    x.fill(0, 0, count * DIGIT_PIXELS);
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const { firstRow, starts, columns, levels } = this.#blockAt(row);
      const end = starts[row - firstRow + 1];
      const to = b * DIGIT_PIXELS;
      for (let k = starts[row - firstRow]; k < end; k++) x[to + columns[k]] = INTENSITY[levels[k]];
    }
    this.#writeTargets(target, order, from, count);
  }

  writeSparseBatch(
    { starts, columns, levels }: SparseBatch,
    target: BatchBuffer,
    order: Uint32Array,
    from: number,
    count: number,
  ): void {
    requireRows(this, order, from, count);
    let to = 0;
    starts[0] = 0;
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      const block = this.#blockAt(row);
      const first = block.starts[row - block.firstRow];
      const end = block.starts[row - block.firstRow + 1];
      columns.set(block.columns.subarray(first, end), to);
      levels.set(block.levels.subarray(first, end), to);
      to += end - first;
      starts[b + 1] = to;
    }
    this.#writeTargets(target, order, from, count);
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
  if (images.width * images.height !== DIGIT_PIXELS || images.width !== 28)
    throw new DatasetError(`The images are ${images.height} × ${images.width}; digits are 28 × 28.`);
  if (images.rows !== labels.length)
    throw new DatasetError(`${images.rows} images and ${labels.length} labels don't belong together.`);
  return digitBlock(labels, images.pixels);
}
