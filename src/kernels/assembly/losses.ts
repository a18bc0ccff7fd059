/** Losses; the sums over a batch are in double precision. */
import { logarithm } from './elementary';
import { exponentials, maximum } from './softmax';

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
