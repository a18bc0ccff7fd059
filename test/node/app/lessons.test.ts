/** Lessons from the page, on a real trainer in this thread. */
import { expect, test } from 'vitest';
import { createRunController } from '../../../src/app/runController';
import type { RunState } from '../../../src/app/state';
import { completeData } from '../../../src/training/data';
import type { Lesson, NamedTensor, Trainer } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(drawnDigits(200), drawnDigits(30, 12), 60);
const mine = drawnDigits(4, 77);
const plan = {
  images: Uint8Array.from([0, 1, 2, 3].flatMap((row) => [...mine.pixels(row)])),
  labels: Uint8Array.of(9, 9, 8, 8),
  share: 0.5,
  steps: 200,
};

async function openController(change: (trainer: Trainer) => Partial<Trainer> = () => ({})) {
  let trainer: Trainer | null = null;
  const controller = createRunController({
    spec: smallDigitsSpec,
    stepsPerSecond: null,
    shipped: null,
    createTrainer(listener) {
      trainer = createTestTrainer({ listener, openDigits: () => Promise.resolve(digits) });
      return { ...trainer, ...change(trainer) };
    },
  });
  await controller.start();
  const until = (is: (state: RunState) => boolean): Promise<RunState> =>
    new Promise((resolve) => {
      const look = () => {
        if (!is(controller.store.get())) return;
        stop();
        resolve(controller.store.get());
      };
      const stop = controller.store.subscribe(look);
      setTimeout(look);
    });
  const weights = async () => weightBits((await trainer?.weights()) ?? []);
  return { controller, until, weights };
}

const weightBits = (tensors: readonly NamedTensor[]) => tensors.flatMap(({ values }) => bits(values));
const isOver = ({ status, lesson }: RunState) => status === 'idle' && lesson?.after != null;

test('a lesson is measured before and after, on its digits and on the test digits', async () => {
  const { controller, until } = await openController();
  await controller.teach(plan);
  expect(controller.store.get().lesson).toMatchObject({ digits: 4, steps: 200, share: 0.5, after: null });
  const { lesson, step, events, test: shown } = await until(isOver);
  expect(step).toBe(200);
  expect(lesson?.before?.right).toBeLessThan(4);
  expect(lesson?.after?.right).toBe(4);
  expect(lesson?.before?.test).toMatchObject({ step: 0, rows: 30 });
  expect(lesson?.after?.test).toMatchObject({ step: 200, rows: 30 });
  expect(shown).toEqual(lesson?.after?.test);
  expect(events[0]).toMatchObject({ step: 200, text: 'taught 4 of your digits, 200 steps' });
});

test('a lesson that is stopped tells how many steps it had, and is measured all the same', async () => {
  const { controller, until } = await openController();
  await controller.teach({ ...plan, steps: 1_000_000 });
  await until(({ step }) => step > 10);
  controller.pause();
  const { lesson, step } = await until(isOver);
  expect(lesson?.steps).toBe(step);
  expect(lesson?.after?.test.step).toBe(step);
});

test('undone, a lesson leaves the weights, the step and the origin that were there before, to the bit', async () => {
  const { controller, until, weights } = await openController();
  await controller.train({ steps: 30 });
  await until(({ status }) => status === 'idle');
  const before = await weights();
  await controller.teach(plan);
  await until(isOver);
  expect(await weights()).not.toEqual(before);
  await controller.undoLesson();
  expect(await weights()).toEqual(before);
  expect(controller.store.get()).toMatchObject({ step: 30, origin: 'fresh', lesson: null, status: 'idle' });
});

test('what the trainer refuses to teach is said, and the network stays as it is', async () => {
  const { controller, until, weights } = await openController();
  const before = await weights();
  const lesson: Lesson = { ...plan, labels: Uint8Array.of(9, 9, 8, 12), rate: 1 };
  await controller.teach({ ...lesson, steps: 5 });
  const { message } = await until(({ status, message: said }) => status === 'idle' && said !== null);
  expect(message).toEqual({ kind: 'error', text: 'Digit 3 of the lesson has the label 12.' });
  expect(await weights()).toEqual(before);
});

test('without test digits there is no lesson: it is said why', async () => {
  const { controller } = await openController(() => ({
    evaluate: () => Promise.reject(new Error('The digits could not be fetched.')),
  }));
  await controller.teach(plan);
  expect(controller.store.get()).toMatchObject({
    status: 'idle',
    step: 0,
    lesson: null,
    message: { kind: 'error', text: 'The digits could not be fetched.' },
  });
});
