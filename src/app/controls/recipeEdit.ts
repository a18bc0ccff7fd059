/** Changes of a recipe, each as a whole new one that fits together. */
import { classCount } from '../../datasets/shapes2d';
import {
  batchLimit,
  convDigitsRecipe,
  digitsRecipe,
  initializerFor,
  lossesFor,
  usualOptimizer,
  xorRecipe,
} from '../../training/recipes';
import { shapesRecipe } from '../../training/shapesRecipes';
import type {
  Activation,
  Augmentation,
  DataSpec,
  Loss,
  Mixture,
  OptimizerSpec,
  RunSpec,
  ShapesData,
} from '../../training/trainer';
import { planOf } from '../networkPlan';
import { activationNames, initializerNames, offered } from './names';
import {
  type ConvolutionPart,
  canStartOrthogonal,
  type DensePart,
  densePart,
  type InitializerChoice,
  kindOf,
  type NetworkKind,
  type NetworkParts,
  readParts,
  writeParts,
} from './networkParts';
import type { NumberRule } from './readNumber';

export const maxHiddenLayers = 4;
export const maxConvolutions = 3;
/** What three layers of them put out, for a whole batch of 1,024, still fits the memory of a page. */
export const maxChannels = 32;
export const kernelSides = ['3', '5'] as const;
/** Rows of the original's sampler when it is chosen. */
const originalSamples = 1000;

/** The recipe that a problem opens with. */
function usualRecipe(data: DataSpec): RunSpec {
  if (data.type === 'shapes') return shapesRecipe(data);
  return data.type === 'xor' ? xorRecipe : digitsRecipe;
}

/** Behind convolutions fewer, so that the weights of every network that is offered fit a file. */
export function maxUnits({ data, network }: RunSpec): number {
  if (data.type !== 'digits') return 64;
  return kindOf(network) === 'convolutional' ? 512 : 1024;
}

/** Softmax over one number is always 1. */
export function lastActivations(units: number): readonly Activation[] {
  return offered(activationNames).filter((name) => name !== 'softmax' || units > 1);
}

/** What a recipe's network may end in: of two classes of points one number, or by softmax a number for each. */
export function endingsFor({ data, network }: RunSpec): readonly Activation[] {
  return lastActivations(isOfTwoClasses(data) ? 2 : readParts(network).last.units);
}

export function withEnding(spec: RunSpec, activation: Activation): RunSpec {
  const { last } = readParts(spec.network);
  const units = isOfTwoClasses(spec.data) ? (activation === 'softmax' ? 2 : 1) : last.units;
  return withParts(spec, { last: { ...last, units, activation } });
}

function isOfTwoClasses(data: DataSpec): boolean {
  return data.type === 'shapes' && classCount(data) === 2;
}

/** Softmax is of a row of numbers, and a convolution puts out images. */
export const convolutionActivations = offered(activationNames).filter((name) => name !== 'softmax');

/** `orthogonal` only where the engine draws it. */
export function initializersFor(parts: NetworkParts): InitializerChoice[] {
  return offered(initializerNames).filter((name) => {
    if (name === 'own') return parts.initializer === 'own';
    return name !== 'orthogonal' || canStartOrthogonal(parts);
  });
}

/** With the activation that the problem's recipe ends in, that recipe's loss; else the one made for the activation. */
function suitedLoss(data: DataSpec, last: Activation): Loss {
  const usual = usualRecipe(data);
  return readParts(usual.network).last.activation === last ? usual.loss : lossesFor(last)[0];
}

/** A loss that was chosen stays wherever it fits; one that only suited the last activation changes with it. */
function keptLoss(spec: RunSpec, before: Activation, last: Activation): Loss {
  const isChosen = last === before || spec.loss !== suitedLoss(spec.data, before);
  return isChosen && lossesFor(last).includes(spec.loss) ? spec.loss : suitedLoss(spec.data, last);
}

export const dropoutRule: NumberRule = {
  name: 'Dropout',
  min: 0.01,
  max: 0.9,
  integer: false,
  canBeOff: true,
};

export function withParts(spec: RunSpec, change: Partial<NetworkParts>): RunSpec {
  const before = readParts(spec.network);
  const parts = { ...before, ...change };
  const loss = keptLoss(spec, before.last.activation, parts.last.activation);
  return { ...spec, network: writeParts(parts), loss };
}

/** The preset of that kind in place of the network; the method stays. */
export function withKind(spec: RunSpec, kind: Exclude<NetworkKind, 'other'>): RunSpec {
  const { network } = kind === 'convolutional' ? convDigitsRecipe : usualRecipe(spec.data);
  return withParts(spec, readParts(network));
}

/** Where sizes no longer fit, the engine refuses the recipe and says which layer it is. */
export function withConvolution(spec: RunSpec, at: number, change: Partial<ConvolutionPart>): RunSpec {
  const { convolutions } = readParts(spec.network);
  return withParts(spec, {
    convolutions: convolutions.map((layer, index) => (index === at ? { ...layer, ...change } : layer)),
  });
}

/**
 * Behind the others, 3 × 3, not pooled, with the last one's channels and activation; null where the images have become
 * too small for it, and for more than `maxConvolutions`.
 */
export function withConvolutionAdded(spec: RunSpec): RunSpec | null {
  const { convolutions } = readParts(spec.network);
  const last = convolutions.at(-1);
  if (!last || convolutions.length >= maxConvolutions) return null;
  const { channels, activation } = last;
  const initializer = initializerFor(activation);
  const added = { channels, kernel: 3, activation, pool: false, bias: true, initializer };
  const next = withParts(spec, { convolutions: [...convolutions, added] });
  return planOf(next.network) && next;
}

