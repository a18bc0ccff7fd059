/** One neuron under the microscope: what it computes of one sample, what is asked of it, and what a step would change. */
import { isSparse, type LayerInput } from '../engine/layers/layer';
import { lossLayerOf, lossTerms } from '../engine/lossTerms';
import type { Network } from '../engine/network';
import type { Optimizer } from '../engine/optimizers/optimizer';
import { planNetwork } from '../engine/plan';
import type { Random } from '../engine/random';
import type { Loss, OptimizerSpec, RegularizationSpec } from '../engine/spec';
import type { Kernels } from '../kernels/kernels';
import { dissectLayer, type LayerWork, type WatchedRow } from './dissectedLayer';
import { recordStep } from './stepRecord';
import type { RunSpec } from './trainer';

/** What the step would be made with, and which sample of it is looked at. */
export type DissectionSubject =
  /** The batch that training takes next, bent and mixed as it will be; `row` in it, its last one if it has fewer. */
  | { readonly type: 'batch'; readonly row: number }
  /** A row of the training data by itself, as it is there. */
  | { readonly type: 'row'; readonly row: number }
  /** What the network gets of a drawing, and the class that it is meant as. */
  | { readonly type: 'drawing'; readonly input: Float32Array; readonly classIndex: number };

export type DissectionQuestion = {
  readonly of: DissectionSubject;
  /** Its place among the network's layers; of an activation right behind a layer, that layer's. */
  readonly layer: number;
  /** Which of the numbers that come out of it, as they lie there: a neuron, or a channel at a place. */
  readonly unit: number;
};

/** What the optimizer would go by. */
export type DissectedStep = {
  /** With the rate before the schedule's factor. */
  readonly optimizer: OptimizerSpec;
  /** With that factor. */
  readonly rate: number;
  /** The optimizer's own count, which this step would have: from 1. */
  readonly number: number;
  readonly regularization: RegularizationSpec;
  /** Of all gradients together, before clipping. */
  readonly gradientNorm: number;
  /** The step would not be made, as the loss is not finite. */
  readonly isRefused: boolean;
};

/**
 * All numbers are those of the run's own float32 pass forward and backward, with dropout as in training, and of its own
 * optimizer's step.
 */
export type Dissection = {
  readonly question: DissectionQuestion;
  /** Samples in the step, and which of them this is. */
  readonly rows: number;
  readonly row: number;
  /** Of the sample: what goes in, what comes out of the network, and what should. */
  readonly input: Float32Array;
  readonly answer: Float32Array;
  readonly target: Float32Array;
  readonly loss: {
    readonly kind: Loss;
    /** Of all samples, which the gradients are of. */
    readonly mean: number;
    /** For each output, what it adds to the loss of this sample, in float64: they add up to that. */
    readonly terms: readonly number[];
  };
  /** What the layer puts out for the sample, its activation included, and the gradient of the loss with respect to it. */
  readonly outputs: Float32Array;
  readonly work: LayerWork;
  readonly step: DissectedStep;
  /** Steps done. */
  readonly steps: number;
};

/** Of a run, what a dissection is made with. */
export type DissectionTable = {
  readonly kernels: Kernels;
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly random: Random;
  /** As it is now. */
  readonly spec: RunSpec;
  /** Of the next step. */
  readonly rate: number;
  readonly steps: number;
  /** Puts inputs and targets of a row, or of the next batch (null), where the network takes them from. */
  gather(row: number | null): { readonly rows: number; readonly input: LayerInput<Float32Array> };
  /** The optimizer's step along the network's gradients. */
  update(): void;
};

/**
 * Makes the step, notes what it did, and puts everything back: weights, moments and generator have the bits that they
 * had. Throws an Error for a question that has no answer; then nothing was touched.
 */
export function dissect(table: DissectionTable, question: DissectionQuestion): Dissection {
  const { network, optimizer, random } = table;
  checkQuestion(question, network);
  const generator = random.state();
  const { rate } = optimizer;
  try {
    return dissectStep(table, question);
  } finally {
    optimizer.rate = rate;
    random.restore(generator);
  }
}

function dissectStep(table: DissectionTable, question: DissectionQuestion): Dissection {
  const { kernels, network, optimizer, spec } = table;
  const { rows, input } = place(table, question.of);
  optimizer.rate = table.rate;
  const row = question.of.type === 'batch' ? Math.min(question.of.row, rows - 1) : 0;
  const { layers } = planNetwork(network.spec);
  const rowOf = (values: Float32Array, length: number) => values.slice(row * length, (row + 1) * length);

  const gradients: Float32Array[] = [];
  network.clearGradients();
  const mean = network.lossAndGradient(rows, spec.loss, input, (layer, dy) => {
    gradients[layer] = rowOf(dy, layers[layer].outputs);
  });
  if (isSparse(input)) kernels.expandRows(network.inputBuffer, input, rows, network.spec.inputs);
  const watched: WatchedRow = {
    input: rowOf(network.inputBuffer, network.spec.inputs),
    outputs: network.layerOutputs(rows).map((values, layer) => rowOf(values, layers[layer].outputs)),
    gradients,
  };
  const target = rowOf(network.targetBuffer, network.outputs);
  const gradientNorm = Math.sqrt(kernels.squaredSum(network.gradients, network.gradients.length));
  const isRefused = !Number.isFinite(mean);
  const record = recordStep(network, optimizer);
  try {
    if (!isRefused) table.update();
    const work = dissectLayer(network, watched, question, record);
    const lastLayer = work.type === 'neuron' ? work.lastLayer : question.layer;
    return {
      question,
      rows,
      row,
      input: watched.input,
      answer: watched.outputs[layers.length - 1],
      target,
      loss: {
        kind: spec.loss,
        mean,
        terms: lossTerms(spec.loss, watched.outputs[lossLayerOf(network.spec, spec.loss)], target),
      },
      outputs: watched.outputs[lastLayer],
      work,
      step: {
        optimizer: spec.optimizer,
        rate: table.rate,
        number: optimizer.steps,
        regularization: spec.regularization,
        gradientNorm,
        isRefused,
      },
      steps: table.steps,
    };
  } finally {
    record.undo();
  }
}

function place(
  { network, gather }: DissectionTable,
  of: DissectionSubject,
): ReturnType<DissectionTable['gather']> {
  if (of.type !== 'drawing') return gather(of.type === 'row' ? of.row : null);
  network.inputBuffer.set(of.input);
  network.targetBuffer.fill(0, 0, network.outputs);
  network.targetBuffer[of.classIndex] = 1;
  return { rows: 1, input: network.inputBuffer };
}

function checkQuestion({ of, layer, unit }: DissectionQuestion, { spec, outputs }: Network): void {
  const { layers } = planNetwork(spec);
  if (!isBelow(layer, layers.length))
    throw new Error(`A layer is a whole number from 0 to ${layers.length - 1}, not ${layer}.`);
  if (!isBelow(unit, layers[layer].outputs))
    throw new Error(
      `Of layer ${layer} a number from 0 to ${layers[layer].outputs - 1} can be looked at, not ${unit}.`,
    );
  if (of.type === 'drawing') {
    if (of.input.length !== spec.inputs)
      throw new Error(`One drawing of ${spec.inputs} numbers is looked at, not ${of.input.length} numbers.`);
    if (!isBelow(of.classIndex, outputs))
      throw new Error(`A class is a whole number from 0 to ${outputs - 1}, not ${of.classIndex}.`);
  } else if (!isBelow(of.row, Number.POSITIVE_INFINITY))
    throw new Error(`A row is a whole number from 0, not ${of.row}.`);
}

const isBelow = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value < limit;
