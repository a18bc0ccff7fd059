import { expect, test } from 'vitest';
import { createEnds } from '../../../src/training/ends';
import { xorRecipe } from '../../../src/training/recipes';
import type { Scheduler } from '../../../src/training/slices';
import type { TrainUntil } from '../../../src/training/trainer';
import { createTestTrainer } from '../../support/trainers';

const test10 = (loss: number, accuracy = 0.5) => ({ step: 10, loss, accuracy, rows: 4 });
const run = { step: 10, epoch: 1.5 };

test.each<[TrainUntil, keyof TrainUntil | null]>([
  [{}, null],
  [{ steps: 10 }, null],
  [{ steps: 8 }, 'steps'],
  [{ epochs: 2 }, null],
  [{ epochs: 1.5 }, 'epochs'],
  [{ seconds: 3 }, null],
  [{ seconds: 2 }, 'seconds'],
  [{ testLoss: 0.29 }, null],
  [{ testLoss: 0.3 }, 'testLoss'],
  [{ testAccuracy: 0.51 }, null],
  [{ testAccuracy: 0.5 }, 'testAccuracy'],
  [{ plateau: 3 }, null],
  [{ plateau: 2 }, 'plateau'],
  [{ steps: 8, testLoss: 0.3 }, 'steps'],
])('%j, begun at step 2, after 2 seconds and losses of 0.3, 0.4 and 0.3: %j', (until, reached) => {
  const ends = createEnds(until, 2);
  ends.addTime(2);
  for (const loss of [0.3, 0.4, 0.3]) ends.addTest(test10(loss));
  expect(ends.reached(run, test10(0.3))).toBe(reached);
});

test('a measurement of an older step reaches nothing, and a lower loss begins the plateau anew', () => {
  const ends = createEnds({ testLoss: 1, testAccuracy: 0, plateau: 2 }, 0);
  expect(ends.reached(run, { ...test10(0.1), step: 9 })).toBeNull();
  for (const loss of [0.3, 0.4, 0.2, 0.2]) ends.addTest(test10(loss));
  expect(ends.reached(run, null)).toBeNull();
  ends.addTest(test10(0.25));
  expect(ends.reached(run, null)).toBe('plateau');
});

/** Every look at the clock takes ten milliseconds. */
function tickingScheduler(): Scheduler {
  let time = 0;
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { now: () => (time += 10), yield: later, sleep: later };
}

test('XOR ends at an accuracy, and after seconds; Train goes on from there', async () => {
  const trainer = createTestTrainer({ scheduler: tickingScheduler() });
  await trainer.open(xorRecipe);
  const end = await trainer.train({ testAccuracy: 1, steps: 5000 });
  expect(end).toMatchObject({ reason: 'completed', reached: 'testAccuracy' });
  expect(await trainer.evaluate()).toMatchObject({ step: end.step, accuracy: 1 });
  expect(await trainer.train({ seconds: 5 })).toMatchObject({ reason: 'completed', reached: 'seconds' });
  expect((await trainer.evaluate()).step).toBeGreaterThan(end.step);
});

test('an end that is set in flight counts from there, in place of the one there was', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const training = trainer.train({ steps: 1e9 });
  await trainer.tune({ until: { steps: 50 } });
  expect(await training).toMatchObject({ reason: 'completed', reached: 'steps' });
});

test('with a rate too small to learn anything the test loss stays, and the plateau is found', async () => {
  const trainer = createTestTrainer();
  await trainer.open({ ...xorRecipe, optimizer: { type: 'sgd', rate: 1e-30, momentum: 0 } });
  // Measured every third step, and once at the end.
  expect(await trainer.train({ plateau: 5 })).toEqual({ reason: 'completed', step: 18, reached: 'plateau' });
});
