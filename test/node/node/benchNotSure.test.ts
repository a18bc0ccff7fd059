import { expect, test } from 'vitest';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { doubtText, measureDoubt } from '../../../src/node/benchNotSure';
import { heldOutDigits } from '../../../src/node/heldOutDrawings';
import type { Trainer } from '../../../src/training/trainer';

/** Rows of two pixels that the trainer below reads: which digit it says, and how sure it is. */
const said = [
  { label: 3, answered: 3, share: 0.9 },
  { label: 3, answered: 3, share: 0.5 },
  { label: 4, answered: 5, share: 0.5 },
  { label: 4, answered: 4, share: 0.6 },
];
const rows = new TableDataset(
  2,
  10,
  Float64Array.from(said.flatMap(({ answered, share }) => [answered, share])),
  Float64Array.from(
    said.flatMap(({ label }) => Array.from({ length: 10 }, (_, digit) => Number(digit === label))),
  ),
);

/** Of all other rows it says that it is a 0, and is sure of it. */
const trainer = {
  predict: async (inputs: Float32Array) => {
    const width = inputs.length === 2 * said.length ? 2 : 784;
    const outputs = new Float32Array((10 * inputs.length) / width);
    for (let row = 0; row < inputs.length / width; row++)
      if (width === 2) outputs[10 * row + inputs[2 * row]] = inputs[2 * row + 1];
      else outputs[10 * row] = 0.95;
    return { outputs, step: 0 };
  },
} as Pick<Trainer, 'predict'> as Trainer;

test('of digits those count as doubted that are read right, of what is no digit all', async () => {
  const [own, digits, signs, scribbles] = await measureDoubt(trainer, [{ measured: 'mine', data: rows }]);
  expect(own).toEqual({ measured: 'mine', rows: 4, accuracy: 0.75, notSure: 1 / 3 });
  // Of 41 ways five are zeros.
  expect(digits).toMatchObject({ rows: 2050, accuracy: 5 / 41, notSure: 0 });
  expect(signs).toMatchObject({ rows: 1450, accuracy: null, notSure: 0 });
  expect(scribbles).toMatchObject({ rows: 1500, accuracy: null, notSure: 0 });
  expect(
    doubtText([{ name: 'x', doubts: [own, signs] }])
      .split('\n')
      .slice(1),
  ).toEqual([
    'measured on                            x',
    'mine, 4                    75.00   33.33',
    'letters and signs, 1,450            0.00',
  ]);
});

test('what is held out has every digit in it, the same whenever it is drawn', () => {
  const gather = () => {
    const target = new Float32Array(10 * 41);
    const x = new Float32Array(784 * 41);
    heldOutDigits(41).writeBatch(
      x,
      target,
      Uint32Array.from({ length: 41 }, (_, row) => row),
      0,
      40,
    );
    return { x, target };
  };
  const { target } = gather();
  for (let digit = 0; digit < 10; digit++)
    expect(
      target.filter((_, at) => at % 10 === digit).reduce((sum, value) => sum + value, 0),
    ).toBeGreaterThan(2);
  expect(gather()).toEqual(gather());
});
