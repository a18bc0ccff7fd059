import type { Floats, Kernels, SparseRows } from '../kernels';
import { requireSparseSizes } from '../sizes';

export function sparseRows<F extends Floats>(
  rows: number,
  I: number,
  floats: (length: number) => F,
): SparseRows<F> {
  requireSparseSizes(rows, I);
  const entries = rows * I;
  return {
    starts: new Uint32Array(rows + 1),
    columns: new Uint16Array(entries),
    values: floats(entries),
    packed: new Uint8Array(3 * entries),
    grouped: { ends: new Uint32Array(I), rows: new Uint16Array(entries), values: floats(entries) },
  };
}

type Names =
  | 'unpackRows'
  | 'expandRows'
  | 'sparseDenseForward'
  | 'groupByColumn'
  | 'sparseDenseBackwardWeights';

/** A dense layer on rows that are mostly zeros. Sums are kept in double precision and rounded when stored. */
export const sparseProducts: Pick<Kernels<Floats>, Names> = {
  unpackRows({ starts, columns, values, packed }, B) {
    for (let b = 0; b < B; b++) {
      const count = starts[b + 1] - starts[b];
      const levels = 3 * starts[b] + 2 * count;
      for (let i = 0; i < count; i++) {
        const at = 3 * starts[b] + 2 * i;
        columns[starts[b] + i] = packed[at] + 256 * packed[at + 1];
        values[starts[b] + i] = packed[levels + i] / 255;
      }
    }
  },

  expandRows(y, { starts, columns, values }, B, I) {
    y.fill(0, 0, B * I);
    for (let b = 0; b < B; b++)
      for (let k = starts[b]; k < starts[b + 1]; k++) y[b * I + columns[k]] = values[k];
  },

  sparseDenseForward(y, { starts, columns, values }, w, bias, B, _I, O) {
    const sums = new Float64Array(O);
    for (let b = 0; b < B; b++) {
      for (let o = 0; o < O; o++) sums[o] = bias ? bias[o] : 0;
      for (let k = starts[b]; k < starts[b + 1]; k++) addScaled(sums, values[k], w, columns[k], O);
      y.set(sums, b * O);
    }
  },

  groupByColumn({ starts, columns, values, grouped }, B, I) {
    const { ends } = grouped;
    ends.fill(0, 0, I);
    for (let k = 0; k < starts[B]; k++) ends[columns[k]]++;
    let sum = 0;
    for (let i = 0; i < I; i++) {
      const count = ends[i];
      ends[i] = sum;
      sum += count;
    }
    // Each goes from where its column begins to where it ends.
    for (let b = 0; b < B; b++) {
      for (let k = starts[b]; k < starts[b + 1]; k++) {
        const at = ends[columns[k]]++;
        grouped.rows[at] = b;
        grouped.values[at] = values[k];
      }
    }
  },

  sparseDenseBackwardWeights(dw, dy, { grouped: { ends, rows, values } }, from, to, adds, O) {
    const sums = new Float64Array(O);
    for (let i = from; i < to; i++) {
      const at = (i - from) * O;
      for (let o = 0; o < O; o++) sums[o] = adds ? dw[at + o] : 0;
      for (let k = i === 0 ? 0 : ends[i - 1]; k < ends[i]; k++) addScaled(sums, values[k], dy, rows[k], O);
      dw.set(sums, at);
    }
  },
};

/** sums[o] += scale·rows[row,o] for rows `[·, O]`. */
function addScaled(sums: Float64Array, scale: number, rows: Floats, row: number, O: number): void {
  const first = row * O;
  for (let o = 0; o < O; o++) sums[o] += scale * rows[first + o];
}
