/** What is mixed into the digits of MNIST, so that a network reads everybody's, and knows what is none. */
import type { Dataset } from './dataset';
import { drawnDigits } from './drawnDigits';
import type { RandomIntegers } from './epochOrder';
import { mixedRows } from './mixedRows';
import { noDigits } from './noDigits';

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

/** Of each kind: so many, bent anew each time, that none is learned by heart; few enough for the memory of a page. */
const ROWS = 2 ** 14;

/** For all runs: each is drawn but once. */
const extraRows = { drawn: drawnDigits(ROWS), none: noDigits(ROWS) };

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

/** `rows` with a mixture, as of `mixedRows`. Throws an Error as `checkMixture` does. */
export function withMixture(rows: Dataset, mixture: Mixture, random: RandomIntegers): Dataset {
  checkMixture(mixture);
  const extras = mixtureKinds.map((kind) => ({ rows: extraRows[kind], share: mixture[kind] }));
  return mixedRows(rows, extras, random);
}
