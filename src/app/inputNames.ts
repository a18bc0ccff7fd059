import type { Problem } from './state';

/** What the inputs are called, where they have names. */
export const inputNames: Readonly<Record<Problem, readonly string[]>> = {
  xor: ['a', 'b'],
  shapes: ['x₁', 'x₂'],
  digits: [],
};