export function withConvolutionRemoved(spec: RunSpec, at: number): RunSpec {
  const { convolutions } = readParts(spec.network);
  return withParts(spec, { convolutions: convolutions.filter((_, index) => index !== at) });
}

export function withHiddenLayer(spec: RunSpec, at: number, change: Partial<DensePart>): RunSpec {
  const { hidden } = readParts(spec.network);
  return withParts(spec, {
    hidden: hidden.map((layer, index) => (index === at ? { ...layer, ...change } : layer)),
  });
}

/** Behind the others, with the last one's activation. */
export function withLayerAdded(spec: RunSpec): RunSpec {
  const { hidden } = readParts(spec.network);
  if (hidden.length >= maxHiddenLayers) return spec;
  const usual = readParts(usualRecipe(spec.data).network).hidden[0];
  const units = spec.data.type === 'digits' ? usual.units / 2 : usual.units;
  return withParts(spec, {
    hidden: [...hidden, densePart(units, hidden.at(-1)?.activation ?? usual.activation)],
  });
}

export function withLayerRemoved(spec: RunSpec, at: number): RunSpec {
  const { hidden } = readParts(spec.network);
  return withParts(spec, { hidden: hidden.filter((_, index) => index !== at) });
}

/** In all layers, or in the one at `at`, counted from the first convolution to the last layer. */
export function withBias(spec: RunSpec, bias: boolean, at: number | null = null): RunSpec {
  const { convolutions, hidden, last } = readParts(spec.network);
  let index = 0;
  const changed = <Part>(layer: Part): Part => (at === null || index++ === at ? { ...layer, bias } : layer);
  return withParts(spec, {
    convolutions: convolutions.map(changed),
    hidden: hidden.map(changed),
    last: changed(last),
  });
}

export function withSampler(spec: RunSpec, sampler: 'table' | 'divisibility'): RunSpec {
  const data: DataSpec =
    sampler === 'table' ? { type: 'xor', sampler } : { type: 'xor', sampler, samples: originalSamples };
  const limit = batchLimit(data);
  const usualSize = sampler === 'table' ? limit : Math.max(spec.batchSize, 64);
  return { ...spec, data, batchSize: spec.optimizer.type === 'rprop' ? limit : usualSize };
}

/** Digits bent so; where every strength is 0, as they are. All else that is said of the data stays. */
export function withAugmentation(spec: RunSpec, augmentation: Augmentation): RunSpec {
  if (spec.data.type !== 'digits') return spec;
  const { augmentation: _, ...others } = spec.data;
  const isBent = Object.values(augmentation).some((strength) => strength > 0);
  return { ...spec, data: isBent ? { ...others, augmentation } : others };
}

/** Digits with so much among them; where both shares are 0, digits alone. All else that is said of the data stays. */
export function withMixture(spec: RunSpec, mixture: Mixture): RunSpec {
  if (spec.data.type !== 'digits') return spec;
  const { mixture: _, ...others } = spec.data;
  const isMixed = mixture.drawn > 0 || mixture.none > 0;
  return { ...spec, data: isMixed ? { ...others, mixture } : others };
}

/**
 * A recipe for other points. What is usual for those before becomes what is usual for these; what was chosen stays as far
 * as it fits: a network ends in as many numbers as there are classes.
 */
export function withShapes(spec: RunSpec, data: ShapesData): RunSpec {
  const before = usualRecipe(spec.data);
  const usual = shapesRecipe(data);
  const isUsual = (part: 'network' | 'loss' | 'optimizer') =>
    JSON.stringify(spec[part]) === JSON.stringify(before[part]);
  const limit = batchLimit(data);
  const next: RunSpec = {
    ...spec,
    data,
    optimizer: isUsual('optimizer') ? usual.optimizer : spec.optimizer,
    batchSize: spec.optimizer.type === 'rprop' ? limit : Math.min(spec.batchSize, limit),
  };
  if (isUsual('network') && isUsual('loss')) return { ...next, network: usual.network, loss: usual.loss };
  const isAlike = spec.data.type === 'shapes' && classCount(spec.data) === classCount(data);
  if (isAlike) return next;
  const { last } = readParts(next.network);
  const { units, activation } = readParts(usual.network).last;
  return withParts(next, { last: { ...last, units, activation } });
}

/**
 * With its own numbers as its paper has them, and the rate that it usually starts from. RPROP comes with the
 * largest batch and without a schedule, which its steps do not follow; another optimizer after it with the usual batch.
 */
export function withOptimizer(spec: RunSpec, type: OptimizerSpec['type']): RunSpec {
  const { data, optimizer: before } = spec;
  if (type === before.type) return spec;
  const limit = batchLimit(data);
  const optimizer: OptimizerSpec = usualOptimizer(data, type);
  if (type === 'rprop') return { ...spec, optimizer, schedule: { type: 'constant' }, batchSize: limit };
  const isLeft = before.type === 'rprop' && spec.batchSize === limit;
  const usualSize = Math.min(limit, data.type === 'xor' ? 64 : usualRecipe(data).batchSize);
  return { ...spec, optimizer, batchSize: isLeft ? usualSize : spec.batchSize };
}

/** The optimizer's own numbers as its paper has them, RPROP's first step as it usually is; a rate stays. */
export function withUsualNumbers(spec: RunSpec): RunSpec {
  const { type, rate } = spec.optimizer;
  const usual = usualOptimizer(spec.data, type);
  return { ...spec, optimizer: type === 'rprop' ? usual : { ...usual, rate } };
}
