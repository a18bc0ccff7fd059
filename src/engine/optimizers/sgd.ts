import type { OptimizerSpec } from '../spec';
import { momentumKind } from './momentum';

/** Stochastic gradient descent with momentum (Polyak 1964) as PyTorch has it: v = momentum·v + g; w −= rate·v. */
export const sgd = momentumKind<Extract<OptimizerSpec, { type: 'sgd' }>>(
  { type: 'sgd', rate: 0.01, momentum: 0.9 },
  'sgdStep',
);
