/** A loss taken apart: what each output of one row adds to it. */
import { lossKinds } from './losses';
import type { Loss, NetworkSpec } from './spec';

/** The layer whose outputs the loss is computed from: the last, unless that is part of the loss. */
export function lossLayerOf({ layers }: NetworkSpec, loss: Loss): number {
  return layers.length - (lossKinds[loss].fused ? 2 : 1);
}

/**
 * For each of N outputs, what it adds to the loss of the row, in float64: they add up to it, and the loss of a batch is
 * the mean over its rows. `y` `[N]` is what the layer of `lossLayerOf` put out. The formulas are those of kernels.ts.
 */
export function lossTerms(loss: Loss, y: ArrayLike<number>, target: ArrayLike<number>): number[] {
  const N = y.length;
  const terms = (term: (y: number, t: number) => number) =>
    Array.from({ length: N }, (_, j) => term(y[j], target[j]));
  switch (loss) {
    case 'meanSquaredError':
      return terms((y, t) => (y - t) ** 2 / N);
    case 'huber':
      return terms((y, t) => (Math.abs(y - t) > 1 ? Math.abs(y - t) - 0.5 : 0.5 * (y - t) ** 2) / N);
    case 'crossEntropy': {
      const logSum = logSumExp(y);
      return terms((y, t) => (t === 0 ? 0 : t * (logSum - y)));
    }
    case 'binaryCrossEntropy':
      return terms((x, t) => {
        const log = Math.log1p(Math.exp(-Math.abs(x)));
        const meant = t === 0 ? 0 : t * (log - Math.min(x, 0));
        const notMeant = t === 1 ? 0 : (1 - t) * (log + Math.max(x, 0));
        return (meant + notMeant) / N;
      });
  }
}

/** log Σ exp, less the largest for the exponentials' sake. */
export function logSumExp(logits: ArrayLike<number>): number {
  const all = Array.from(logits);
  const largest = Math.max(...all);
  return largest + Math.log(all.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}
