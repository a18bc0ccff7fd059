import type { Floats } from '../kernels';

export function dropout(y: Floats, x: Floats, key: number, rate: number, n: number): void {
  const threshold = rate * 2 ** 32;
  const scale = Math.fround(1 / (1 - rate));
  for (let i = 0; i < n; i++) y[i] = mixed(mixed(i) ^ key) < threshold ? 0 : x[i] * scale;
}

/** lowbias32 (C. Wellons, "Prospecting for Hash Functions", 2018): all bits of a word mixed, reversibly. */
function mixed(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
