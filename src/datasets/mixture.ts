/** What is mixed into the digits of MNIST, so that a network reads everybody's, and knows what is none. */

/** Shares of the rows that are trained, 0 to 1, at most 1 together. */
export type Mixture = {
  /** Digits drawn by rules, in the ways of all countries. */
  readonly drawn: number;
  /** What is no digit, with the target 1/10 for each. */
  readonly none: number;
};

/** The most that is taken of each: all rows. */
export const mixtureLimits: Mixture = { drawn: 1, none: 1 };

export const mixtureKinds = Object.keys(mixtureLimits) as (keyof Mixture)[];

export const usualMixture: Mixture = { drawn: 0.1, none: 0.1 };

/** Throws an Error that says what is wrong with `mixture`. */
export function checkMixture(mixture: Mixture): void {
  for (const kind of mixtureKinds)
    if (!(mixture[kind] >= 0 && mixture[kind] <= mixtureLimits[kind]))
      throw new Error(`mixture: ${kind} must be from 0 to ${mixtureLimits[kind]}, not ${mixture[kind]}`);
  if (mixture.drawn + mixture.none > 1)
    throw new Error(
      `mixture: drawn and none must be at most 1 together, not ${mixture.drawn + mixture.none}`,
    );
}
