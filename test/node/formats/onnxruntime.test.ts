/** What onnxruntime computes from our files is what our engine computes. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { writeOnnx } from '../../../src/formats/onnx/onnx';
import { fillNormals, largestExcess } from '../../support/randomFloats';
import { channelsFirst, hasRuntime, ourAnswers, runtimeAnswers } from './onnxEngines';
import { networkWeights, onnxNetworks } from './onnxNetworks';

test.runIf(hasRuntime).each(onnxNetworks.map((network, index) => [index, network] as const))(
  'network %i of 20: onnxruntime answers as we do for 1 sample and for 5, within 1e-6 absolute plus relative',
  async (index, network) => {
    const weights = networkWeights(network, index);
    const { inputs, inputShape } = network;
    const random = createRandom(100 + index);
    const batches = [1, 5].map((B) => {
      const batch = new Float32Array(B * inputs);
      fillNormals(batch, random);
      // Among others a sample of zeros, which has no direction.
      if (B > 1) batch.fill(0, 0, inputs);
      return batch;
    });
    const expected = ourAnswers(network, weights.tensors, batches);
    const seen = inputShape
      ? await runtimeAnswers(
          writeOnnx(weights),
          [inputShape[2], inputShape[0], inputShape[1]],
          batches.map((batch) => channelsFirst(batch, inputShape)),
        )
      : await runtimeAnswers(writeOnnx(weights), [inputs], batches);
    expect([seen.input, seen.output]).toEqual(['input', 'output']);
    seen.answers.forEach(({ data, dims }, i) => {
      expect(dims).toEqual([batches[i].length / inputs, expected[0].length]);
      expect(largestExcess(data, expected[i], 1e-6)).toBeLessThan(1e-6);
    });
  },
);
