import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProbe } from '../../../src/app/probe';
import { silentTrainer } from './fakeSession';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Heard = readonly [answer: string | null, question: number | null];

/** A probe whose answers the test gives; the time is the test's too. */
function follow(pause: number, isMoving = () => false) {
  const asked: number[] = [];
  const heard: Heard[] = [];
  const open: ((answer: string | null) => void)[] = [];
  const probe = createProbe<number, string>(() => silentTrainer, isMoving, {
    ask(_trainer, question) {
      asked.push(question);
      return new Promise((resolve, reject) =>
        open.push((answer) => (answer === null ? reject(new Error('No network.')) : resolve(answer))),
      );
    },
    listener: (answer, question) => void heard.push([answer, question]),
    pause,
  });
  /** Null: with an error. */
  const answer = async (text: string | null) => {
    open.shift()?.(text);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { probe, asked, heard, answer };
}

test('one question is in flight, and of those that come meanwhile the newest is asked', async () => {
  const { probe, asked, heard, answer } = follow(0);
  for (const question of [1, 2, 3]) probe.ask(question);
  expect(asked).toEqual([1]);
  await answer('one');
  expect(asked).toEqual([1, 3]);
  await answer('three');
  expect(heard).toEqual([
    ['one', 1],
    ['three', 3],
  ]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([1, 3]);
});

test('with a pause the next question waits that long', async () => {
  const { probe, asked, answer } = follow(100);
  probe.ask(1);
  await answer('one');
  probe.ask(2);
  await vi.advanceTimersByTimeAsync(99);
  expect(asked).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual([1, 2]);
});

test('while the weights move it asks again by itself, and leaves nine times the answer’s time to training', async () => {
  let isMoving = true;
  const { probe, asked, answer } = follow(100, () => isMoving);
  probe.ask(1);
  await vi.advanceTimersByTimeAsync(200);
  await answer('one');
  await vi.advanceTimersByTimeAsync(1799);
  expect(asked).toEqual([1]);
  await vi.advanceTimersByTimeAsync(20);
  expect(asked).toEqual([1, 1]);
  isMoving = false;
  await answer('one again');
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([1, 1]);
});

test('an answer to a question that was taken back is not heard, nor one after closing', async () => {
  const { probe, heard, answer } = follow(0);
  probe.ask(1);
  probe.ask(null);
  await answer('one');
  expect(heard).toEqual([[null, null]]);
  probe.ask(2);
  probe.close();
  await answer('two');
  expect(heard).toEqual([[null, null]]);
});

test('what is answered with an error is asked again when the weights have changed', async () => {
  const { probe, asked, heard, answer } = follow(0);
  probe.ask(1);
  await answer(null);
  expect(heard).toEqual([]);
  probe.refresh();
  expect(asked).toEqual([1, 1]);
});

test('while it rests nothing is asked, even if the weights move; afterwards the newest question is', async () => {
  const { probe, asked, answer } = follow(0, () => true);
  probe.ask(1);
  probe.rest(true);
  await answer('one');
  probe.ask(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([1]);
  probe.rest(false);
  expect(asked).toEqual([1, 2]);
  await answer('two');
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([1, 2, 2]);
});
