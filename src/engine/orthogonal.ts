import type { Floats } from '../kernels/kernels';
import type { Random } from './random';

/** The largest min²·max that is drawn, 512 × 512: about a second. */
const maxWork = 2 ** 27;

/** Whether a matrix `[fanIn, fanOut]` is drawn without a long wait. */
export function canBeOrthogonal(fanIn: number, fanOut: number): boolean {
  return Math.min(fanIn, fanOut) * fanIn * fanOut <= maxWork;
}

/** Throws an Error if a matrix `[fanIn, fanOut]` would take too long, as one from a file may. */
export function checkOrthogonal(fanIn: number, fanOut: number): void {
  if (!canBeOrthogonal(fanIn, fanOut))
    throw new Error(`initializer orthogonal would take too long for ${fanIn} × ${fanOut}`);
}

/**
 * Overwrites `values` `[fanIn, fanOut]` with a random matrix whose columns, or rows if those are fewer, are
 * orthonormal: Saxe et al. 2014. Drawn evenly from all of them, by Gram–Schmidt on normal numbers with each
 * projection done twice, which is enough for full precision (Giraud et al. 2005). Takes 4·min²·max
 * multiply-adds, hence `checkOrthogonal`.
 */
export function orthogonal(values: Floats, random: Random, fanIn: number, fanOut: number): void {
  const count = Math.min(fanIn, fanOut);
  const length = Math.max(fanIn, fanOut);
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = new Float64Array(length);
    for (let k = 0; k < length; k++) vector[k] = random.normal();
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) removePart(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    // A vector that lies almost in the span of the others says too little about its own direction.
    if (norm < 1e-6) continue;
    vectors.push(vector.map((x) => x / norm));
  }
  for (let i = 0; i < fanIn; i++) {
    for (let o = 0; o < fanOut; o++) values[i * fanOut + o] = fanIn < fanOut ? vectors[i][o] : vectors[o][i];
  }
}

/** vector −= (vector·unit)·unit. */
function removePart(vector: Float64Array, unit: Float64Array): void {
  const part = dot(vector, unit);
  for (let k = 0; k < vector.length; k++) vector[k] -= part * unit[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
