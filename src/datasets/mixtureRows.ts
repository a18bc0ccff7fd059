/** Digits with others among them, as a recipe's mixture has it. */
import type { Dataset } from './dataset';
import { drawnDigits } from './drawnDigits';
import type { RandomIntegers } from './epochOrder';
import { mixedRows } from './mixedRows';
import { checkMixture, type Mixture, mixtureKinds } from './mixture';
import { noDigits } from './noDigits';

/** Of each kind: so many, bent anew each time, that none is learned by heart; few enough for the memory of a page. */
const ROWS = 2 ** 14;

/** For all runs: each is drawn but once. */
const extraRows = { drawn: drawnDigits(ROWS), none: noDigits(ROWS) };

/** `rows` as of `mixedRows`, with extras of each kind. Throws an Error as `checkMixture` does. */
export function withMixture(rows: Dataset, mixture: Mixture, random: RandomIntegers): Dataset {
  checkMixture(mixture);
  const extras = mixtureKinds.map((kind) => ({ rows: extraRows[kind], share: mixture[kind] }));
  return mixedRows(rows, extras, random);
}
