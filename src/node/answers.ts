/** What a network answers to all rows of some data. */
import type { Dataset } from '../datasets/dataset';
import { givenOrder } from '../datasets/epochOrder';
import { maxBatch } from '../training/recipes';
import type { Trainer } from '../training/trainer';

/** `count` rows of outputs and of targets, `[count, O]` each. */
export type TakeAnswers = (outputs: Float32Array, targets: Float32Array, count: number) => void;

/** Hands the answers of the network that `trainer` has open to `take`, as many rows at a time as the engine takes. */
export async function answerAll(trainer: Trainer, data: Dataset, take: TakeAnswers): Promise<void> {
  const order = givenOrder(data.rows);
  for (let from = 0; from < data.rows; from += maxBatch) {
    const count = Math.min(maxBatch, data.rows - from);
    const inputs = new Float32Array(count * data.inputs);
    const targets = new Float32Array(count * data.outputs);
    data.writeBatch(inputs, targets, order, from, count);
    const { outputs } = await trainer.predict(inputs);
    take(outputs, targets, count);
  }
}
