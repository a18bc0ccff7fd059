/**
 * Principal components by power iteration, one after the other: the covariance is applied again and again, and what
 * lies along the components that were found before is taken away (Golub & Van Loan 2013, section 8.2.1).
 */
import type { Floats } from '../kernels/kernels';
import { createRandom } from './random';

export type PrincipalComponents = {
  /** Of the rows, `[D]`. */
  readonly mean: Float64Array;
  /** `[K, D]`, orthonormal; the one along which the rows differ most comes first. */
  readonly components: Float64Array;
  /** Of the rows along each, `[K]`, with the divisor N − 1; and along all D directions together. */
  readonly variances: Float64Array;
  readonly totalVariance: number;
  /** The rows along the components, from the mean: `[N, K]`. */
  readonly points: Float64Array;
  /** Of all components together. */
  readonly iterations: number;
};

export type ComponentSearch = {
  /** One iteration, 4 · N · D operations; true when all components are found. */
  advance(): boolean;
  /** When all are found. */
  result(): PrincipalComponents;
};

export type ComponentOptions = {
  /** `[K, D]`: components of nearly the same rows, near which the search begins. */
  readonly from?: Floats | null;
  /** A component is found when an iteration moves it by no more than this; its length is 1. */
  readonly tolerance?: number;
  /** For each component; then it is taken as it is. */
  readonly mostIterations?: number;
};

/** So much of a random direction is added to where a search begins, so that no component is out of its reach. */
const nudge = 1e-3;

/**
 * Searches the first K components of `x` `[N, D]`, N ≥ 2, in float64; those beyond D are 0. `x` is centred in place. A component and its
 * opposite are as good as each other: of those with `from` the one that points the same way is taken, else the one whose
 * largest number is positive, the first of equals. Along a component without any variance the direction means nothing.
 */
export function searchComponents(
  x: Floats,
  N: number,
  D: number,
  K: number,
  { from = null, tolerance = 1e-6, mostIterations = 500 }: ComponentOptions = {},
): ComponentSearch {
  const mean = centre(x, N, D);
  const components = new Float64Array(K * D);
  const variances = new Float64Array(K);
  const random = createRandom(1);
  const known = from?.length === K * D && from.every(Number.isFinite) ? from : null;
  let found = 0;
  let iterations = 0;
  let spent = 0;
  let v: Float64Array = start(0);
  let next: Float64Array = new Float64Array(D);

  const component = (k: number) => components.subarray(k * D, (k + 1) * D);

  function start(k: number): Float64Array {
    const direction = Float64Array.from({ length: D }, () => 2 * random.uniform() - 1);
    if (known) for (let d = 0; d < D; d++) direction[d] = known[k * D + d] + nudge * direction[d];
    takeAway(direction, k);
    normalize(direction);
    return direction;
  }

  /** What lies along the first k components. */
  function takeAway(vector: Float64Array, k: number): void {
    for (let j = 0; j < k; j++) {
      const other = component(j);
      const along = dot(vector, other);
      for (let d = 0; d < D; d++) vector[d] -= along * other[d];
    }
  }

  function points(): Float64Array {
    const along = new Float64Array(N * K);
    for (let n = 0; n < N; n++)
      for (let k = 0; k < K; k++) {
        let sum = 0;
        for (let d = 0; d < D; d++) sum += x[n * D + d] * components[k * D + d];
        along[n * K + k] = sum;
      }
    return along;
  }

  return {
    advance() {
      applyCovariance(next, x, v, N, D);
      takeAway(next, found);
      const variance = normalize(next);
      iterations++;
      spent++;
      const moved = variance === 0 ? 0 : distance(next, v);
      if (variance > 0) [v, next] = [next, v];
      if (moved > tolerance && spent < mostIterations) return false;
      orient(v, known?.subarray(found * D, (found + 1) * D) ?? null);
      components.set(v, found * D);
      variances[found] = variance;
      found++;
      spent = 0;
      if (found === K) return true;
      v = start(found);
      return false;
    },

    result: () => ({
      mean,
      components,
      variances,
      totalVariance: squares(x, N * D) / (N - 1),
      points: points(),
      iterations,
    }),
  };
}

/** Takes the mean of the N rows away from each, and returns it. */
function centre(x: Floats, N: number, D: number): Float64Array {
  const mean = new Float64Array(D);
  for (let n = 0; n < N; n++) for (let d = 0; d < D; d++) mean[d] += x[n * D + d] / N;
  for (let n = 0; n < N; n++) for (let d = 0; d < D; d++) x[n * D + d] -= mean[d];
  return mean;
}

/** out = xᵀ·x·v/(N − 1), row by row: the covariance `[D, D]` itself is never made. */
function applyCovariance(out: Float64Array, x: Floats, v: Float64Array, N: number, D: number): void {
  out.fill(0);
  for (let n = 0; n < N; n++) {
    const row = n * D;
    let along = 0;
    for (let d = 0; d < D; d++) along += x[row + d] * v[d];
    along /= N - 1;
    for (let d = 0; d < D; d++) out[d] += along * x[row + d];
  }
}

/** Turns v round if it has the wrong one of its two signs. */
function orient(v: Float64Array, known: ArrayLike<number> | null): void {
  const largest = v.reduce((at, value, d) => (Math.abs(value) > Math.abs(v[at]) ? d : at), 0);
  const side = known ? dot(v, known) : v[largest];
  if (side < 0) for (let d = 0; d < v.length; d++) v[d] = -v[d];
}

/** Makes the length 1, unless it is 0; returns what it was. */
function normalize(v: Float64Array): number {
  const length = Math.sqrt(squares(v, v.length));
  if (length > 0) for (let d = 0; d < v.length; d++) v[d] /= length;
  return length;
}

function dot(a: Float64Array, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return Math.sqrt(sum);
}

function squares(x: ArrayLike<number>, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += x[i] * x[i];
  return sum;
}
