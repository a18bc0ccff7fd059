/** Digits to be looked at are those that a run trains, and looking at them changes nothing. */
import { expect, test } from 'vitest';
import { usualAugmentation } from '../../../src/datasets/augment';
import { createRandom } from '../../../src/engine/random';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { createBending } from '../../../src/training/bending';
import { completeData } from '../../../src/training/data';
import { sampleRows } from '../../../src/training/sampleRows';
import type { DataSpec, RunSpec } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const train = drawnDigits(200);
const data = completeData(train, drawnDigits(30, 12), 60);
const openDigits = () => Promise.resolve(data);
const plain: DataSpec = { type: 'digits' };
const bent: DataSpec = { type: 'digits', augmentation: usualAugmentation };
const bentSpec: RunSpec = { ...smallDigitsSpec, data: bent };

const openSampleKernels = (floats: number) => openKernels(kernelBuilds, floats, 'fused');

test('the first row are digits as they are, the others what the kernels make of them with the same generator', async () => {
  const [digits, variants] = [5, 3];
  const random = createRandom(7);
  const chosen = Array.from({ length: digits }, () => random.integer(60));
  const order = Uint32Array.from({ length: digits * variants }, (_, at) => chosen[at % digits]);
  const asTheyAre = new Float32Array(digits * 784);
  data.train.writeBatch(asTheyAre, new Float32Array(digits * 10), order, 0, digits);

  // The same bits from the kernels that are the specification.
  const kernels = referenceKernels('float32');
  const ink = kernels.allocSparse(order.length, 784);
  train.writeSparseBatch(ink, new Float32Array(order.length * 10), order, 0, order.length);
  createBending(kernels, order.length)(ink, order.length, usualAugmentation, random);
  const asTrained = kernels.alloc(order.length * 784);
  kernels.expandRows(asTrained, ink, order.length, 784);

  const images = await sampleRows(bent, { digits, variants, seed: 7 }, openDigits, openSampleKernels);
  expect(images.length).toBe((1 + variants) * digits * 784);
  expect(bits(images.slice(0, asTheyAre.length))).toEqual(bits(asTheyAre));
  expect(bits(images.slice(asTheyAre.length))).toEqual(bits(asTrained));
});

test('digits that are not bent are shown as they are in every row', async () => {
  const images = await sampleRows(plain, { digits: 3, variants: 2, seed: 1 }, openDigits, openSampleKernels);
  const row = bits(images.slice(0, 3 * 784));
  expect(bits(images)).toEqual([...row, ...row, ...row]);
});

test('only the rows that arrive first are waited for', async () => {
  const asked: number[] = [];
  const slow = {
    ...data,
    untilTrainRows: async (rows: number) => void asked.push(rows),
  };
  await sampleRows(bent, { digits: 8, variants: 4, seed: 3 }, () => Promise.resolve(slow), openSampleKernels);
  expect(asked).toEqual([60]);
});

test('a run whose digits are looked at while it trains ends with the bits of one that is left alone', async () => {
  const run = async (looks: number) => {
    const trainer = createTestTrainer({ openDigits });
    await trainer.open(bentSpec);
    const training = trainer.train({ steps: 200 });
    for (let seed = 0; seed < looks; seed++)
      expect((await trainer.sampleRows(bent, { digits: 8, variants: 4, seed })).length).toBe(40 * 784);
    expect((await training).reason).toBe('completed');
    const weights = await trainer.weights();
    trainer.close();
    return weights.flatMap(({ values }) => bits(values));
  };
  expect(await run(5)).toEqual(await run(0));
});

test('strengths beyond their limits, and problems without images, are refused', async () => {
  const request = { digits: 2, variants: 1, seed: 0 };
  const tooFar: DataSpec = { type: 'digits', augmentation: { ...usualAugmentation, shift: 9 } };
  await expect(sampleRows(tooFar, request, openDigits, openSampleKernels)).rejects.toThrow(
    /shift must be from 0 to 8/,
  );
  await expect(
    sampleRows({ type: 'xor', sampler: 'table' }, request, openDigits, openSampleKernels),
  ).rejects.toThrow('Only digits');
});
