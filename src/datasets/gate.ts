/** XOR, the smallest problem that needs a hidden layer: as a truth table, and as the NumPy original draws it. */
import { DatasetError } from './dataset';
import type { RandomIntegers } from './epochOrder';
import { TableDataset } from './tableDataset';

/** (0,0) → 0, (0,1) → 1, (1,0) → 1, (1,1) → 0. */
export function xorTable(): TableDataset {
  return new TableDataset(2, 1, Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1), Float64Array.of(0, 1, 1, 0));
}

/**
 * `samples` rows as the NumPy original draws them: integers a in [0, 1000) and b in [0, 3000), a' = "a is
 * divisible by 2 or 7", b' = "b is divisible by 3 or 5", inputs (a', b'), target a' xor b'. So the
 * four cases are not equally likely: a' holds for 572 of 1000, b' for 1400 of 3000.
 * Two draws a row, a before b.
 */
export function xorByDivisibility(random: RandomIntegers, samples: number): TableDataset {
  if (!Number.isInteger(samples) || samples < 1)
    throw new DatasetError(`XOR needs a whole number of samples, 1 or more; it was asked for ${samples}.`);
  const x = new Float64Array(2 * samples);
  const target = new Float64Array(samples);
  for (let row = 0; row < samples; row++) {
    const a = random.integer(1000);
    const b = random.integer(3000);
    const first = a % 2 === 0 || a % 7 === 0;
    const second = b % 3 === 0 || b % 5 === 0;
    x[2 * row] = Number(first);
    x[2 * row + 1] = Number(second);
    target[row] = Number(first !== second);
  }
  return new TableDataset(2, 1, x, target);
}
