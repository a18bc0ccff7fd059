/** A small dataset that is held as numbers. */
import { type BatchBuffer, type Dataset, DatasetError, requireRows } from './dataset';

export class TableDataset implements Dataset {
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
  readonly ready: number;
  /** `[rows, inputs]`, row-major. */
  readonly x: Float64Array;
  /** `[rows, outputs]`, row-major. */
  readonly target: Float64Array;
  readonly tolerance: number | undefined;

  /** Keeps the two arrays. A DatasetError when their lengths don't agree on the number of rows. */
  constructor(
    inputs: number,
    outputs: number,
    x: Float64Array,
    target: Float64Array,
    tolerance: number | undefined = undefined,
  ) {
    if (x.length % inputs !== 0 || x.length / inputs !== target.length / outputs)
      throw new DatasetError(
        `${x.length} inputs of ${inputs} and ${target.length} targets of ${outputs} don't make the same rows.`,
      );
    this.inputs = inputs;
    this.outputs = outputs;
    this.rows = x.length / inputs;
    this.ready = this.rows;
    this.x = x;
    this.target = target;
    this.tolerance = tolerance;
  }

  writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number): void {
    requireRows(this, order, from, count);
    for (let b = 0; b < count; b++) {
      const row = order[from + b];
      for (let i = 0; i < this.inputs; i++) x[b * this.inputs + i] = this.x[row * this.inputs + i];
      for (let o = 0; o < this.outputs; o++)
        target[b * this.outputs + o] = this.target[row * this.outputs + o];
    }
  }
}
