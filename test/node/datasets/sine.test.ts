import { expect, test } from 'vitest';
import { cosineOfTurns, sineOfTurns, smallSine } from '../../../src/datasets/sine';

test('a small sine is within 1e-11 of the sine, up to an eighth of a turn', () => {
  for (let i = -1000; i <= 1000; i++) {
    const x = ((i / 1000) * Math.PI) / 4;
    expect(Math.abs(smallSine(x) - Math.sin(x))).toBeLessThan(1e-11);
  }
});

test('sine and cosine of any turn are within 1e-10, and exact at the quarters', () => {
  for (let i = -4000; i <= 4000; i++) {
    const turns = i / 773;
    expect(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(1e-10);
    expect(Math.abs(cosineOfTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(1e-10);
  }
  expect([0, 0.5, 1, -3].map(sineOfTurns).map(Math.abs)).toEqual([0, 0, 0, 0]);
});
