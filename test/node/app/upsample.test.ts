import { expect, test } from 'vitest';
import { createUpsampler } from '../../../src/app/space2d/upsample';

/** `[side², N]` values of planes, each rising by a slope of its own. */
function planes(side: number, slopes: readonly (readonly [across: number, down: number])[]): Float32Array {
  return Float32Array.from({ length: side * side * slopes.length }, (_, at) => {
    const [across, down] = slopes[at % slopes.length];
    const cell = Math.floor(at / slopes.length);
    return across * ((cell % side) + 0.5) + down * (Math.floor(cell / side) + 0.5);
  });
}

test.each([2, 3, 4])('planes stay planes on a grid %i times as fine, within 1e-6', (factor) => {
  const side = 5;
  const fine = side * factor;
  const slopes = [
    [0.25, 0],
    [-0.5, 0.125],
  ] as const;
  const result = createUpsampler(side, slopes.length, factor)(planes(side, slopes));
  expect(result).toHaveLength(fine * fine * slopes.length);
  // Beyond the outermost values they are as those.
  const place = (line: number) => Math.max(0.5, Math.min(side - 0.5, (line + 0.5) / factor));
  for (let row = 0; row < fine; row++)
    for (let column = 0; column < fine; column++)
      slopes.forEach(([across, down], k) => {
        const value = result[(row * fine + column) * slopes.length + k];
        expect(value).toBeCloseTo(across * place(column) + down * place(row), 6);
      });
});

test('what is not a number spoils its neighbours only', () => {
  const values = new Float32Array(16);
  values[5] = Number.NaN;
  const result = createUpsampler(4, 1, 2)(values);
  expect(result[7 * 8 + 7]).toBe(0);
  expect(result.filter(Number.isNaN).length).toBeLessThanOrEqual(36);
  expect(result[3 * 8 + 3]).toBeNaN();
});
