/** What is answered to each test row, as the trainer tells it. */
import { expect, test } from 'vitest';
import { largestIndex } from '../../../src/engine/metrics';
import { completeData } from '../../../src/training/data';
import { xorRecipe } from '../../../src/training/recipes';
import { noteAnswers } from '../../../src/training/testAnswers';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const rows = new StripeDigits(2500);
const openDigits = async () => completeData(rows, rows, 2500);
const every = Uint32Array.from({ length: 2500 }, (_, row) => row);

test('each row has its label, and the answer and confidence that predict gives, also when they are no whole number of batches', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(smallDigitsSpec);
  await trainer.train({ steps: 20 });
  const { step, labels, answers, confidences, confusion, scores } = await trainer.testAnswers();
  expect(step).toBe(20);
  const { inputs, labels: own } = await trainer.testRows(every);
  const { outputs } = await trainer.predict(inputs);
  expect([...labels]).toEqual(Array.from(every, (row) => row % 10));
  expect([...own]).toEqual([...labels]);
  expect([...answers]).toEqual(Array.from(every, (row) => largestIndex(outputs, 10 * row, 10)));
  expect(bits(confidences)).toEqual(
    bits(Float32Array.from(answers, (answer, row) => outputs[10 * row + answer])),
  );

  // The table counts the same rows once.
  const counted = new Float64Array(confusion.counts.length);
  for (const row of every) counted[11 * labels[row] + answers[row]]++;
  expect([...confusion.counts]).toEqual([...counted]);
  const right = answers.filter((answer, row) => answer === labels[row]).length;
  expect(right / 2500).toBe((await trainer.evaluate()).accuracy);
  expect(scores[3].recall).toBe(counted[11 * 3 + 3] / 250);
});

test('while it trains, the newest measurement answers, and the run has the bits of one that nobody asks', async () => {
  const alone = createTestTrainer({ openDigits });
  await alone.open(smallDigitsSpec);
  await alone.train({ steps: 600 });
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(smallDigitsSpec);
  const before = await trainer.testAnswers();
  const training = trainer.train({ steps: 600 });
  const steps: number[] = [];
  while (steps.length < 5) steps.push((await trainer.testAnswers()).step);
  await training;
  const after = await trainer.testAnswers();
  expect(before.step).toBe(0);
  expect(after.step).toBe(600);
  // Three times 2,500 samples, in batches of 32, lie between two measurements.
  for (const step of steps) expect([0, 235, 470, 600]).toContain(step);
  const weights = async (of: typeof trainer) => (await of.weights()).map(({ values }) => bits(values));
  expect(await weights(trainer)).toEqual(await weights(alone));
});

test('answers that were handed out belong to whoever asked', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(smallDigitsSpec);
  const first = await trainer.testAnswers();
  const answered = [...first.answers];
  for (const values of [first.answers, first.labels, first.confidences, first.confusion.counts])
    values.fill(7);
  expect([...(await trainer.testAnswers()).answers]).toEqual(answered);
});

test('with one output there are two classes, and a low one is a confident no', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  await trainer.train({ testLoss: 0.001 });
  const { labels, answers, confidences, confusion } = await trainer.testAnswers();
  expect([...labels]).toEqual([0, 1, 1, 0]);
  expect([...answers]).toEqual([0, 1, 1, 0]);
  expect(Math.min(...confidences)).toBeGreaterThan(0.9);
  expect([...confusion.counts]).toEqual([2, 0, 0, 0, 2, 0]);
});

test('a row without an answer, and one that is of no class, are told as such', () => {
  const notes = noteAnswers(2, 3);
  notes.add(Float64Array.of(Number.NaN, 0, 0, 0.2, 0.7, 0.1), Float64Array.of(1, 0, 0, 0.3, 0.3, 0.4), 2);
  const { labels, answers, confidences } = notes.read(4);
  expect([...labels]).toEqual([0, -1]);
  expect([...answers]).toEqual([-1, 1]);
  expect([...confidences]).toEqual([Number.NaN, Math.fround(0.7)]);
});

test('test rows are told as they are in the data, in the order in which they are asked for; one that is not there is refused', async () => {
  const trainer = createTestTrainer({ openDigits });
  await trainer.open(smallDigitsSpec);
  const order = Uint32Array.of(7, 2499, 7);
  const { inputs, labels } = await trainer.testRows(order);
  const expected = new Float32Array(3 * 784);
  rows.writeBatch(expected, new Float32Array(30), order, 0, 3);
  expect(bits(inputs)).toEqual(bits(expected));
  expect([...labels]).toEqual([7, 9, 7]);
  await expect(trainer.testRows(Uint32Array.of(2500))).rejects.toThrow('Row 2500 was asked for');
});
