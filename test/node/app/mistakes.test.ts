import { expect, test } from 'vitest';
import { countOf, meantOf, mostMistaken, rowsOf, unanswered } from '../../../src/app/mistakes/mistakes';
import { noteAnswers } from '../../../src/training/testAnswers';

/** Of three classes: what is meant, and what is given to each. */
const samples: readonly (readonly [meant: number, outputs: readonly number[]])[] = [
  [0, [0.8, 0.1, 0.1]],
  [0, [0.3, 0.6, 0.1]],
  [0, [0.05, 0.9, 0.05]],
  [1, [0.1, 0.8, 0.1]],
  [2, [0.7, 0.1, 0.2]],
  [2, [Number.NaN, 0, 0]],
];
const notes = noteAnswers(samples.length, 3);
for (const [meant, outputs] of samples)
  notes.add(
    Float64Array.from(outputs),
    Float64Array.from([0, 1, 2], (of) => Number(of === meant)),
    1,
  );
const answers = notes.read(0);

test('mistakes come by how sure the network is of them, those without an answer last either way', () => {
  expect(rowsOf(answers, null, 'surest')).toEqual([2, 4, 1, 5]);
  expect(rowsOf(answers, null, 'doubtful')).toEqual([1, 4, 2, 5]);
});

test('of a cell come its digits alone, right ones too', () => {
  expect(rowsOf(answers, { meant: 0, answered: 1 }, 'surest')).toEqual([2, 1]);
  expect(rowsOf(answers, { meant: 0, answered: 0 }, 'surest')).toEqual([0]);
  expect(rowsOf(answers, { meant: 1, answered: 2 }, 'surest')).toEqual([]);
});

test('counts are those of the rows', () => {
  expect(countOf(answers, { meant: 0, answered: 1 })).toBe(2);
  expect(meantOf(answers, 2)).toBe(2);
  expect(mostMistaken(answers)).toBe(2);
  expect(unanswered(answers)).toBe(1);
});
