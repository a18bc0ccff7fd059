import type { NamedTensor } from '../training/trainer';
import { useSession } from './sessionContext';
import { useFromWeights } from './useFromWeights';

/** The parameters as they are now, looked at every `pause` milliseconds; null until the first time. */
export function useWeights(pause: number): readonly NamedTensor[] | null {
  return useFromWeights(useSession().weights, pause);
}
