import type { Floats, Kernels } from '../kernels/kernels';
import type { LayerSpec, Loss, NetworkSpec } from './spec';

type LossKind = {
  /** `outputs`: of the whole network; `logits`: what goes into the softmax at its end, whose gradient is fused. */
  readonly of: 'outputs' | 'logits';
  /** Returns the mean over the batch and overwrites `dy`; all `[B, N]`. */
  evaluate<F extends Floats>(kernels: Kernels<F>, dy: F, y: F, target: F, B: number, N: number): number;
};

export const lossKinds: Record<Loss, LossKind> = {
  meanSquaredError: {
    of: 'outputs',
    evaluate: (kernels, dy, y, target, B, N) => kernels.meanSquaredError(dy, y, target, B, N),
  },
  crossEntropy: {
    of: 'logits',
    evaluate: (kernels, dy, y, target, B, N) => kernels.softmaxCrossEntropy(dy, y, target, B, N),
  },
};

/** The names, for lists and checks. */
export const losses = Object.keys(lossKinds) as Loss[];

/** Throws an Error that names the last layer if `loss` cannot be computed for the network. */
export function checkLoss(spec: NetworkSpec, loss: Loss): void {
  if (!Object.hasOwn(lossKinds, loss))
    throw new Error(`loss must be one of ${losses.join(', ')}, not ${loss}`);
  const last = spec.layers.at(-1);
  const isSoftmax = last?.type === 'activation' && last.activation === 'softmax';
  if (lossKinds[loss].of === 'logits' && !isSoftmax) {
    const name = last ? `layers.${spec.layers.length - 1} is ${describe(last)}` : 'there is none';
    throw new Error(`${loss} needs softmax as the last layer, but ${name}`);
  }
}

function describe(layer: LayerSpec): string {
  return layer.type === 'activation' ? layer.activation : layer.type;
}
