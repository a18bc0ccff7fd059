/**
 * The one source of random numbers. Only whole-number arithmetic, + − × ÷ and the square root go in, which
 * are rounded alike everywhere: a seed gives the same numbers, to the bit, in every browser.
 */

/** All that the next numbers depend on: four words of 32 bits. Plain data. */
export type RandomState = readonly [number, number, number, number];

export type Random = {
  /** 0 to 2³²−1. */
  uint32(): number;
  /** In [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number;
  /** Of mean 0 and variance 1. */
  normal(): number;
  /** 0 to n − 1, each equally likely; n from 1 to 2³². Throws a RangeError otherwise. */
  integer(n: number): number;
  state(): RandomState;
  /** Goes on from where a generator's `state()` stood. */
  restore(state: RandomState): void;
};

/**
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), started from
 * a seed (an integer from 0 to 2³²−1, else a RangeError) or where another generator's `state()` stands.
 */
export function createRandom(seed: number | RandomState): Random {
  /** In an array: as variables of the closure, browsers make an object of every word. */
  const words = Int32Array.from(typeof seed === 'number' ? seedState(seed) : seed);

  function uint32(): number {
    const a = words[0];
    const b = words[1];
    const c = words[2] ^ a;
    const d = words[3] ^ b;
    words[0] = a ^ d;
    words[1] = b ^ c;
    words[2] = c ^ (b << 9);
    words[3] = rotateLeft(d, 11);
    return Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  }

  function uniform(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Marsaglia's polar method (1964); the second number it offers is dropped, so that the state is four words. */
  function normal(): number {
    while (true) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) return x * Math.sqrt((-2 * naturalLogarithm(s)) / s);
    }
  }

  /** What lies above the largest multiple of n is drawn again, so that no number is favoured. */
  function integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`A random integer is drawn from 1 to 2^32 of them, not from ${n}`);
    }
    while (true) {
      const drawn = uint32();
      // Without %, which is slow: between whole numbers a quotient is further from them than it is rounded.
      if (drawn <= 2 ** 32 - n || drawn < 2 ** 32 - (2 ** 32 % n)) return drawn - Math.floor(drawn / n) * n;
    }
  }

  return {
    uint32,
    uniform,
    normal,
    integer,
    state: () => [words[0] >>> 0, words[1] >>> 0, words[2] >>> 0, words[3] >>> 0],
    restore(state) {
      words.set(state);
    },
  };
}

/** SplitMix (Steele, Lea & Flood 2014) in 32 bits, with the finalizer of MurmurHash3: near seeds start far apart. */
function seedState(seed: number): RandomState {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(`A seed is an integer from 0 to ${2 ** 32 - 1}, not ${seed}`);
  }
  let weyl = seed;
  const next = (): number => {
    weyl = (weyl + 0x9e3779b9) | 0;
    let z = weyl;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  return [next(), next(), next(), next()];
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/**
 * ln x for 0 < x < 1 (Math.log may differ between browsers in the last bit): x = 2⁻ᵏ·m with m from √½ to √2,
 * ln m = 2·artanh((m − 1)/(m + 1)) by its odd powers up to the 21st.
 */
function naturalLogarithm(x: number): number {
  let m = x;
  let k = 0;
  while (m < Math.SQRT1_2) {
    m *= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  let series = 1 / 21;
  for (let n = 19; n >= 1; n -= 2) series = series * s * s + 1 / n;
  return 2 * s * series - k * Math.LN2;
}
