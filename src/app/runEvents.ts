/** The short sentences of the list of events. */
import type { Evaluation, NetworkSpec, RunInfo, RunSpec, TrainUntil, Tuning } from '../training/trainer';
import { formatCount, formatLoss, formatPercent, formatRate } from './format';

/** Widths from input to output, as people write them: 784-128-10; channels of convolutions as conv8. */
export function networkShape(network: NetworkSpec): string {
  const widths = network.layers.flatMap((layer) => {
    if (layer.type === 'conv2d') return [`conv${layer.channels}`];
    return layer.type === 'dense' ? [`${layer.units}`] : [];
  });
  return [network.inputs, ...widths].join('-');
}

export function describeNetwork({ spec, parameters }: RunInfo): string {
  const { data, network, seed } = spec;
  const mixed = data.type === 'digits' && data.mixture ? ', digits mixed' : '';
  const bent = data.type === 'digits' && data.augmentation ? ', digits bent' : '';
  return `${networkShape(network)}, ${parameters.toLocaleString('en')} parameters, seed ${seed}${mixed}${bent}`;
}

/** What a tuning makes of a run's spec. */
export function withTuning(
  spec: RunSpec,
  { rate, ...rest }: Omit<Tuning, 'stepsPerSecond' | 'until'>,
): RunSpec {
  return { ...spec, ...rest, optimizer: { ...spec.optimizer, rate: rate ?? spec.optimizer.rate } };
}

/** What can be tuned, by its name in an event. */
const tunable: Readonly<Record<string, (spec: RunSpec) => number | null>> = {
  rate: ({ optimizer }) => optimizer.rate,
  batch: ({ batchSize }) => batchSize,
  'largest norm': ({ regularization }) => regularization.maxNorm,
  L1: ({ regularization }) => regularization.l1 || null,
  L2: ({ regularization }) => regularization.l2 || null,
  'weight decay': ({ regularization }) => regularization.weightDecay || null,
};

const write = (value: number | null) => (value === null ? 'off' : formatRate(value));

/** Null where nothing of what is worth a line has changed. */
export function describeTuning(before: RunSpec, after: RunSpec): string | null {
  const changes = Object.entries(tunable).flatMap(([name, read]) => {
    const [from, to] = [read(before), read(after)];
    return from === to ? [] : [`${name} ${write(from)} → ${write(to)}`];
  });
  return changes.length > 0 ? changes.join(', ') : null;
}

const counted = (count: number, name: string) => `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`;

/** An end of training in a word or two: what is wanted. */
const wanted: { readonly [K in keyof TrainUntil]-?: (value: number) => string } = {
  testAccuracy: (value) => `test accuracy ${formatRate(100 * value, 4)} %`,
  testLoss: (value) => `test loss ${formatRate(value)}`,
  plateau: (value) => `plateau of ${formatCount(value)}`,
  steps: (value) => counted(value, 'step'),
  epochs: (value) => `${formatRate(value)} ${value === 1 ? 'epoch' : 'epochs'}`,
  seconds: (value) => `${formatRate(value)} s`,
};

/** All that is wanted, one after the other; empty: nothing. */
export function describeUntil(until: TrainUntil): string {
  return (Object.keys(wanted) as (keyof TrainUntil)[])
    .flatMap((key) => (until[key] === undefined ? [] : [wanted[key](until[key])]))
    .join(' · ');
}

/** Why training has ended by itself, for the list of events. */
export function describeReached(
  reached: keyof TrainUntil,
  until: TrainUntil,
  test: Evaluation | null,
): string {
  const value = until[reached];
  const what = value === undefined ? '' : wanted[reached](value);
  if (reached === 'plateau')
    return `stopped: ${counted(value ?? 0, 'measurement')} in a row without a lower test loss`;
  const now = test && { testAccuracy: formatPercent(test.accuracy), testLoss: formatLoss(test.loss) };
  const measured =
    now && (reached === 'testAccuracy' || reached === 'testLoss') ? `, it is ${now[reached]}` : '';
  return `stopped: ${what} reached${measured}`;
}

/** Without the ends that a measurement has reached already: training goes on beyond them. */
export function withoutReached(until: TrainUntil, test: Evaluation | null): TrainUntil {
  const { testAccuracy, testLoss, ...rest } = until;
  const isOpen = {
    testAccuracy: testAccuracy !== undefined && !(test && test.accuracy >= testAccuracy),
    testLoss: testLoss !== undefined && !(test && test.loss <= testLoss),
  };
  return {
    ...rest,
    ...(isOpen.testAccuracy ? { testAccuracy } : {}),
    ...(isOpen.testLoss ? { testLoss } : {}),
  };
}

const milestones = [0.9, 0.95, 0.97, 0.98, 0.99, 1];

/** What an accuracy on the test data reaches for the first time in a run, the highest only; null: nothing new. */
export function milestone(
  spec: RunSpec,
  bestBefore: number,
  accuracy: number,
  trainedSeconds: number,
): string | null {
  const reached = (share: number) => accuracy >= share && bestBefore < share;
  if (spec.data.type === 'xor') return reached(1) ? 'all four corners right' : null;
  const highest = milestones.findLast(reached);
  if (highest === undefined) return null;
  const rows = spec.data.type === 'digits' ? 'test digits' : 'test points';
  return `${Math.round(highest * 100)} % of the ${rows}, after ${trainedSeconds.toFixed(1)} s`;
}
