/** In which order my digits are shown. */
import type { MyAnswers } from './answersTo';
import type { MyDigit } from './digitStorage';

export const orderNames = { newest: 'Newest first', mistakes: 'Mistakes first' } as const;
export type Order = keyof typeof orderNames;

export const orders: readonly Order[] = ['newest', 'mistakes'];

/** Mistakes: what is read wrong, and of that first what gets least for what it is. */
export function ordered(digits: readonly MyDigit[], order: Order, answers: MyAnswers | null): MyDigit[] {
  const newest = [...digits].reverse();
  if (order === 'newest' || !answers) return newest;
  const share = ({ id, label }: MyDigit) => answers.get(id)?.shares[label] ?? 0;
  const isRight = ({ id, label }: MyDigit) => answers.get(id)?.digit === label;
  return newest.sort((a, b) => Number(isRight(a)) - Number(isRight(b)) || share(a) - share(b));
}
