import type { Floats } from '../kernels/kernels';
import { answeredClass } from './metrics';

/** Which class was answered where which was meant, counted over any number of batches. */
export type ConfusionMatrix = {
  readonly classes: number;
  /** `[classes, classes + 1]`: row the class that is meant, column the one that is answered; the last column: NaN. */
  readonly counts: Float64Array;
};

/** For networks of N outputs: N classes, or, with one output, two (0.5 and below, above). All counts are 0. */
export function createConfusionMatrix(N: number): ConfusionMatrix {
  const classes = N === 1 ? 2 : N;
  return { classes, counts: new Float64Array(classes * (classes + 1)) };
}

/** Adds B samples, of which the outputs and targets are `[B, N]`. A target of NaN is not counted. */
export function addToConfusion(
  { classes, counts }: ConfusionMatrix,
  outputs: Floats,
  targets: Floats,
  B: number,
  N: number,
): void {
  for (let start = 0; start < B * N; start += N) {
    const meant = answeredClass(targets, start, N);
    const answered = answeredClass(outputs, start, N);
    if (meant >= 0) counts[meant * (classes + 1) + (answered < 0 ? classes : answered)]++;
  }
}

export type ClassScore = {
  /** Of the samples answered with this class, the share that is of it; null if there is none. */
  readonly precision: number | null;
  /** Of the samples of this class, the share answered with it; null if there is none. */
  readonly recall: number | null;
};

/** Precision and recall of each class (van Rijsbergen 1979, chapter 7). */
export function classScores({ classes, counts }: ConfusionMatrix): ClassScore[] {
  return Array.from({ length: classes }, (_, c) => {
    let answered = 0;
    let meant = 0;
    for (let other = 0; other < classes; other++) answered += counts[other * (classes + 1) + c];
    for (let other = 0; other <= classes; other++) meant += counts[c * (classes + 1) + other];
    const right = counts[c * (classes + 1) + c];
    return { precision: share(right, answered), recall: share(right, meant) };
  });
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
