import type { Floats } from '../kernels';

function maximum(x: Floats, start: number, end: number): number {
  let largest = -Infinity;
  for (let j = start; j < end; j++) if (x[j] > largest) largest = x[j];
  return largest;
}

export function softmaxForward(y: Floats, x: Floats, B: number, N: number) {
  for (let start = 0; start < B * N; start += N) {
    const end = start + N;
    const shift = maximum(x, start, end);
    let sum = 0;
    for (let j = start; j < end; j++) {
      const exponential = Math.exp(x[j] - shift);
      y[j] = exponential;
      sum += exponential;
    }
    for (let j = start; j < end; j++) y[j] /= sum;
  }
}

export function softmaxBackward(dx: Floats, dy: Floats, y: Floats, B: number, N: number) {
  for (let start = 0; start < B * N; start += N) {
    const end = start + N;
    let weighted = 0;
    for (let j = start; j < end; j++) weighted += dy[j] * y[j];
    for (let j = start; j < end; j++) dx[j] = y[j] * (dy[j] - weighted);
  }
}

export function softmaxCrossEntropy(
  dlogits: Floats,
  logits: Floats,
  target: Floats,
  B: number,
  N: number,
): number {
  let loss = 0;
  for (let start = 0; start < B * N; start += N) {
    const end = start + N;
    const shift = maximum(logits, start, end);
    let sum = 0;
    let mass = 0;
    for (let j = start; j < end; j++) {
      sum += Math.exp(logits[j] - shift);
      mass += target[j];
    }
    const logSum = shift + Math.log(sum);
    for (let j = start; j < end; j++) {
      // A class that is not meant has no say, even if its logit is −Infinity.
      if (target[j] !== 0) loss -= target[j] * (logits[j] - logSum);
      dlogits[j] = ((Math.exp(logits[j] - shift) / sum) * mass - target[j]) / B;
    }
  }
  return loss / B;
}
