/**
 * Every operation of kernels.ts in AssemblyScript with 128-bit SIMD. Strict: each multiplication and
 * each addition is rounded by itself, and exp, log, tanh, sin and Φ are our own, so every browser computes the
 * same bits. All addresses are in bytes and need no alignment; wasm.ts checks them. Up to 64 bytes
 * behind a buffer may be read (never written), hence the margin that wasmModule.ts leaves at the end.
 */

export {
  reluBackward,
  reluForward,
  sigmoidBackward,
  sigmoidForward,
  tanhBackward,
  tanhForward,
} from './activations';
export { conv2dBackwardInput, conv2dBackwardParameters, conv2dForward } from './convolution';
export { eluBackward, eluForward, leakyReluBackward, leakyReluForward } from './leakyActivations';
export { geluBackward, geluForward } from './gelu';
export { sineBackward, sineForward } from './sine';
export { denseBackwardBias, denseBackwardInput, denseBackwardWeights, denseForward } from './dense';
export { distortRows } from './distortion';
export { dropout } from './dropout';
export { expArray, logarithm } from './elementary';
export { huber, meanSquaredError, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from './losses';
export { adamStep, nesterovStep, rmspropStep, sgdStep } from './optimizers';
export { maxPoolBackward, maxPoolForward } from './pooling';
export { addPenalty, scale, squaredSum } from './regularization';
export { rpropStep } from './rprop';
export {
  expandRows,
  groupByColumn,
  sparseDenseBackwardWeights,
  sparseDenseForward,
  unpackRows,
} from './sparse';
export { sparseAdamStep } from './sparseAdam';
export { softmaxBackward, softmaxForward } from './softmax';
export { replay } from './replay';
export { copy, fill, transpose } from './vectors';

/** Where the memory is free: what lies below belongs to this module. */
export function heapBase(): usize {
  return __heap_base;
}
