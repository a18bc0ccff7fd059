import { expect, test } from 'vitest';
import {
  nearest,
  nextPoint,
  placeOn,
  pointsBetween,
  project,
  viewOf,
} from '../../../src/app/hiddenMap/mapView';

const points = Float32Array.of(0, 0, 4, 1, -2, 0, 1, -3);
const every = () => true;

test('every point is on the canvas, the middle in the middle, up is up, and distances are as long both ways', () => {
  const view = viewOf(points, 400, 200);
  expect(placeOn(view, 0, 0)).toEqual([200, 100]);
  for (let n = 0; n < 4; n++) {
    const [x, y] = placeOn(view, points[2 * n], points[2 * n + 1]);
    expect(x > 0 && x < 400 && y > 0 && y < 200).toBe(true);
  }
  const [right] = placeOn(view, 1, 0);
  const [, up] = placeOn(view, 0, 1);
  expect(right - 200).toBeCloseTo(100 - up, 9);
  expect(up).toBeLessThan(100);
});

test('points of no extent lie in the middle', () => {
  expect(placeOn(viewOf(new Float32Array(4), 100, 100), 0, 0)).toEqual([50, 50]);
});

test('a sample is projected as the points are; one of another network is nowhere', () => {
  const map = { mean: Float32Array.of(1, 2, 3), components: Float32Array.of(0, 1, 0, 0, 0, -1) };
  expect(project(map, [9, 5, 7])).toEqual([3, -4]);
  expect(project(map, [1, 2])).toBeNull();
});

test('half way between two maps a point is in the middle; where their numbers differ it is there at once', () => {
  expect([...pointsBetween(Float32Array.of(0, 2), Float32Array.of(4, 4), 0.5)]).toEqual([2, 3]);
  expect([...pointsBetween(new Float32Array(), points, 0)]).toEqual([...points]);
});

test('the nearest is found within reach, and among those that are offered', () => {
  expect(nearest(points, [3.6, 1], 1, every)).toBe(1);
  expect(nearest(points, [10, 10], 1, every)).toBe(-1);
  expect(nearest(points, [3.6, 1], 9, (n) => n !== 1)).toBe(0);
});

test('to each side the next point is one that lies there; where there is none it stays', () => {
  expect(nextPoint(points, 0, [1, 0], every)).toBe(1);
  expect(nextPoint(points, 0, [-1, 0], every)).toBe(2);
  expect(nextPoint(points, 0, [0, -1], every)).toBe(3);
  expect(nextPoint(points, 0, [0, 1], every)).toBe(0);
  expect(nextPoint(points, 0, [1, 0], (n) => n !== 1)).toBe(0);
});
