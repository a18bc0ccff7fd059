/** The short sentences of the list of events. */
import type { NetworkSpec, RunInfo, RunSpec } from '../training/trainer';

/** Widths from input to output, as people write them: 784-128-10; the channels of convolutions too. */
export function networkShape(network: NetworkSpec): string {
  const widths = network.layers.flatMap((layer) => {
    if (layer.type === 'conv2d') return [`conv ${layer.channels}`];
    return layer.type === 'dense' ? [`${layer.units}`] : [];
  });
  return [network.inputs, ...widths].join('-');
}

export function describeNetwork({ spec, parameters }: RunInfo): string {
  return `${networkShape(spec.network)}, ${parameters.toLocaleString('en')} parameters, seed ${spec.seed}`;
}

/** Null where nothing of what is worth a line has changed. */
export function describeTuning(before: RunSpec, after: RunSpec): string | null {
  const changes: string[] = [];
  if (before.optimizer.rate !== after.optimizer.rate)
    changes.push(`rate ${before.optimizer.rate} → ${after.optimizer.rate}`);
  if (before.batchSize !== after.batchSize) changes.push(`batch ${before.batchSize} → ${after.batchSize}`);
  return changes.length > 0 ? changes.join(', ') : null;
}

const digitMilestones = [0.9, 0.95, 0.97, 0.98, 0.99];

/** What an accuracy on the test data reaches for the first time in a run, the highest only; null: nothing new. */
export function milestone(
  spec: RunSpec,
  bestBefore: number,
  accuracy: number,
  trainedSeconds: number,
): string | null {
  const reached = (share: number) => accuracy >= share && bestBefore < share;
  if (spec.data.type === 'xor') return reached(1) ? 'all four corners right' : null;
  const highest = digitMilestones.findLast(reached);
  if (highest === undefined) return null;
  return `${Math.round(highest * 100)} % of the test digits, after ${trainedSeconds.toFixed(1)} s`;
}
