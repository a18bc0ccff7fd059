/** In which order the rows of a dataset are trained. */

/** What is needed of `engine/random`'s generator: a uniform integer from 0 to `n − 1`. */
export type RandomIntegers = { integer(n: number): number };

/** The rows 0, 1, … as they lie; for measuring. Overwrites `order` `[rows]`, and returns it. */
export function givenOrder(rows: number, order: Uint32Array = new Uint32Array(rows)): Uint32Array {
  for (let row = 0; row < rows; row++) order[row] = row;
  return order;
}

/**
 * The order of one pass over the data: a permutation of `0 … rows − 1`, made with `rows` or fewer
 * draws from `random`.
 *
 * Epoch 0 takes the shards one after the other, shuffled within each. So training can begin with
 * the first shard, and yet the result does not depend on how fast the others arrive. From epoch 1
 * on all rows are shuffled together. `shardRows` is the length of every shard but a shorter last one. Overwrites
 * `order` `[rows]`, and returns it.
 */
export function epochOrder(
  random: RandomIntegers,
  epoch: number,
  rows: number,
  shardRows: number = rows,
  order: Uint32Array = new Uint32Array(rows),
): Uint32Array {
  givenOrder(rows, order);
  const run = epoch === 0 ? Math.max(1, shardRows) : rows;
  for (let start = 0; start < rows; start += run)
    shuffleRange(random, order, start, Math.min(start + run, rows));
  return order;
}

/** Fisher and Yates, as in Knuth's algorithm P: every permutation of `start … end − 1` is equally likely. */
function shuffleRange(random: RandomIntegers, order: Uint32Array, start: number, end: number): void {
  for (let last = end - 1; last > start; last--) {
    const other = start + random.integer(last - start + 1);
    const row = order[last];
    order[last] = order[other];
    order[other] = row;
  }
}
