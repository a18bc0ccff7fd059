import { expect, test } from 'vitest';
import { answersTo, countRight } from '../../../src/app/myDigits/answersTo';
import type { MyDigit } from '../../../src/app/myDigits/digitStorage';
import { ordered } from '../../../src/app/myDigits/order';
import type { Prediction } from '../../../src/training/trainer';
import { labelledDigits } from '../../support/labelledDigits';

const digits: readonly MyDigit[] = labelledDigits(4).map((digit, at) => ({ ...digit, id: `${at}` }));

/** A network that gives each row these shares of its first four classes. */
function networkOf(...rows: readonly (readonly number[])[]) {
  const asked: Float32Array[] = [];
  const predict = async (inputs: Float32Array): Promise<Prediction> => {
    asked.push(inputs);
    const outputs = Float32Array.from(
      rows.flatMap((row) => [...row, ...new Array<number>(10 - row.length).fill(0)]),
    );
    return { outputs, step: 7 };
  };
  return { predict, asked };
}

test('all digits are asked about in one question, ink 1; those read as their label are right, and no numbers are wrong', async () => {
  const network = networkOf([0.9, 0.1], [0.6, 0.4], [0.1, 0.2, 0.7], [Number.NaN]);
  const answers = await answersTo(network, digits);
  expect(network.asked).toHaveLength(1);
  expect(network.asked[0]).toEqual(
    Float32Array.from(digits.flatMap(({ image }) => [...image].map((byte) => byte / 255))),
  );
  expect([...answers.values()].map((answer) => answer?.digit)).toEqual([0, 0, 2, undefined]);
  expect(countRight(digits, answers)).toEqual({ right: 2, of: 4 });
});

test('of no digits nothing is asked', async () => {
  const network = networkOf();
  expect(countRight([], await answersTo(network, []))).toEqual({ right: 0, of: 0 });
  expect(network.asked).toEqual([]);
});

test('digits that came after the question are not counted, and labels count as they are now', async () => {
  const [first, second, third, fourth] = digits;
  const answers = await answersTo(networkOf([0.9, 0.1], [0.6, 0.4]), [first, second]);
  expect(countRight([first, { ...second, label: 0 }, third, fourth], answers)).toEqual({ right: 2, of: 2 });
});

test('newest first is by when they were drawn; mistakes first by how little the label gets, then the least sure', async () => {
  const answers = await answersTo(
    networkOf([0.6, 0.4], [0.7, 0.3], [0.1, 0, 0.9], [0.95, 0, 0, 0.05]),
    digits,
  );
  const order = (by: 'newest' | 'mistakes') => ordered(digits, by, answers).map(({ id }) => id);
  expect(order('newest')).toEqual(['3', '2', '1', '0']);
  expect(order('mistakes')).toEqual(['3', '1', '0', '2']);
  expect(ordered(digits, 'mistakes', null).map(({ id }) => id)).toEqual(['3', '2', '1', '0']);
});
