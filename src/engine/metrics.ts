import type { Floats } from '../kernels/kernels';

/**
 * How many of B samples are answered right: the largest of N outputs stands where the largest target stands, or,
 * with one output, both lie on the same side of 0.5. An answer of NaN is wrong, and so is any to a sample that
 * `countLabelled` leaves out. Both `[B, N]`.
 */
export function countCorrect(outputs: Floats, targets: Floats, B: number, N: number): number {
  let correct = 0;
  for (let start = 0; start < B * N; start += N) {
    const answered = answeredClass(outputs, start, N);
    if (answered >= 0 && answered === labelAt(targets, start, N)) correct++;
  }
  return correct;
}

/** How many of B samples are answered to within `tolerance` of their target, in each of N numbers. Both `[B, N]`. */
export function countWithin(
  outputs: Floats,
  targets: Floats,
  tolerance: number,
  B: number,
  N: number,
): number {
  let within = 0;
  for (let start = 0; start < B * N; start += N) {
    let j = 0;
    while (j < N && Math.abs(outputs[start + j] - targets[start + j]) <= tolerance) j++;
    if (j === N) within++;
  }
  return within;
}

/** How many of B samples are meant to be of one class: with N targets from 2 on, those with one above 0.5. `[B, N]`. */
export function countLabelled(targets: Floats, B: number, N: number): number {
  let labelled = 0;
  for (let start = 0; start < B * N; start += N) if (labelAt(targets, start, N) >= 0) labelled++;
  return labelled;
}

/** The class that is meant by `targets[start .. start + N)`; −1 where none of N from 2 on is above 0.5. */
export function labelAt(targets: Floats, start: number, N: number): number {
  const label = answeredClass(targets, start, N);
  return N === 1 || targets[start + label] > 0.5 ? label : -1;
}

/**
 * How many of B samples have the class that is meant, where the largest target stands, among the k largest of
 * their N outputs (N from 2); of equal outputs the first counts as larger. An answer with NaN is wrong. Both `[B, N]`.
 */
export function countTopK(outputs: Floats, targets: Floats, k: number, B: number, N: number): number {
  let correct = 0;
  for (let start = 0; start < B * N; start += N) {
    const meant = answeredClass(targets, start, N);
    if (meant < 0 || answeredClass(outputs, start, N) < 0) continue;
    const own = outputs[start + meant];
    let above = 0;
    for (let j = 0; j < N; j++) {
      const other = outputs[start + j];
      if (other > own || (other === own && j < meant)) above++;
    }
    if (above < k) correct++;
  }
  return correct;
}

/** The class that `x[start .. start + N)` stands for: where the largest is, or, with N = 1, whether it is above 0.5; −1 for NaN. */
export function answeredClass(x: Floats, start: number, N: number): number {
  if (N > 1) return largestIndex(x, start, N);
  return Number.isNaN(x[start]) ? -1 : Number(x[start] > 0.5);
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
