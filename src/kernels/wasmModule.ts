/** The module that assembly/ is compiled to: what it exports, and an instance of it with its memory. */
import type { ElementwiseActivation } from './kernels';
import { type WasmModule, webAssembly } from './webassembly';

/** Addresses and counts in, as assembly/ declares them. */
export type Exports = {
  readonly heapBase: () => number;
  readonly denseForward: Operation;
  readonly denseBackwardWeights: Operation;
  readonly denseBackwardBias: Operation;
  readonly unpackRows: Operation;
  readonly distortRows: Operation;
  readonly expandRows: Operation;
  readonly sparseDenseForward: Operation;
  readonly groupByColumn: Operation;
  readonly sparseDenseBackwardWeights: Operation;
  readonly denseBackwardInput: Operation;
  readonly conv2dForward: Operation;
  readonly conv2dBackwardParameters: Operation;
  readonly conv2dBackwardInput: Operation;
  readonly maxPoolForward: Operation;
  readonly maxPoolBackward: Operation;
  readonly dropout: Operation;
  readonly transpose: Operation;
  readonly softmaxForward: Operation;
  readonly softmaxBackward: Operation;
  readonly meanSquaredError: (...addressesAndCounts: number[]) => number;
  readonly softmaxCrossEntropy: (...addressesAndCounts: number[]) => number;
  readonly huber: (...addressesAndCounts: number[]) => number;
  readonly sigmoidBinaryCrossEntropy: (...addressesAndCounts: number[]) => number;
  readonly sgdStep: Operation;
  readonly nesterovStep: Operation;
  readonly rmspropStep: Operation;
  readonly rpropStep: Operation;
  readonly addPenalty: Operation;
  readonly squaredSum: (...addressesAndCounts: number[]) => number;
  readonly scale: Operation;
  readonly adamStep: Operation;
  readonly sparseAdamStep: Operation;
  readonly fill: Operation;
  readonly copy: Operation;
  readonly replay: (...addressesAndCounts: number[]) => number;
} & {
  readonly [A in ElementwiseActivation as `${A}Forward` | `${A}Backward`]: Operation;
};

type Operation = (...numbers: number[]) => void;

/** Looked up, not put together: that would take longer than a small layer. */
export const forwardNames = {
  relu: 'reluForward',
  leakyRelu: 'leakyReluForward',
  elu: 'eluForward',
  gelu: 'geluForward',
  sigmoid: 'sigmoidForward',
  tanh: 'tanhForward',
  sine: 'sineForward',
} as const;
export const backwardNames = {
  relu: 'reluBackward',
  leakyRelu: 'leakyReluBackward',
  elu: 'eluBackward',
  gelu: 'geluBackward',
  sigmoid: 'sigmoidBackward',
  tanh: 'tanhBackward',
  sine: 'sineBackward',
} as const;

const compiled = new WeakMap<Uint8Array, WasmModule>();

/** The compiled module of `bytes`, made once, of which any number of kernels can be made. Throws what WebAssembly throws. */
export function compileKernels(bytes: Uint8Array): WasmModule {
  const known = compiled.get(bytes);
  if (known) return known;
  const api = webAssembly();
  if (!api) throw new Error('WebAssembly is not available here');
  const module = new api.Module(bytes);
  compiled.set(bytes, module);
  return module;
}

const pageSize = 65536;
/** What 32-bit addresses reach: 4 GiB. */
const maxPages = 65536;
/** What the module needs for its own data: the panels in which products copy what they use again and again. */
const ownPages = 4;
/** The assembly reads up to this many bytes behind a buffer. */
const margin = 64;

/** An instance whose memory holds its own data, then from `start` on `floats` numbers, then the margin. */
export function instantiate(
  api: NonNullable<ReturnType<typeof webAssembly>>,
  module: WasmModule,
  floats: number,
) {
  // The module would not be instantiated if it needed more for its own data.
  const pages = Math.ceil((ownPages * pageSize + 4 * floats + margin) / pageSize);
  if (!(pages <= maxPages)) throw new RangeError(`WebAssembly has no room for ${floats} numbers`);
  const memory = new api.Memory({ initial: pages, maximum: pages });
  const exports = new api.Instance(module, { env: { memory } }).exports as Exports;
  return { exports, buffer: memory.buffer, start: Math.ceil(exports.heapBase() / 16) * 16 };
}
