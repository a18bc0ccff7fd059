import type { OptimizerSpec } from '../spec';
import { momentumKind } from './momentum';

/** Nesterov's momentum (1983) as Sutskever et al. 2013 brought it in and PyTorch has it: v = momentum·v + g; w −= rate·(g + momentum·v). */
export const nesterov = momentumKind<Extract<OptimizerSpec, { type: 'nesterov' }>>(
  { type: 'nesterov', rate: 0.01, momentum: 0.9 },
  'nesterovStep',
);
