import type { Random } from '../../src/engine/random';
import type { Floats, Kernels } from '../../src/kernels/kernels';

/** `n` normal numbers, of which the given share is exactly zero. */
export function normals(random: Random, n: number, zeros = 0): number[] {
  return Array.from({ length: n }, () => (random.uniform() < zeros ? 0 : random.normal()));
}

/** Overwrites all of `x` with normal numbers. */
export function fillNormals(x: Floats, random: Random): void {
  for (let i = 0; i < x.length; i++) x[i] = random.normal();
}

/** What is written behind a buffer, to see that it is left alone. */
const guard = 7.25;
const guards = 5;

/**
 * Buffers of kernels that begin `shift` numbers behind an aligned address and are followed by numbers that no
 * operation may change. One instance serves many tests: `reset` hands out the same memory again.
 */
export function guardedBuffers<F extends Floats>(kernels: Kernels<F>, capacity: number) {
  const pool = kernels.alloc(capacity);
  let free = 0;
  const guardsAt: number[] = [];
  return {
    reset() {
      free = 0;
      guardsAt.length = 0;
    },
    /** A view of exactly these numbers. */
    of(values: ArrayLike<number>, shift = 0): F {
      const start = free + shift;
      const end = start + values.length;
      if (end + guards + 4 > capacity) throw new Error('The pool of this test is too small');
      pool.set(values, start);
      pool.fill(guard, end, end + guards);
      guardsAt.push(end);
      free = Math.ceil((end + guards) / 4) * 4;
      return pool.subarray(start, end) as F;
    },
    areIntact: () => guardsAt.every((end) => pool.subarray(end, end + guards).every((x) => x === guard)),
  };
}

/** The largest of |a − b| − relative·|b|: at most the absolute tolerance if all is well; NaN and ±Infinity must agree. */
export function largestExcess(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const excess = Math.abs(actual[i] - expected[i]) - relative * Math.abs(expected[i]);
    largest = Number.isNaN(excess) ? Infinity : Math.max(largest, excess);
  }
  return largest;
}
