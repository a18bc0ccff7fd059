import type { Floats } from '../kernels';

export function meanSquaredError(dy: Floats, y: Floats, target: Floats, B: number, N: number): number {
  const n = B * N;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const difference = y[i] - target[i];
    sum += difference * difference;
    dy[i] = (2 * difference) / n;
  }
  return sum / n;
}

export function huber(dy: Floats, y: Floats, target: Floats, B: number, N: number): number {
  const n = B * N;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const difference = y[i] - target[i];
    const size = Math.abs(difference);
    sum += size > 1 ? size - 0.5 : 0.5 * difference * difference;
    dy[i] = (size > 1 ? Math.sign(difference) : difference) / n;
  }
  return sum / n;
}

export function sigmoidBinaryCrossEntropy(
  dlogits: Floats,
  logits: Floats,
  target: Floats,
  B: number,
  N: number,
): number {
  const n = B * N;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const x = logits[i];
    const t = target[i];
    const small = Math.exp(-Math.abs(x));
    const log = Math.log1p(small);
    // A side that is not meant has no say, even if its logit is infinite.
    if (t !== 0) sum += t * (log - Math.min(x, 0));
    if (t !== 1) sum += (1 - t) * (log + Math.max(x, 0));
    dlogits[i] = ((x < 0 ? small : 1) / (1 + small) - t) / n;
  }
  return sum / n;
}
