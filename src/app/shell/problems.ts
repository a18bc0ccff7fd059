import type { Problem } from '../state';

/** In the order of the tabs; the keys 1, 2, … follow it. */
export const problems: readonly { readonly problem: Problem; readonly name: string }[] = [
  { problem: 'xor', name: 'XOR' },
  { problem: 'shapes', name: 'Shapes' },
  { problem: 'digits', name: 'Digits' },
];
