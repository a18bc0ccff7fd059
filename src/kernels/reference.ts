import type { Floats, Kernels } from './kernels';
import { activationBackward, activationForward } from './reference/activations';
import { conv2dBackwardInput, conv2dBackwardParameters, conv2dForward } from './reference/convolution';
import { denseProducts } from './reference/dense';
import { allocDistortions, distortRows } from './reference/distortion';
import { dropout } from './reference/dropout';
import { huber, meanSquaredError, sigmoidBinaryCrossEntropy } from './reference/losses';
import { optimizerSteps } from './reference/optimizers';
import { maxPoolBackward, maxPoolForward } from './reference/pooling';
import { addPenalty, scale, squaredSum } from './reference/regularization';
import { softmaxBackward, softmaxCrossEntropy, softmaxForward } from './reference/softmax';
import { sparseProducts, sparseRows } from './reference/sparse';

/** The smallest positive numbers that are not denormal. */
const smallestNormal = { float32: 2 ** -126, float64: 2 ** -1022 };

/**
 * The kernels in plain TypeScript: the specification, in float64 proven by central differences and
 * in float32 the fallback where there is no WebAssembly SIMD. Sums are kept in double precision and
 * rounded when stored. Works on any array of its precision, wherever that comes from; there is no limit
 * to what can be allocated but the machine's.
 */
export function referenceKernels(precision: 'float32'): Kernels<Float32Array>;
export function referenceKernels(precision: 'float64'): Kernels<Float64Array>;
export function referenceKernels(precision: 'float32' | 'float64'): Kernels<Floats> {
  const floats = (length: number) =>
    precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
  return {
    name: 'reference',
    alloc: floats,
    ...denseProducts,
    allocSparse: (rows, I) => sparseRows(rows, I, floats),
    ...sparseProducts,
    allocDistortions,
    distortRows,
    conv2dForward,
    conv2dBackwardParameters,
    conv2dBackwardInput,
    maxPoolForward,
    maxPoolBackward,
    dropout,
    transpose,
    activationForward,
    activationBackward,
    softmaxForward,
    softmaxBackward,
    meanSquaredError,
    softmaxCrossEntropy,
    huber,
    sigmoidBinaryCrossEntropy,

    addPenalty,
    squaredSum,
    scale,
    ...optimizerSteps(smallestNormal[precision]),
    fill: (x, value, n) => void x.fill(value, 0, n),
    copy: (y, x, n) => void y.set(x.subarray(0, n)),
    record: () => null,
  };
}

function transpose(y: Floats, x: Floats, B: number, R: number, C: number): void {
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < R; r++) for (let c = 0; c < C; c++) y[(b * C + c) * R + r] = x[(b * R + r) * C + c];
  }
}
