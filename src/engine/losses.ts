import type { Floats, Kernels } from '../kernels/kernels';
import type { Activation, LayerSpec, Loss, NetworkSpec } from './spec';

type LossKind = {
  /** The activation that must stand last and is part of the loss, which then works on the logits; null: any. */
  readonly fused: 'softmax' | 'sigmoid' | null;
  /** Returns the mean over the batch and overwrites `dy`; all `[B, N]`. */
  evaluate<F extends Floats>(kernels: Kernels<F>, dy: F, y: F, target: F, B: number, N: number): number;
  /** Of a network that knows nothing of its inputs, and answers that each of N classes is as likely; with one output, of two. */
  ofGuessing(N: number): number;
};

/** How often an answer is 1, and the variance of that. */
const share = (N: number) => 1 / Math.max(2, N);
const variance = (N: number) => share(N) * (1 - share(N));

export const lossKinds: Record<Loss, LossKind> = {
  meanSquaredError: {
    fused: null,
    evaluate: (kernels, dy, y, target, B, N) => kernels.meanSquaredError(dy, y, target, B, N),
    ofGuessing: variance,
  },
  crossEntropy: {
    fused: 'softmax',
    evaluate: (kernels, dy, y, target, B, N) => kernels.softmaxCrossEntropy(dy, y, target, B, N),
    ofGuessing: (N) => Math.log(N),
  },
  binaryCrossEntropy: {
    fused: 'sigmoid',
    evaluate: (kernels, dy, y, target, B, N) => kernels.sigmoidBinaryCrossEntropy(dy, y, target, B, N),
    ofGuessing: (N) => -share(N) * Math.log(share(N)) - (1 - share(N)) * Math.log(1 - share(N)),
  },
  huber: {
    fused: null,
    evaluate: (kernels, dy, y, target, B, N) => kernels.huber(dy, y, target, B, N),
    ofGuessing: (N) => variance(N) / 2,
  },
};

/** The names, for lists and checks. */
export const losses = Object.keys(lossKinds) as Loss[];

/** Losses that a network ending in `last` can be trained with, first the one that is made for it, if there is one. */
export function lossesFor(last: Activation): readonly Loss[] {
  const made = losses.filter((loss) => lossKinds[loss].fused === last);
  return [...made, ...losses.filter((loss) => lossKinds[loss].fused === null)];
}

/** Throws an Error that names the last layer if `loss` cannot be computed for the network. */
export function checkLoss(spec: NetworkSpec, loss: Loss): void {
  if (!Object.hasOwn(lossKinds, loss))
    throw new Error(`loss must be one of ${losses.join(', ')}, not ${loss}`);
  const last = spec.layers.at(-1);
  const { fused } = lossKinds[loss];
  if (fused && !(last?.type === 'activation' && last.activation === fused)) {
    const name = last ? `layers.${spec.layers.length - 1} is ${describe(last)}` : 'there is none';
    throw new Error(`${loss} needs ${fused} as the last layer, but ${name}`);
  }
}

function describe(layer: LayerSpec): string {
  return layer.type === 'activation' ? layer.activation : layer.type;
}
