/** Other images in the place of some rows of a batch, so that they are learned together with the digits. */
import { type BatchBuffer, type Dataset, requireRows, type SparseBatch } from './dataset';
import { DIGIT_PIXELS } from './digitRows';
import type { RandomIntegers } from './epochOrder';
import { sparseScratch, unpacked } from './sparseBatch';

/** Rows that take the place of others. Their targets need not be of one class alone. */
export type Extras = {
  /** Images of 28 × 28, all of them ready, that can be gathered as their ink. */
  readonly rows: Dataset;
  /** Of the rows that are trained: 0 to 1. */
  readonly share: number;
};

/** What one dataset gives to the batch that is gathered: `count` of its rows, and room for what is in them. */
type Part = {
  readonly rows: Dataset;
  readonly order: Uint32Array;
  readonly batch: SparseBatch;
  readonly target: Float64Array;
  count: number;
};

/**
 * `rows`, of which each is left out with the probability `share`, anew whenever it is gathered, for a random one of the
 * `extras`. With numbers from `random`, in the order of the batch, so that where the generator stands is all that the
 * next rows depend on. Throws an Error for shares that are not from 0 to 1 together, for extras without a row, and for
 * rows that are not images held as their ink.
 */
export function mixedRows(rows: Dataset, extras: readonly Extras[], random: RandomIntegers): Dataset {
  checkExtras(rows, extras);
  const sources = [rows, ...extras.map((extra) => extra.rows)];
  let parts: Part[] = [];
  /** Which of them each row of the batch is from. */
  let partOf = new Uint8Array(0);

  function draw(order: Uint32Array, from: number, count: number): void {
    if (partOf.length < count) {
      partOf = new Uint8Array(count);
      parts = sources.map((source) => roomFor(source, count));
    }
    for (const part of parts) part.count = 0;
    for (let b = 0; b < count; b++) {
      let left = random.integer(2 ** 32) / 2 ** 32;
      const chosen = extras.findIndex(({ share }) => {
        left -= share;
        return left < 0;
      });
      const part = parts[1 + chosen];
      part.order[part.count++] = chosen < 0 ? order[from + b] : random.integer(part.rows.rows);
      partOf[b] = 1 + chosen;
    }
  }

  function writeSparseBatch(
    { starts, packed }: SparseBatch,
    target: BatchBuffer,
    order: Uint32Array,
    from: number,
    count: number,
  ): void {
    requireRows(rows, order, from, count);
    draw(order, from, count);
    for (const part of parts) {
      part.rows.writeSparseBatch?.(part.batch, part.target, part.order, 0, part.count);
      part.count = 0;
    }
    const { outputs } = rows;
    starts[0] = 0;
    for (let b = 0; b < count; b++) {
      const part = parts[partOf[b]];
      const at = part.count++;
      const first = part.batch.starts[at];
      const end = part.batch.starts[at + 1];
      packed.set(part.batch.packed.subarray(3 * first, 3 * end), 3 * starts[b]);
      starts[b + 1] = starts[b] + end - first;
      target.set(part.target.subarray(at * outputs, (at + 1) * outputs), b * outputs);
    }
  }

  return {
    inputs: rows.inputs,
    outputs: rows.outputs,
    rows: rows.rows,
    get ready() {
      return rows.ready;
    },
    writeSparseBatch,
    writeBatch: unpacked(writeSparseBatch),
  };
}

function roomFor(rows: Dataset, count: number): Part {
  return {
    rows,
    order: new Uint32Array(count),
    batch: sparseScratch(count),
    target: new Float64Array(count * rows.outputs),
    count: 0,
  };
}

function checkExtras(rows: Dataset, extras: readonly Extras[]): void {
  const shares = extras.map(({ share }) => share);
  if (!shares.every((share) => share >= 0) || !(shares.reduce((sum, share) => sum + share, 0) <= 1))
    throw new Error(
      `The shares of rows that are mixed in must be from 0 to 1 together, not ${shares.join(' + ')}.`,
    );
  for (const { rows: extra } of [{ rows }, ...extras]) {
    if (!extra.writeSparseBatch || extra.inputs !== DIGIT_PIXELS || extra.outputs !== rows.outputs)
      throw new Error('Only images of 28 × 28 that are held as their ink can be mixed.');
  }
  if (extras.some((extra) => extra.rows.rows < 1 || extra.rows.ready < extra.rows.rows))
    throw new Error('Rows can only be mixed in when there are some, all of them ready.');
}
