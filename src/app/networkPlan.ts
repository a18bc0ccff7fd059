import { type NetworkPlan, planNetwork } from '../training/recipes';
import type { NetworkSpec } from '../training/trainer';

/** All sizes of a network; null for one whose layers do not fit, as the engine says when it is asked to build it. */
export function planOf(network: NetworkSpec): NetworkPlan | null {
  try {
    return planNetwork(network);
  } catch {
    return null;
  }
}
