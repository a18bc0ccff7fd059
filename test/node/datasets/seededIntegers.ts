/** A small generator for tests: the interface of engine/random that datasets use, and nothing of its code. */
export function seededIntegers(seed: number) {
  let state = seed >>> 0;
  return {
    /** mulberry32, scaled to 0 … n − 1. */
    integer(n: number): number {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
    },
  };
}
