/** Changes of a recipe, each as a whole new one that fits together. */
import { adam, type DenseLayer, digitsRecipe, maxBatch, xorRecipe } from '../../training/recipes';
import type { DataSpec, OptimizerSpec, RunSpec } from '../../training/trainer';
import { type NetworkParts, readParts, writeParts } from './networkParts';

export const maxHiddenLayers = 4;
/** Rows of the original's sampler when it is chosen. */
const originalSamples = 1000;

/** No more than the data has, and than the engine takes at once. */
export function batchLimit(data: DataSpec): number {
  if (data.type === 'digits') return maxBatch;
  return data.sampler === 'table' ? 4 : Math.min(data.samples, maxBatch);
}

export function maxUnits(data: DataSpec): number {
  return data.type === 'xor' ? 64 : 1024;
}

export function withParts(spec: RunSpec, change: Partial<NetworkParts>): RunSpec {
  const before = readParts(spec.network);
  const parts = { ...before, ...change };
  const loss = parts.last.activation === 'softmax' ? spec.loss : 'meanSquaredError';
  // Softmax is learned with cross-entropy unless another loss is asked for afterwards.
  const became = parts.last.activation === 'softmax' && before.last.activation !== 'softmax';
  return { ...spec, network: writeParts(parts), loss: became ? 'crossEntropy' : loss };
}

export function withHiddenLayer(spec: RunSpec, at: number, change: Partial<DenseLayer>): RunSpec {
  const { hidden } = readParts(spec.network);
  return withParts(spec, {
    hidden: hidden.map((layer, index) => (index === at ? { ...layer, ...change } : layer)),
  });
}

/** A copy of the last hidden layer behind it. */
export function withLayerAdded(spec: RunSpec): RunSpec {
  const { hidden } = readParts(spec.network);
  if (hidden.length >= maxHiddenLayers) return spec;
  const fresh: DenseLayer =
    spec.data.type === 'xor' ? { units: 4, activation: 'tanh' } : { units: 64, activation: 'relu' };
  return withParts(spec, {
    hidden: [...hidden, { ...fresh, activation: hidden.at(-1)?.activation ?? fresh.activation }],
  });
}

export function withLayerRemoved(spec: RunSpec, at: number): RunSpec {
  const { hidden } = readParts(spec.network);
  return withParts(spec, { hidden: hidden.filter((_, index) => index !== at) });
}

export function withSampler(spec: RunSpec, sampler: 'table' | 'divisibility'): RunSpec {
  const data: DataSpec =
    sampler === 'table' ? { type: 'xor', sampler } : { type: 'xor', sampler, samples: originalSamples };
  const batchSize = sampler === 'table' ? 4 : Math.max(spec.batchSize, 64);
  return { ...spec, data, batchSize };
}

/** With the rate that each usually starts from: theirs differ by orders of magnitude. */
export function withOptimizer(spec: RunSpec, type: OptimizerSpec['type']): RunSpec {
  if (type === spec.optimizer.type) return spec;
  const isXor = spec.data.type === 'xor';
  const usual = (isXor ? xorRecipe : digitsRecipe).optimizer;
  const optimizer: OptimizerSpec =
    type === usual.type
      ? usual
      : type === 'sgd'
        ? { type, rate: isXor ? 0.5 : 0.1, momentum: 0.9 }
        : adam(0.001);
  return { ...spec, optimizer };
}
