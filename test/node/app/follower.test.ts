import { expect, test } from 'vitest';
import { createFollower, maxFollowed } from '../../../src/app/digits/follower';

const shares = (first: number) => Float32Array.of(first, 1 - first);
const steps = (follower: ReturnType<typeof createFollower>) => follower.points.map(({ step }) => step);

test('every step is kept while there are few', () => {
  const follower = createFollower();
  for (const step of [0, 1, 2, 5]) follower.add(step, shares(step / 10));
  expect(steps(follower)).toEqual([0, 1, 2, 5]);
  expect(follower.points[3].shares[0]).toBeCloseTo(0.5, 6);
});

test('after 100,000 steps there are at most 400 points, evenly spread, from the first step to the newest', () => {
  const follower = createFollower();
  for (let step = 0; step <= 100_000; step += 7) follower.add(step, shares(0));
  const kept = steps(follower);
  expect(kept.length).toBeGreaterThan(maxFollowed / 3);
  expect(kept.length).toBeLessThanOrEqual(maxFollowed);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(Math.floor(100_000 / 7) * 7);
  const gaps = kept.slice(1, -1).map((step, index) => step - kept[index]);
  expect(Math.max(...gaps)).toBeLessThan(3 * Math.min(...gaps));
});

test('said again at the same step, the newest counts', () => {
  const follower = createFollower();
  follower.add(3, shares(0.1));
  follower.add(3, shares(0.9));
  expect(steps(follower)).toEqual([3]);
  expect(follower.points[0].shares[0]).toBeCloseTo(0.9, 6);
});

test('a step before the last, as after Reset, begins a new history', () => {
  const follower = createFollower();
  follower.add(0, shares(0));
  follower.add(9, shares(0));
  follower.add(0, shares(1));
  expect(steps(follower)).toEqual([0]);
});

test('what is taken does not change with the buffer it came in', () => {
  const follower = createFollower();
  const buffer = shares(0.25);
  follower.add(1, buffer);
  buffer[0] = 1;
  expect(follower.points[0].shares[0]).toBe(0.25);
});
