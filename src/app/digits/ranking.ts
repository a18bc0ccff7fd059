import { isSure } from '../../training/sureness';

/** What ten outputs say. */
export type Ranking = {
  readonly digit: number;
  /** False: it may be no digit at all. */
  readonly isSure: boolean;
  /** 0 to 1 */
  readonly share: number;
  readonly second: number;
  readonly secondShare: number;
};

/** Null unless there are two outputs or more, all of them numbers. */
export function rank(outputs: ArrayLike<number> | undefined): Ranking | null {
  if (!outputs || outputs.length < 2) return null;
  let digit = 0;
  let second = 1;
  for (let i = 0; i < outputs.length; i++) {
    if (Number.isNaN(outputs[i])) return null;
    if (outputs[i] > outputs[digit]) {
      second = digit;
      digit = i;
    } else if (i !== digit && (second === digit || outputs[i] > outputs[second])) second = i;
  }
  return {
    digit,
    isSure: isSure(outputs[digit]),
    share: outputs[digit],
    second,
    secondShare: outputs[second],
  };
}
