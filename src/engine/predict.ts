import type { Floats } from '../kernels/kernels';
import type { Network } from './network';

/** Samples or answers, row-major: `[m, n]` is m of n numbers, `[k, m, n]` is k batches of m of them. */
export type Batches<F extends Floats> = {
  readonly values: F;
  readonly shape: readonly number[];
};

/**
 * The network's outputs for samples of any number, in their order: for `[m, inputs]` they are `[m, outputs]`, for
 * `[k, m, inputs]` they are `[k, m, outputs]`. They belong to the caller. Runs in pieces of `maxBatch` rows and
 * overwrites `inputBuffer`, so the next step needs its batch anew; parameters and gradients stay as they are.
 * Throws an Error, before anything is touched, for a shape that is another, that the network does not take, or that
 * does not fit the number of values.
 */
export function predict<F extends Floats>(
  network: Network<F>,
  values: ArrayLike<number>,
  shape: readonly number[],
): Batches<F> {
  const { inputBuffer, maxBatch, outputs } = network;
  const { inputs } = network.spec;
  checkShape(values, shape, inputs);
  const before = shape.slice(0, -1);
  const rows = before.reduce((product, length) => product * length, 1);
  const answers = (
    inputBuffer instanceof Float64Array ? new Float64Array(rows * outputs) : new Float32Array(rows * outputs)
  ) as F;
  for (let start = 0; start < rows; start += maxBatch) {
    const B = Math.min(maxBatch, rows - start);
    for (let i = 0; i < B * inputs; i++) inputBuffer[i] = values[start * inputs + i];
    answers.set(network.forward(B), start * outputs);
  }
  return { values: answers, shape: [...before, outputs] };
}

function checkShape(values: ArrayLike<number>, shape: readonly number[], inputs: number): void {
  const text = `[${shape.join(', ')}]`;
  if (shape.length < 2 || shape.length > 3)
    throw new Error(
      `Samples come as [m, ${inputs}] or, in k batches, as [k, m, ${inputs}]; the shape ${text} has ${shape.length} dimensions.`,
    );
  if (!shape.every((length) => Number.isInteger(length) && length >= 1))
    throw new Error(`The shape ${text} must be of whole numbers from 1.`);
  if (shape[shape.length - 1] !== inputs)
    throw new Error(
      `The network takes ${inputs} numbers a sample; the last dimension of ${text} is ${shape[shape.length - 1]}.`,
    );
  const wanted = shape.reduce((product, length) => product * length, 1);
  if (values.length !== wanted)
    throw new Error(`The shape ${text} holds ${wanted} numbers, but ${values.length} were given.`);
}
