/** What one step of the optimizer does to single parameters, read off before and after it; and how it is taken back. */
import type { Network } from '../engine/network';
import type { Optimizer } from '../engine/optimizers/optimizer';

export type ParameterStep = {
  readonly before: number;
  readonly after: number;
  /** Of the loss, a mean over all samples of the step. */
  readonly gradient: number;
  /** What the optimizer gets: clipped, and with what penalties add. */
  readonly used: number;
  /** The optimizer's moments of this parameter, in its order. */
  readonly momentsBefore: readonly number[];
  readonly momentsAfter: readonly number[];
};

export type StepRecord = {
  /** Number `index` of all parameters, before the step. */
  valueOf(index: number): number;
  /** What the step has done to it. */
  stepOf(index: number): ParameterStep;
  /** Parameters, moments and the count of steps have again the bits that they had. */
  undo(): void;
};

/** To be called between the gradients and the step. */
export function recordStep({ parameters, gradients }: Network, optimizer: Optimizer): StepRecord {
  const { moments, steps } = optimizer;
  const before = {
    parameters: parameters.slice(),
    gradients: gradients.slice(),
    moments: moments.map((moment) => moment.slice()),
  };
  return {
    valueOf: (index) => before.parameters[index],
    stepOf: (index) => ({
      before: before.parameters[index],
      after: parameters[index],
      gradient: before.gradients[index],
      used: gradients[index],
      momentsBefore: before.moments.map((moment) => moment[index]),
      momentsAfter: moments.map((moment) => moment[index]),
    }),
    undo() {
      parameters.set(before.parameters);
      moments.forEach((moment, i) => {
        moment.set(before.moments[i]);
      });
      optimizer.steps = steps;
    },
  };
}
