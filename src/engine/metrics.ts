import type { Floats } from '../kernels/kernels';

/**
 * How many of B samples are answered right: the largest of N outputs stands where the largest target stands, or,
 * with one output, both lie on the same side of 0.5. An answer of NaN is wrong. Both `[B, N]`.
 */
export function countCorrect(outputs: Floats, targets: Floats, B: number, N: number): number {
  let correct = 0;
  for (let start = 0; start < B * N; start += N) {
    const isRight =
      N === 1
        ? isOnSameSide(outputs[start], targets[start])
        : largestIndex(outputs, start, N) === largestIndex(targets, start, N);
    if (isRight) correct++;
  }
  return correct;
}

function isOnSameSide(output: number, target: number): boolean {
  return target > 0.5 ? output > 0.5 : output <= 0.5;
}

/** Index of the largest of `x[start .. start + N)`, the first of equals; −1 if one is NaN. */
export function largestIndex(x: Floats, start: number, N: number): number {
  let largest = 0;
  for (let j = 0; j < N; j++) {
    if (Number.isNaN(x[start + j])) return -1;
    if (x[start + j] > x[start + largest]) largest = j;
  }
  return largest;
}
