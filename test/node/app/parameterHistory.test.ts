import { expect, test } from 'vitest';
import {
  historyOf,
  noHistory,
  type ParameterHistory,
  withSnapshot,
} from '../../../src/app/space2d/parameterHistory';

const place = { tensor: 'layers.0.weight', index: 1 };

/** With two weights of this value, or so many. */
function after(history: ParameterHistory, step: number, value: number, length = 2): ParameterHistory {
  const values = new Float32Array(length).fill(value);
  return withSnapshot(history, step, [{ name: 'layers.0.weight', shape: [1, length], values }]);
}

test('a long run is kept in at most 256 points from its first step to its newest, evenly', () => {
  let history = noHistory;
  for (let step = 0; step <= 50_000; step += 7) {
    history = after(history, step, step);
    expect(history.snapshots.length).toBeLessThanOrEqual(256);
  }
  const points = historyOf(history, place);
  expect(points.length).toBeGreaterThan(64);
  expect(points[0].step).toBe(0);
  expect(points.at(-1)).toEqual({ step: 49_994, value: 49_994 });
  const gaps = points.slice(1, -1).map(({ step }, at) => step - points[at].step);
  expect(Math.max(...gaps)).toBeLessThan(3 * Math.min(...gaps));
});

test('a value that was set between two steps is there at once', () => {
  const history = [1, 2, 3].reduce((before, value) => after(before, 0, value), noHistory);
  expect(historyOf(history, place).at(-1)).toEqual({ step: 0, value: 3 });
});

test('of a network that began again, or is another, it begins anew', () => {
  let history = [0, 10, 20].reduce((before, step) => after(before, step, step), noHistory);
  history = after(history, 5, 1);
  expect(historyOf(history, place)).toEqual([{ step: 5, value: 1 }]);
  history = after(history, 6, 2, 3);
  expect(historyOf(history, place)).toEqual([{ step: 6, value: 2 }]);
  expect(historyOf(history, { tensor: 'layers.9.bias', index: 0 })).toEqual([]);
});
