/** Going back in a run, and on again. */
import { expect, test } from 'vitest';
import { completeData } from '../../../src/training/data';
import { originalXorRecipe } from '../../../src/training/recipes';
import type { Scheduler } from '../../../src/training/slices';
import type { RunSpec, Trainer } from '../../../src/training/trainer';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

/** A state is due with nearly every look at it. */
function hastyScheduler(): Scheduler {
  let time = 0;
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { now: () => (time += 100), yield: later, sleep: later };
}

async function bitsOf(trainer: Trainer) {
  const { bytes } = await trainer.exportCheckpoint('a test', 'safetensors');
  return bits(new Float32Array(bytes.slice(0, bytes.length & ~3).buffer));
}

const dropping: RunSpec = {
  ...smallDigitsSpec,
  network: {
    inputs: 784,
    layers: [{ type: 'dropout', rate: 0.2 }, ...smallDigitsSpec.network.layers],
  },
};

test.each([
  {
    name: 'XOR, in batches that cross passes',
    spec: { ...originalXorRecipe, arithmetic: 'strict' } as const,
  },
  { name: 'digits with dropout', spec: dropping },
])(
  '$name: gone back to any step that is kept, the run is as it was there, and comes to the same bits',
  async ({ spec }) => {
    const trainer = createTestTrainer({
      scheduler: hastyScheduler(),
      openDigits: async () => completeData(new StripeDigits(200), new StripeDigits(100)),
    });
    await trainer.open(spec);
    await trainer.train({ steps: 100 });
    const end = await bitsOf(trainer);
    for (const wanted of [95, 60, 33, 0]) {
      const { step } = await trainer.rewind(wanted);
      expect(step).toBeLessThanOrEqual(wanted);
      expect(step).toBeGreaterThan(wanted - 60);
      const straight = createTestTrainer({
        openDigits: async () => completeData(new StripeDigits(200), new StripeDigits(100)),
      });
      await straight.open(spec);
      await straight.train({ steps: step });
      expect(await bitsOf(trainer)).toEqual(await bitsOf(straight));
      await trainer.train({ steps: 100 - step });
      expect(await bitsOf(trainer)).toEqual(end);
    }
  },
);

test('it ends the training that runs, and is refused before anything is kept', async () => {
  const trainer = createTestTrainer();
  await expect(trainer.rewind(0)).rejects.toThrow('open a run first');
  await trainer.open(originalXorRecipe);
  await expect(trainer.rewind(5)).rejects.toThrow('No state of step 5');
  const training = trainer.train();
  await trainer.predict(new Float32Array(2));
  expect(await trainer.rewind(0)).toEqual({ step: 0, epoch: 0 });
  expect((await training).reason).toBe('stopped');
});

test('settings stay as they are now', async () => {
  const trainer = createTestTrainer();
  await trainer.open(originalXorRecipe);
  await trainer.train({ steps: 10 });
  await trainer.tune({ rate: 0.5 });
  await trainer.rewind(0);
  const { card } = await trainer.exportWeights('a test', 'npz');
  expect(card).toMatchObject({ steps: 0, optimizer: { rate: 0.5 } });
});
