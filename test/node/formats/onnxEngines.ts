/** What onnxruntime computes from a file, where it is installed, and what our engine computes from what is read of it. */
import { existsSync } from 'node:fs';
import { createNetwork } from '../../../src/engine/network';
import type { CardNetwork } from '../../../src/formats/card';
import { toEngine } from '../../../src/formats/layout';
import type { Tensor } from '../../../src/formats/weights';
import { referenceKernels } from '../../../src/kernels/reference';

/** The part of onnxruntime-web that is used here. */
type OnnxRuntime = {
  env: { wasm: { numThreads: number }; logLevel: string };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => RuntimeTensor;
  InferenceSession: {
    create(
      model: Uint8Array,
      options: { executionProviders: string[]; logSeverityLevel: number },
    ): Promise<{
      inputNames: readonly string[];
      outputNames: readonly string[];
      run(feeds: Record<string, RuntimeTensor>): Promise<Record<string, RuntimeTensor>>;
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
if (runtime) {
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = 'fatal';
} else
  console.warn(
    'No onnxruntime here: what it computes is not compared. `npm ci --prefix test/onnxruntime` brings it.',
  );

export const hasRuntime = runtime !== null;

/** What onnxruntime makes of a file for inputs of this shape; it throws for files that it refuses. */
export async function runtimeAnswers(
  file: Uint8Array,
  shape: readonly number[],
  batches: readonly Float32Array[],
) {
  const { InferenceSession, Tensor } = runtime as OnnxRuntime;
  // Only errors that end it are told.
  const session = await InferenceSession.create(file, { executionProviders: ['wasm'], logSeverityLevel: 4 });
  const [input, output] = [session.inputNames[0], session.outputNames[0]];
  try {
    const answers: RuntimeTensor[] = [];
    for (const batch of batches) {
      const B = batch.length / shape.reduce((product, size) => product * size, 1);
      answers.push((await session.run({ [input]: new Tensor('float32', batch, [B, ...shape]) }))[output]);
    }
    return { input, output, answers };
  } finally {
    await session.release();
  }
}

/** `[B, ...]` of our engine for `[B, inputs]`, images channels last. */
export function ourAnswers(
  network: CardNetwork,
  tensors: readonly Tensor[],
  batches: readonly Float32Array[],
): Float32Array[] {
  const maxBatch = Math.max(...batches.map(({ length }) => length / network.inputs));
  const engine = createNetwork(referenceKernels('float32'), network, { random: 1, maxBatch });
  tensors.forEach((tensor, i) => {
    engine.tensors[i].values.set(toEngine(tensor).values);
  });
  return batches.map((batch) => {
    engine.inputBuffer.set(batch);
    return engine.forward(batch.length / network.inputs).slice();
  });
}

/** `[B, height, width, channels]` as `[B, channels, height, width]`. */
export function channelsFirst(
  values: Float32Array,
  [height, width, channels]: readonly number[],
): Float32Array {
  const pixels = height * width;
  return values.map((_, to) => {
    const [sample, rest] = [Math.floor(to / (pixels * channels)), to % (pixels * channels)];
    return values[sample * pixels * channels + (rest % pixels) * channels + Math.floor(rest / pixels)];
  });
}
