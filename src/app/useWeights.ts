import type { NamedTensor } from '../training/trainer';
import type { Askable } from './probe';
import { useFollowed } from './useFollowed';

const askForWeights = (trainer: Askable) => trainer.weights();

/** The parameters, asked for again when they have changed, `pause` milliseconds after the last ones. Null until the first answer. */
export function useWeights(pause: number): readonly NamedTensor[] | null {
  return useFollowed('weights', { whom: 'stage', ask: askForWeights, pause });
}
