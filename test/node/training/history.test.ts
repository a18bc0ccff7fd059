import { expect, test } from 'vitest';
import { createHistory, type History, maxKept } from '../../../src/training/history';
import type { RunState } from '../../../src/training/runState';

const random = [1, 2, 3, 4] as const;
const at = (step: number): { saveState(): RunState } => ({
  saveState: () => ({
    position: { step, epoch: 0, row: 0, random, epochRandom: random },
    tensors: [],
    moments: [],
  }),
});

/** States of these steps, each with a loss. */
function historyOf(
  steps: Iterable<number>,
  loss: (step: number) => number = () => 1,
  stateBytes = 1,
): History {
  const history = createHistory(stateBytes);
  for (const step of steps) {
    history.keep(at(step), null);
    history.judge(loss(step));
  }
  return history;
}

function* every(interval: number, to: number) {
  for (let step = 0; step <= to; step += interval) yield step;
}

const stepOf = (kept: ReturnType<History['at']>) => kept?.state.position.step ?? null;

/** All steps that can be gone back to. */
function keptSteps(history: History, to: number): number[] {
  return [...new Set([...every(1, to)].map((step) => stepOf(history.at(step))))].filter(
    (step) => step !== null,
  );
}

test.each([10, 100, 999, 10_000])(
  'of states kept every 7 steps up to %d at most nine remain, the first and the newest among them, no gap wider than a third',
  (to) => {
    const steps = keptSteps(historyOf(every(7, to)), to);
    const newest = 7 * Math.floor(to / 7);
    expect(steps.length).toBeLessThanOrEqual(maxKept + 1);
    expect(steps.at(0)).toBe(0);
    expect(steps.at(-1)).toBe(newest);
    steps.slice(1).forEach((step, i) => {
      expect(step - steps[i]).toBeLessThanOrEqual(Math.max(7, newest / 3));
    });
  },
);

test('of large states fewer are kept, and of those of which two do not fit none', () => {
  expect(keptSteps(historyOf(every(1, 100), undefined, 50e6), 100)).toHaveLength(3);
  const none = historyOf(every(1, 100), undefined, 81e6);
  expect(none.newest).toBeNull();
  expect(none.at(100)).toBeNull();
});

test('the healthy state is the newest before a step that is nearly as good as the best, or far below guessing', () => {
  const losses: Record<number, number> = { 0: 2.3, 1: 1, 2: 0.5, 3: 0.6, 4: 0.9, 5: 7, 6: 8 };
  const history = historyOf([0, 1, 2, 3, 4, 5, 6], (step) => losses[step]);
  expect(stepOf(history.healthyBefore(7, 2.3))).toBe(4);
  expect(stepOf(history.healthyBefore(4, 2.3))).toBe(3);
  const learned = historyOf([0, 1, 2, 3], (step) => [2.3, 0.001, 0.2, 0.3][step]);
  expect(stepOf(learned.healthyBefore(7, 2.3))).toBe(2);
});

test('where nothing was learned, or nothing is known, it is the first; before the first there is none', () => {
  const history = historyOf([3, 4, 5], () => 2.2);
  expect(stepOf(history.healthyBefore(9, 2.3))).toBe(3);
  expect(history.healthyBefore(3, 2.3)).toBeNull();
  const unknown = createHistory(1);
  unknown.keep(at(3), null);
  expect(stepOf(unknown.healthyBefore(9, 2.3))).toBe(3);
});

test('a state is worth the worse of the losses before and after it', () => {
  const history = createHistory(1);
  history.keep(at(0), null);
  history.judge(0.1);
  history.keep(at(1), 0.1);
  history.judge(5);
  history.keep(at(2), 5);
  history.judge(0.1);
  expect(stepOf(history.healthyBefore(9, 2.3))).toBe(0);
});

test('cut forgets what is behind a step, and goes on from there', () => {
  const history = historyOf([0, 1, 2, 3, 4]);
  history.cut(2);
  expect(stepOf(history.newest)).toBe(2);
  expect(stepOf(history.at(100))).toBe(2);
  history.keep(at(3), null);
  expect(stepOf(history.at(100))).toBe(3);
});
