/** All that is needed to repeat a run, as plain data. */
import type { Augmentation } from '../datasets/augment';
import type { Mixture } from '../datasets/mixture';
import type { DrawnShapes, OwnShapes } from '../datasets/shapes2d';
import type { ScheduleSpec } from '../engine/schedules';
import type { Loss, NetworkSpec, OptimizerSpec, RegularizationSpec } from '../engine/spec';

/**
 * XOR: the four rows of the truth table, or `samples` rows drawn as the NumPy original draws them. Shapes: points of a
 * plane. Digits: MNIST.
 */
export type DataSpec =
  | { readonly type: 'xor'; readonly sampler: 'table' }
  | { readonly type: 'xor'; readonly sampler: 'divisibility'; readonly samples: number }
  | ShapesData
  /**
   * `augmentation`: each digit is bent anew whenever it is trained; without it digits are as they are. `mixture`: shares
   * of the rows that are trained are digits drawn by rules and what is no digit; without it all are MNIST's.
   */
  | { readonly type: 'digits'; readonly augmentation?: Augmentation; readonly mixture?: Mixture };

export type OwnShapesData = { readonly type: 'shapes' } & OwnShapes;
export type DrawnShapesData = { readonly type: 'shapes' } & DrawnShapes;
export type ShapesData = DrawnShapesData | OwnShapesData;

/** All that is needed to repeat a run to the bit (with the same kernels). */
export type RunSpec = {
  readonly data: DataSpec;
  readonly network: NetworkSpec;
  readonly loss: Loss;
  readonly optimizer: OptimizerSpec;
  /** By what the optimizer's rate is multiplied in each step. */
  readonly schedule: ScheduleSpec;
  readonly regularization: RegularizationSpec;
  /**
   * strict: every multiplication and addition is rounded by itself, and the same spec gives the same bits everywhere.
   * fused: two at once where the machine can: faster, and the last bits depend on the machine.
   */
  readonly arithmetic: 'fused' | 'strict';
  /** Samples for one step, 1 to 1024; an epoch's last batch may have fewer. */
  readonly batchSize: number;
  /** Seeds the initial weights and the order of the samples. An integer from 0 to 2³²−1. */
  readonly seed: number;
  /**
   * Weights and biases that keep their bits whatever is trained, at most 1,000. Files keep them, with and without the run;
   * programs of `exportCode` don't.
   */
  readonly frozen?: readonly ParameterPlace[];
};

/** One weight or bias. */
export type ParameterPlace = {
  /** As `weights()` calls it, such as `layers.0.weight`. */
  readonly tensor: string;
  /** Row by row: the weight from input i to unit j of O is number i·O + j. */
  readonly index: number;
};
