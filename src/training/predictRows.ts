import type { Network } from '../engine/network';
import type { Prediction } from './trainer';

/**
 * Answers to `inputs` `[B, I]` for any B from 1, at most `pieceRows` at a time, by the weights after `step`; with what comes
 * out of every layer, if that is wanted. The arrays are copies. Throws an Error for other lengths.
 */
export function predictRows(
  network: Network,
  inputs: Float32Array,
  wantsLayers: boolean,
  pieceRows: number,
  step: number,
): Prediction {
  const width = network.spec.inputs;
  const rows = inputs.length / width;
  if (!Number.isInteger(rows) || rows < 1)
    throw new Error(`Inputs come in rows of ${width} numbers; ${inputs.length} numbers are not that.`);
  const wanted = wantsLayers ? network.layerOutputs(1) : network.layerOutputs(1).slice(-1);
  const answers = wanted.map(({ length }) => new Float32Array(rows * length));
  for (let start = 0; start < rows; start += pieceRows) {
    const count = Math.min(pieceRows, rows - start);
    network.inputBuffer.set(inputs.subarray(start * width, (start + count) * width));
    network.forward(count);
    network
      .layerOutputs(count)
      .slice(-wanted.length)
      .forEach((layer, i) => {
        answers[i].set(layer, start * wanted[i].length);
      });
  }
  const result = answers[answers.length - 1];
  return wantsLayers ? { outputs: result.slice(), layers: answers, step } : { outputs: result, step };
}
