/** The network that the page opens with, measured again. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createNodeTrainer } from '../../src/node/trainer';

test('public/models/digits.npz has exactly the accuracy that it claims, above 97 % of 10,000', async () => {
  const trainer = createNodeTrainer();
  const bytes = new Uint8Array(readFileSync('public/models/digits.npz'));
  const { run, card } = await trainer.importWeights(bytes, 'digits');
  expect(run).toMatchObject({ parameters: 101_770, kernels: 'wasm' });
  expect(card).toMatchObject({
    seed: 1,
    epochs: 10,
    testRows: 10_000,
    madeBy: 'npm run train -- digits --seed 1 --epochs 10',
  });
  const { accuracy, loss, rows } = await trainer.evaluate();
  expect(rows).toBe(10_000);
  expect(accuracy).toBe(card.testAccuracy);
  expect(loss).toBe(card.testLoss);
  expect(accuracy).toBeGreaterThan(0.97);
});
