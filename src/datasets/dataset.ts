/**
 * What the trainer needs from data, whatever the problem: numbered rows that can be gathered into a
 * batch, of which a first part may be there before the rest.
 */

/** A buffer that belongs to the kernels: `[B, I]` or `[B, O]`, row-major. */
export type BatchBuffer = Float32Array | Float64Array;

/**
 * Rows `[B, I]` that are mostly zeros, packed as the kernels' SparseRows: row b has the entries
 * starts[b] ≤ k < starts[b+1], and from byte 3·starts[b] on its columns, rising, of two bytes each, and then as many
 * levels, 1 to 255, that stand for level/255.
 */
export type SparseBatch = {
  readonly starts: Uint32Array;
  readonly packed: Uint8Array;
};

export interface Dataset {
  /** Numbers in a row of `x`. */
  readonly inputs: number;
  /** Numbers in a row of `target`. */
  readonly outputs: number;
  /** All rows, loaded or not. */
  readonly rows: number;
  /** Rows `0` to `ready − 1` are loaded; grows up to `rows`. */
  readonly ready: number;
  /** Targets are values, and an answer this near to its own is right; undefined: they are classes. */
  readonly tolerance?: number | undefined;
  /**
   * Gathers rows `order[from]` to `order[from + count − 1]` into the first `count` rows of `x`
   * `[≥count, inputs]` and `target` `[≥count, outputs]`. Overwrites them; what lies behind is not
   * touched. Every row must be ready: a DatasetError otherwise.
   */
  writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number): void;
  /** The same for rows that are mostly zeros, if they are. */
  writeSparseBatch?(
    x: SparseBatch,
    target: BatchBuffer,
    order: Uint32Array,
    from: number,
    count: number,
  ): void;
}

/** Data that is not what it should be; the message says what, where and what to do. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** Whether rows `order[from]` to `order[from + count − 1]` are all loaded. */
export function isReady(dataset: Dataset, order: Uint32Array, from: number, count: number): boolean {
  const { ready, rows } = dataset;
  if (ready === rows) return true;
  for (let index = from; index < from + count; index++) if (order[index] >= ready) return false;
  return true;
}

/** Rejects a request for rows that are not there; `writeBatch` of every dataset starts with it. */
export function requireRows(dataset: Dataset, order: Uint32Array, from: number, count: number): void {
  if (from < 0 || count < 0 || from + count > order.length)
    throw new DatasetError(
      `A batch of rows ${from} to ${from + count} was asked for, but the order holds ${order.length}.`,
    );
  const { ready } = dataset;
  for (let index = from; index < from + count; index++)
    if (order[index] >= ready)
      throw new DatasetError(
        `Row ${order[index]} was asked for, but only the first ${ready} of ${dataset.rows} rows are loaded.`,
      );
}
