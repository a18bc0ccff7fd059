/** The two networks that the pad reads with: their files are what their cards say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tensorsFromWeights } from '../../src/formats/layout';
import { readSafetensors } from '../../src/formats/safetensors/safetensors';
import { kernelBuilds } from '../../src/kernels/bytes';
import { openKernels } from '../../src/kernels/openKernels';
import { measureDoubt } from '../../src/node/benchNotSure';
import { createNodeTrainer, openTestRows } from '../../src/node/trainer';
import { completeData } from '../../src/training/data';
import { specFor } from '../../src/training/exchange';
import { convPadRecipe, padEpochs, padRecipe } from '../../src/training/recipes';
import { createRun, runFloats } from '../../src/training/run';
import { own } from '../support/ownWeights';

describe.each([
  {
    file: 'digits-pad.safetensors',
    recipe: padRecipe,
    epochs: padEpochs.dense,
    command: 'npm run train -- digits-pad --seed 1 --epochs 80 --half',
    bytes: 500_000,
    accuracy: 0.987,
    doubted: { digits: 0.015, signs: 0.7, scribbles: 0.8 },
  },
  {
    file: 'digits-conv-pad.safetensors',
    recipe: convPadRecipe,
    epochs: padEpochs.convolutional,
    command: 'npm run train -- digits-conv-pad --seed 1 --epochs 30 --half',
    bytes: 250_000,
    accuracy: 0.994,
    doubted: { digits: 0.02, signs: 0.85, scribbles: 0.88 },
  },
])('public/models/$file', ({ file, recipe, epochs, command, bytes, accuracy, doubted }) => {
  const content = new Uint8Array(readFileSync(`public/models/${file}`));
  const { card, tensors } = own(readSafetensors(content));

  test(`is of its recipe, whole, and in ${bytes / 1000} kB`, () => {
    expect(specFor(card, 'digits')).toEqual({ ...recipe, arithmetic: 'strict' });
    expect(card).toMatchObject({ epochs, steps: 938 * epochs, madeBy: command, testRows: 10_000 });
    expect(content.length).toBeLessThanOrEqual(bytes);
  });

  test(`reads at least ${100 * accuracy} % of the 10,000 test digits, and what its card says, to the bit of the loss`, async () => {
    const spec = specFor(card, 'digits');
    const rows = await openTestRows(spec);
    const run = createRun(
      spec,
      openKernels(kernelBuilds, runFloats(spec), 'strict'),
      completeData(rows, rows),
    );
    run.setWeights(tensorsFromWeights({ card, tensors }));
    const measuring = run.startEvaluation(rows);
    while (!measuring.advance());
    const { evaluation: found } = measuring.result();
    expect(found.accuracy).toBe(card.testAccuracy);
    expect(found.loss).toBe(card.testLoss);
    expect(found.accuracy).toBeGreaterThanOrEqual(accuracy);
  });

  test('reads digits in ways that it has never seen, and doubts letters and scribbles, but hardly a digit', async () => {
    const trainer = createNodeTrainer();
    await trainer.importWeights(content, 'digits');
    const [digits, signs, scribbles] = await measureDoubt(trainer, []);
    trainer.close();
    expect(digits.accuracy).toBeGreaterThanOrEqual(0.98);
    expect(digits.notSure).toBeLessThanOrEqual(doubted.digits);
    expect(signs.notSure).toBeGreaterThanOrEqual(doubted.signs);
    expect(scribbles.notSure).toBeGreaterThanOrEqual(doubted.scribbles);
  });
});
