/** Training digits to be looked at: as they are, and as a run gets them. */
import { createRandom } from '../engine/random';
import type { OpenDigits } from './data';
import { trainedRows } from './run';
import type { DataSpec, SampleRequest } from './trainer';

/** As `Trainer.sampleRows`. The digits are of the first that arrive, so that nobody waits for all of them. */
export async function sampleRows(
  data: DataSpec,
  { digits, variants, seed }: SampleRequest,
  openDigits: OpenDigits,
): Promise<Float32Array> {
  if (data.type !== 'digits') throw new Error('Only digits can be shown as images.');
  const { train, shardRows, untilTrainRows } = await openDigits();
  const choosable = Math.min(shardRows, train.rows);
  await untilTrainRows(choosable);
  const random = createRandom(seed);
  const chosen = Array.from({ length: digits }, () => random.integer(choosable));
  const count = (1 + variants) * digits;
  const order = Uint32Array.from({ length: count }, (_, at) => chosen[at % digits]);
  const images = new Float32Array(count * train.inputs);
  const target = new Float32Array(count * train.outputs);
  train.writeBatch(images, target, order, 0, digits);
  const trained = trainedRows({ data }, train, random);
  trained.writeBatch(images.subarray(digits * train.inputs), target, order, digits, variants * digits);
  return images;
}
