/** What onnxruntime computes from our files is what our engine computes. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { createRandom } from '../../../src/engine/random';
import { tensorsFromWeights } from '../../../src/formats/layout';
import { writeOnnx } from '../../../src/formats/onnx';
import type { Weights } from '../../../src/formats/weights';
import { referenceKernels } from '../../../src/kernels/reference';
import { fillNormals, largestExcess } from '../../support/randomFloats';
import { networkWeights, onnxNetworks } from './onnxNetworks';

/** The part of onnxruntime-web that is used here. */
type OnnxRuntime = {
  env: { wasm: { numThreads: number }; versions: { web?: string } };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => RuntimeTensor;
  InferenceSession: {
    create(
      model: Uint8Array,
      options: { executionProviders: string[] },
    ): Promise<{
      inputNames: readonly string[];
      outputNames: readonly string[];
      run(feeds: { input: RuntimeTensor }): Promise<{ output: RuntimeTensor }>;
      release(): Promise<void>;
    }>;
  };
};
type RuntimeTensor = { readonly data: Float32Array; readonly dims: readonly number[] };

const entry = new URL(
  '../../onnxruntime/node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs',
  import.meta.url,
);
const runtime: OnnxRuntime | null = existsSync(entry) ? await import(/* @vite-ignore */ entry.href) : null;
if (runtime) runtime.env.wasm.numThreads = 1;
else
  console.warn(
    'No onnxruntime here: what it computes from our files is not compared. `npm ci --prefix test/onnxruntime` brings it.',
  );

/** `[B, outputs]` of our engine for `[B, inputs]`, images channels last. */
function answers(weights: Weights, B: number, inputs: Float32Array): Float32Array {
  const network = createNetwork(referenceKernels('float32'), weights.card.network, {
    random: 1,
    maxBatch: B,
  });
  tensorsFromWeights(weights).forEach(({ values }, i) => {
    network.tensors[i].values.set(values);
  });
  network.inputBuffer.set(inputs);
  return network.forward(B).slice();
}

/** `[B, height, width, channels]` as `[B, channels, height, width]`. */
function channelsFirst(values: Float32Array, pixels: number, channels: number): Float32Array {
  return values.map((_, to) => {
    const [sample, rest] = [Math.floor(to / (pixels * channels)), to % (pixels * channels)];
    return values[sample * pixels * channels + (rest % pixels) * channels + Math.floor(rest / pixels)];
  });
}

test.runIf(runtime).each(onnxNetworks.map((network, index) => [index, network] as const))(
  'network %i of 20: onnxruntime answers as we do for 1 sample and for 5, within 1e-6 absolute plus relative',
  async (index, network) => {
    const { InferenceSession, Tensor } = runtime as OnnxRuntime;
    const weights = networkWeights(network, index);
    const session = await InferenceSession.create(writeOnnx(weights), { executionProviders: ['wasm'] });
    expect([session.inputNames, session.outputNames]).toEqual([['input'], ['output']]);
    for (const B of [1, 5]) {
      const inputs = new Float32Array(B * network.inputs);
      fillNormals(inputs, createRandom(100 + index));
      // Among others a sample of zeros, which has no direction.
      if (B > 1) inputs.fill(0, 0, network.inputs);
      const expected = answers(weights, B, inputs);
      const { inputShape } = network;
      const fed = inputShape
        ? new Tensor('float32', channelsFirst(inputs, inputShape[0] * inputShape[1], inputShape[2]), [
            B,
            inputShape[2],
            inputShape[0],
            inputShape[1],
          ])
        : new Tensor('float32', inputs, [B, network.inputs]);
      const { output } = await session.run({ input: fed });
      expect(output.dims).toEqual([B, expected.length / B]);
      expect(largestExcess(output.data, expected, 1e-6)).toBeLessThan(1e-6);
    }
    await session.release();
  },
);
