/** Training digits to be looked at: as they are, and as a run gets them. */
import { checkAugmentation } from '../datasets/augment';
import { sparseFloats } from '../engine/networkFloats';
import { createRandom } from '../engine/random';
import type { Kernels } from '../kernels/kernels';
import { bendingFloats, createBending } from './bending';
import type { OpenDigits } from './data';
import { trainedRows } from './trainedRows';
import type { DataSpec, SampleRequest } from './trainer';

/**
 * As `Trainer.sampleRows`. The digits are of the first that arrive, so that nobody waits for all of them; they are bent in
 * kernels of their own, with memory for so many numbers.
 */
export async function sampleRows(
  data: DataSpec,
  { digits, variants, seed }: SampleRequest,
  openDigits: OpenDigits,
  createKernels: (floats: number) => Kernels,
): Promise<Float32Array> {
  if (data.type !== 'digits') throw new Error('Only digits can be shown as images.');
  const { train, shardRows, untilTrainRows } = await openDigits();
  const { augmentation } = data;
  if (augmentation) checkAugmentation(augmentation, train);
  const choosable = Math.min(shardRows, train.rows);
  await untilTrainRows(choosable);
  const random = createRandom(seed);
  const chosen = Array.from({ length: digits }, () => random.integer(choosable));
  const count = variants * digits;
  const order = Uint32Array.from({ length: digits + count }, (_, at) => chosen[at % digits]);
  const { inputs, outputs } = train;
  const images = new Float32Array(order.length * inputs);
  const target = new Float32Array(order.length * outputs);
  train.writeBatch(images, target, order, 0, digits);

  const kernels = createKernels(sparseFloats(count, inputs) + bendingFloats(count) + count * inputs);
  const ink = kernels.allocSparse(count, inputs);
  const bend = createBending(kernels, count);
  const bent = kernels.alloc(count * inputs);
  trainedRows({ data }, train, random).writeSparseBatch?.(ink, target, order, digits, count);
  if (augmentation) bend(ink, count, augmentation, random);
  else kernels.unpackRows(ink, count);
  kernels.expandRows(bent, ink, count, inputs);
  images.set(bent, digits * inputs);
  return images;
}
