import type { Floats, Kernels } from './kernels';
import { activationBackward, activationForward } from './reference/activations';
import { conv2dBackwardInput, conv2dBackwardParameters, conv2dForward } from './reference/convolution';
import { dropout } from './reference/dropout';
import { huber, meanSquaredError, sigmoidBinaryCrossEntropy } from './reference/losses';
import { optimizerSteps } from './reference/optimizers';
import { maxPoolBackward, maxPoolForward } from './reference/pooling';
import { addPenalty, scale, squaredSum } from './reference/regularization';
import { softmaxBackward, softmaxCrossEntropy, softmaxForward } from './reference/softmax';

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
  return {
    name: 'reference',
    alloc: (length) => (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)),
    denseForward,
    denseBackwardParameters,
    denseBackwardInput,
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
  };
}

function denseForward(y: Floats, x: Floats, w: Floats, bias: Floats | null, B: number, I: number, O: number) {
  const sums = new Float64Array(O);
  for (let b = 0; b < B; b++) {
    for (let o = 0; o < O; o++) sums[o] = bias ? bias[o] : 0;
    for (let i = 0; i < I; i++) {
      const value = x[b * I + i];
      if (value === 0) continue;
      for (let o = 0; o < O; o++) sums[o] += value * w[i * O + o];
    }
    for (let o = 0; o < O; o++) y[b * O + o] = sums[o];
  }
}

function denseBackwardParameters(
  dw: Floats,
  dbias: Floats | null,
  dy: Floats,
  x: Floats,
  B: number,
  I: number,
  O: number,
) {
  const sums = new Float64Array(O);
  for (let i = 0; i < I; i++) {
    for (let o = 0; o < O; o++) sums[o] = dw[i * O + o];
    for (let b = 0; b < B; b++) {
      const value = x[b * I + i];
      if (value === 0) continue;
      for (let o = 0; o < O; o++) sums[o] += value * dy[b * O + o];
    }
    for (let o = 0; o < O; o++) dw[i * O + o] = sums[o];
  }
  if (!dbias) return;
  for (let o = 0; o < O; o++) {
    let sum = dbias[o];
    for (let b = 0; b < B; b++) sum += dy[b * O + o];
    dbias[o] = sum;
  }
}

function denseBackwardInput(dx: Floats, dy: Floats, w: Floats, B: number, I: number, O: number) {
  for (let b = 0; b < B; b++) {
    for (let i = 0; i < I; i++) {
      let sum = 0;
      for (let o = 0; o < O; o++) sum += dy[b * O + o] * w[i * O + o];
      dx[b * I + i] = sum;
    }
  }
}

function transpose(y: Floats, x: Floats, B: number, R: number, C: number): void {
  for (let b = 0; b < B; b++) {
    for (let r = 0; r < R; r++) for (let c = 0; c < C; c++) y[(b * C + c) * R + r] = x[(b * R + r) * C + c];
  }
}
