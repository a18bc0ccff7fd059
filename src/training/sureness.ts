/** When an answer is one, and when it is better to say that there is none. */

/** From this probability of the best class on an answer counts. */
export const sureFrom = 0.6;

/** Whether a network that gives its best class this probability, 0 to 1, is sure enough to name it. */
export function isSure(probability: number): boolean {
  return probability >= sureFrom;
}
