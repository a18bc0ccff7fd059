/** The network that the page opens with, trained again. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tensorsFromWeights } from '../../src/formats/layout';
import { createNodeTrainer } from '../../src/node/trainer';
import { digitsRecipe } from '../../src/training/recipes';
import { readOwnNpz } from '../support/ownWeights';

test('public/models/digits.npz is what its command trains, to the bit, with the accuracy above 97 % that it claims', async () => {
  const shipped = readOwnNpz(new Uint8Array(readFileSync('public/models/digits.npz')));
  expect(shipped.card).toMatchObject({
    arithmetic: 'strict',
    seed: 1,
    epochs: 10,
    testRows: 10_000,
    madeBy: 'npm run train -- digits --seed 1 --epochs 10',
  });
  const trainer = createNodeTrainer();
  const run = await trainer.open({ ...digitsRecipe, arithmetic: 'strict' });
  expect(run).toMatchObject({ parameters: 101_770, kernels: 'wasm' });
  await trainer.train({ epochs: 10 });
  for (const [i, { name, values }] of (await trainer.weights()).entries())
    expect(
      Buffer.compare(Buffer.from(values.buffer), Buffer.from(tensorsFromWeights(shipped)[i].values.buffer)),
      name,
    ).toBe(0);
  const { accuracy, loss, rows } = await trainer.evaluate();
  expect({ testAccuracy: accuracy, testLoss: loss, testRows: rows }).toEqual({
    testAccuracy: shipped.card.testAccuracy,
    testLoss: shipped.card.testLoss,
    testRows: shipped.card.testRows,
  });
  expect(accuracy).toBeGreaterThan(0.97);
});
