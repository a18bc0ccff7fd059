/** The numbers that an optimizer has besides its rate: how they are called, what they do, what they may be. */
import { optimizerDefaults } from '../../training/recipes';
import type { OptimizerSpec } from '../../training/trainer';
import { formatRate } from '../format';
import type { NumberRule } from './readNumber';

type NumberKey<S> = S extends OptimizerSpec ? Exclude<keyof S, 'type'> : never;
export type OptimizerNumber = NumberKey<OptimizerSpec>;

type About = {
  readonly label: string;
  /** For the line that is seen while the numbers are folded away. */
  readonly symbol: string;
  readonly says: string;
  readonly min: number;
  readonly max: number;
};

export const numbersAbout: Record<OptimizerNumber, About> = {
  rate: {
    label: 'First step',
    symbol: 'Δ₀',
    says: 'Δ₀, how far every weight moves in the first step; afterwards each finds its own.',
    min: 1e-7,
    max: 100,
  },
  momentum: {
    label: 'Momentum',
    symbol: 'momentum',
    says: 'How much of the last step is kept: 0 forgets it, 0.9 rolls like a heavy ball.',
    min: 0,
    max: 0.999,
  },
  beta1: {
    label: 'β₁',
    symbol: 'β₁',
    says: 'How long gradients are remembered: 0.9 is about ten steps.',
    min: 0,
    max: 0.99999,
  },
  beta2: {
    label: 'β₂',
    symbol: 'β₂',
    says: 'How long squared gradients are remembered: 0.999 is about a thousand steps.',
    min: 0,
    max: 0.99999,
  },
  epsilon: {
    label: 'ε',
    symbol: 'ε',
    says: 'Keeps the divisor above zero; larger makes the steps of quiet weights smaller.',
    min: 1e-30,
    max: 1,
  },
  weightDecay: {
    label: 'Weight decay',
    symbol: 'decay',
    says: 'The share of itself, times the rate, that every weight loses in a step.',
    min: 0,
    max: 1,
  },
  decay: {
    label: 'Decay',
    symbol: 'decay',
    says: 'How long squared gradients are remembered: 0.99 is about a hundred steps.',
    min: 0,
    max: 0.99999,
  },
  decrease: {
    label: 'Decrease',
    symbol: 'η⁻',
    says: 'η⁻: a step is multiplied by it when the gradient’s sign has turned.',
    min: 0.001,
    max: 0.999,
  },
  increase: {
    label: 'Increase',
    symbol: 'η⁺',
    says: 'η⁺: a step is multiplied by it while the gradient’s sign stays.',
    min: 1,
    max: 10,
  },
  least: { label: 'Least step', symbol: '≥', says: 'No step becomes smaller than this.', min: 0, max: 1 },
  most: { label: 'Most step', symbol: '≤', says: 'No step becomes larger than this.', min: 1e-6, max: 1000 },
};

/** In the order of the defaults; the rate among them only where it is no rate. */
export function numbersOf({ type }: OptimizerSpec): readonly OptimizerNumber[] {
  const keys = Object.keys(optimizerDefaults[type]).filter((key) => key !== 'type');
  return (type === 'rprop' ? keys : keys.filter((key) => key !== 'rate')) as OptimizerNumber[];
}

export function readOptimizerNumber(optimizer: OptimizerSpec, key: OptimizerNumber): number {
  return (optimizer as Partial<Record<OptimizerNumber, number>>)[key] ?? Number.NaN;
}

export function withOptimizerNumber(
  optimizer: OptimizerSpec,
  key: OptimizerNumber,
  value: number,
): OptimizerSpec {
  return { ...optimizer, [key]: value };
}

/** The bounds of a step bound each other. */
export function optimizerRule(optimizer: OptimizerSpec, key: OptimizerNumber): NumberRule {
  const { label, min, max } = numbersAbout[key];
  const rule = { name: label, min, max, integer: false };
  if (optimizer.type !== 'rprop') return rule;
  if (key === 'least') return { ...rule, max: optimizer.most };
  return key === 'most' ? { ...rule, min: Math.max(min, optimizer.least) } : rule;
}

/** β₁ 0.9 · β₂ 0.999 · ε 1e-8 */
export function summarizeNumbers(optimizer: OptimizerSpec): string {
  return numbersOf(optimizer)
    .map((key) => `${numbersAbout[key].symbol} ${formatRate(readOptimizerNumber(optimizer, key))}`)
    .join(' · ');
}
