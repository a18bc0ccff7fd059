/** Losses; the sums over a batch are in double precision. */
import { exp, logarithm } from './elementary';
import { exponentials, maximum } from './softmax';
import { splat } from './vectors';

/** Mean over B·N of (y − target)²; dy = 2(y − target)/(B·N). */
export function meanSquaredError(dy: usize, y: usize, target: usize, B: i32, N: i32): f64 {
  const n = B * N;
  const scale = <f32>(2.0 / <f64>n);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const difference = load<f32>(y + at) - load<f32>(target + at);
    sum += <f64>difference * <f64>difference;
    store<f32>(dy + at, scale * difference);
  }
  return sum / <f64>n;
}

/** Cross-entropy of softmax(logits) with `target`; see kernels.ts. */
export function softmaxCrossEntropy(dlogits: usize, logits: usize, target: usize, B: i32, N: i32): f64 {
  const rowSize = (<usize>N) << 2;
  const perSample = <f32>(1.0 / <f64>B);
  let loss: f64 = 0;
  for (let b = 0; b < B; b++) {
    const shift = maximum(logits, N);
    const sum = exponentials(dlogits, logits, shift, N);
    const logSum = <f64>shift + logarithm(<f64>sum);
    let mass: f64 = 0;
    for (let j = 0; j < N; j++) {
      const at = (<usize>j) << 2;
      const t = <f64>load<f32>(target + at);
      mass += t;
      // A class that is not meant has no say, even if its logit is −Infinity.
      if (t != 0) loss -= t * (<f64>load<f32>(logits + at) - logSum);
    }
    const share = <f32>mass / sum;
    for (let j = 0; j < N; j++) {
      const at = (<usize>j) << 2;
      store<f32>(dlogits + at, (load<f32>(dlogits + at) * share - load<f32>(target + at)) * perSample);
    }
    dlogits += rowSize;
    logits += rowSize;
    target += rowSize;
  }
  return loss / <f64>B;
}

/** Huber with δ = 1; see kernels.ts. */
export function huber(dy: usize, y: usize, target: usize, B: i32, N: i32): f64 {
  const n = B * N;
  const scale = <f32>(1.0 / <f64>n);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const difference = load<f32>(y + at) - load<f32>(target + at);
    const size = <f64>abs(difference);
    const isFar = size > 1;
    sum += isFar ? size - 0.5 : 0.5 * size * size;
    store<f32>(dy + at, scale * (isFar ? copysign<f32>(1, difference) : difference));
  }
  return sum / <f64>n;
}

/** Binary cross-entropy of sigmoid(logits) with `target`; see kernels.ts. */
export function sigmoidBinaryCrossEntropy(dlogits: usize, logits: usize, target: usize, B: i32, N: i32): f64 {
  const n = B * N;
  const scale = <f32>(1.0 / <f64>n);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 2;
    const x = load<f32>(logits + at);
    const t = load<f32>(target + at);
    const small = f32x4.extract_lane(exp(splat(-abs(x))), 0);
    const log = logarithm(1 + <f64>small);
    // A side that is not meant has no say, even if its logit is infinite.
    if (t != 0) sum += <f64>t * (log - <f64>min<f32>(x, 0));
    if (t != 1) sum += (1 - <f64>t) * (log + <f64>max<f32>(x, 0));
    store<f32>(dlogits + at, scale * ((x < 0 ? small : <f32>1) / (1 + small) - t));
  }
  return sum / <f64>n;
}
