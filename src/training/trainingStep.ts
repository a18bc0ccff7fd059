/** One step along the gradient of a batch: as fast as it goes, or looked at before and after; with the same bits. */
import type { LayerInput } from '../engine/layers/layer';
import type { Network } from '../engine/network';
import type { Optimizer } from '../engine/optimizers/optimizer';
import { changesAnything } from '../engine/regularization';
import { regularizedStep } from '../engine/regularizedStep';
import type { Loss, RegularizationSpec } from '../engine/spec';
import type { Kernels } from '../kernels/kernels';
import { createFaultFinder, type Fault } from './faults';
import { createLayerMeter } from './layerFigures';
import type { TrainedLayerPlan } from './trainedLayers';
import type { LayerFigures } from './trainer';

export type MadeStep = {
  /** Before the step. */
  readonly loss: number;
  /** What was not finite: then the step was not made, but for a fault of the update itself. */
  readonly fault: Fault | null;
  /** Null: nobody measured. */
  readonly figures: readonly LayerFigures[] | null;
};

/** What is changed of the gradients of the loss: places of `frozen` are of the flat parameters, which keep their bits. */
export type StepSettings = { readonly regularization: RegularizationSpec; readonly frozen: Uint32Array };

export type TrainingStep = {
  /** Of a batch of B rows that lies in the network's buffers, with the optimizer's rate. */
  make(B: number, input: LayerInput<Float32Array>, settings: StepSettings, measures: boolean): MadeStep;
  /** The part of it that comes after the gradients of the whole batch. */
  update(settings: StepSettings): void;
  /** The first weights that are not finite; null: all are. */
  findFault(): Fault | null;
};

/** `layers` are those of the network. */
export function createTrainingStep(
  kernels: Kernels,
  network: Network,
  optimizer: Optimizer,
  loss: Loss,
  layers: readonly TrainedLayerPlan[],
): TrainingStep {
  const meter = createLayerMeter(kernels, network, layers);
  const faults = createFaultFinder(kernels, network, layers);

  function lossAndGradient(B: number, input: LayerInput<Float32Array>): number {
    network.clearGradients();
    return network.lossAndGradient(B, loss, input);
  }

  function update({ regularization, frozen }: StepSettings) {
    regularizedStep(kernels, network, optimizer, regularization, frozen);
  }

  /** As `trainStep`, with what needs all gradients at once in between. */
  function stepInParts(B: number, input: LayerInput<Float32Array>, settings: StepSettings): number {
    const value = lossAndGradient(B, input);
    if (Number.isFinite(value)) update(settings);
    return value;
  }

  function measuredStep(B: number, input: LayerInput<Float32Array>, settings: StepSettings): MadeStep {
    const value = lossAndGradient(B, input);
    const fault = faults.inForward(B, input, value) ?? faults.inGradients();
    if (fault) return { loss: value, fault, figures: null };
    meter.begin();
    update(settings);
    const broken = faults.inWeights();
    return { loss: value, fault: broken, figures: broken ? null : meter.figures(B) };
  }

  return {
    make(B, input, settings, measures) {
      if (measures) return measuredStep(B, input, settings);
      const isPlain = settings.frozen.length === 0 && !changesAnything(settings.regularization);
      const value = isPlain ? network.trainStep(B, loss, optimizer, input) : stepInParts(B, input, settings);
      const fault = Number.isFinite(value) ? null : faults.inForward(B, input, value);
      return { loss: value, fault, figures: null };
    },
    update,
    findFault: () => faults.inWeights(),
  };
}
