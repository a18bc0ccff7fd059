/** A file that is refused leaves everything as it was. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { FormatError } from '../../../src/formats/weights';
import { fileFormats } from '../../../src/training/fileFormats';
import { xorRecipe } from '../../../src/training/recipes';
import { mutated } from '../../support/mutations';
import { createTestTrainer } from '../../support/trainers';

const files = 300;

test.each(fileFormats.map(({ name }) => name))(
  '%s: of 300 damaged files each that is refused leaves weights, moments, generator and position to the bit',
  async (format) => {
    const source = createTestTrainer();
    await source.open({ ...xorRecipe, seed: 7 });
    await source.train({ steps: 30 });
    const originals = [(await source.exportWeights('a test', format)).bytes];
    const trainer = createTestTrainer();
    await trainer.open(xorRecipe);
    await trainer.train({ steps: 20 });
    const state = async () => Buffer.from((await trainer.exportCheckpoint('a test', 'npz')).bytes);
    const before = await state();
    const random = createRandom(5);
    let refused = 0;
    for (let file = 0; file < files; file++) {
      const bytes = mutated(originals, random);
      try {
        await trainer.inspectFile(bytes, 'xor');
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        refused++;
        await expect(trainer.importWeights(bytes, 'xor')).rejects.toBeInstanceOf(FormatError);
        await expect(trainer.importCheckpoint(bytes, 'xor')).rejects.toBeInstanceOf(FormatError);
      }
      expect(Buffer.compare(await state(), before)).toBe(0);
    }
    expect(refused).toBeGreaterThan(files / 4);
  },
);

test('a card of another problem, a run that does not fit its card, and layers that fit nowhere change nothing', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  await trainer.train({ steps: 5 });
  const { bytes } = await trainer.exportCheckpoint('a test', 'safetensors');
  const state = async () => Buffer.from((await trainer.exportCheckpoint('a test', 'npz')).bytes);
  const before = await state();
  await expect(trainer.inspectFile(bytes, 'digits')).resolves.toMatchObject({
    refusal: expect.stringContaining('These weights are for XOR'),
  });
  await expect(trainer.importWeights(bytes, 'digits')).rejects.toThrow('These weights are for XOR');
  const other = createTestTrainer();
  await other.open({
    ...xorRecipe,
    network: { inputs: 2, layers: [{ type: 'dense', units: 1, bias: false, initializer: 'zeros' }] },
  });
  await expect(other.importLayers(bytes)).rejects.toThrow('No layer of the network on screen');
  // A file without a card is for the problem whose inputs and outputs it has.
  const bare = (await trainer.exportWeights('a test', 'pickle')).bytes;
  await expect(trainer.inspectFile(bare, 'digits')).rejects.toThrow('These weights are for XOR');
  expect(Buffer.compare(await state(), before)).toBe(0);
});

test('of several readings that are asked for at once the newest is measured, the others are told so', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const { bytes } = await trainer.exportWeights('a test', 'pickle');
  const { question } = await trainer.inspectFile(bytes, 'xor');
  if (!question) throw new Error('Nothing is asked.');
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => trainer.measureFile(bytes, 'xor', question.suggested)),
  );
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
});
