/** When a training ends, and why one has ended. */

/** When `train` ends by itself. Whichever comes first; none: runs until stopped. */
export type TrainUntil = {
  /** Steps from now. */
  readonly steps?: number;
  /** Whole passes over the data from the start of the run. */
  readonly epochs?: number;
  /** From now, without the time in which it waits for data. */
  readonly seconds?: number;
  /** The test loss is at or below this. */
  readonly testLoss?: number;
  /** The test accuracy is at or above this: 0 to 1. */
  readonly testAccuracy?: number;
  /** So many measurements on the test data in a row have no lower loss than the lowest before them, from now on. */
  readonly plateau?: number;
};

/** `step`: steps that the run has done; of one that goes on from a checkpoint also those before it. */
export type TrainEnd =
  | { readonly reason: 'completed'; readonly step: number; readonly reached: keyof TrainUntil }
  | { readonly reason: 'stopped'; readonly step: number }
  | { readonly reason: 'diverged'; readonly step: number; readonly divergence: Divergence };

/**
 * notFinite: a number of a step is infinite or none at all. exploded: the loss is far above that of a network that knows
 * nothing. stuck: no gradient reaches a layer, though the loss is high.
 */
export type DivergenceKind = 'notFinite' | 'exploded' | 'stuck';

/** Why a training was ended that led nowhere. The numbers of the network that is open are finite all the same. */
export type Divergence = {
  readonly kind: DivergenceKind;
  /** The step in which it began. */
  readonly step: number;
  /** The layer in which it began, as a place in `RunInfo.layers`; null: the inputs. */
  readonly layer: number | null;
  /** What happened, where and when, and what it may come from: sentences for whoever watches. */
  readonly text: string;
  /** Of that layer's weights, or of its gradient, before each of some steps up to the last. */
  readonly norm: { readonly of: 'weights' | 'gradient'; readonly points: readonly NormPoint[] };
  /** A step that can be gone back to, at which the network was still learning; null: there is none. */
  readonly rewindTo: number | null;
};

export type NormPoint = { readonly step: number; readonly norm: number };
