/** Which network answers what is drawn: the one on the stage, or a shipped one beside it. */
import type { NetworkSpec } from '../training/trainer';
import { isShipped, type ShippedName } from './shippedNetworks';
import type { RunState } from './state';

/** own: what the user trains, or has opened from a file. */
export type Answering = ShippedName | 'own';

/** The shipped network that is on the stage as it came; null: what is there is the user's own. */
export function untouchedOf({
  origin,
  step,
  status,
}: Pick<RunState, 'origin' | 'step' | 'status'>): ShippedName | null {
  const isTrained = step > 0 || status === 'training' || status === 'loading';
  return isShipped(origin) && !isTrained ? origin : null;
}

export function answeringOf(run: RunState): Answering {
  return run.standIn?.name ?? untouchedOf(run) ?? 'own';
}

export function answeringNetwork({ standIn, spec }: RunState): NetworkSpec {
  return standIn?.network ?? spec.network;
}
