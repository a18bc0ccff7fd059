/** One network learning one dataset, step by step: no clock, no waiting; the same calls give the same bits. */
import { type Augmentation, checkAugmentation } from '../datasets/augment';
import { type Dataset, isReady } from '../datasets/dataset';
import { epochOrder } from '../datasets/epochOrder';
import { checkLoss, lossKinds } from '../engine/losses';
import { countLabelled } from '../engine/metrics';
import { createNetwork } from '../engine/network';
import { networkFloats } from '../engine/networkFloats';
import { createOptimizer } from '../engine/optimizers/registry';
import { createRandom } from '../engine/random';
import { checkRegularizationSpec } from '../engine/regularization';
import { checkScheduleSpec, scheduledFactor } from '../engine/schedules';
import type { Floats, Kernels } from '../kernels/kernels';
import { bendingFloats, createBending } from './bending';
import type { RunData } from './data';
import { type Dissection, type DissectionQuestion, dissect } from './dissection';
import { countRight, type Measurement, startEvaluation } from './evaluation';
import { startExplanation } from './explanation';
import type { Fault } from './faults';
import { type HiddenOutputs, startHiddenOutputs } from './hiddenMap';
import { checkedParameter, frozenIndices, parameterIndex } from './parameters';
import { predictRows } from './predictRows';
import type { BatchResult } from './progressFold';
import { maxBatch } from './recipes';
import { checkSameTensors, copyTensors, momentTensors, type RunState, setTensors } from './runState';
import type { PiecedWork } from './slices';
import { trainedLayers } from './trainedLayers';
import { taughtRows, trainedAugmentation, trainedRows } from './trainedRows';
import type {
  DataSpec,
  Explanation,
  ExplanationQuestion,
  Lesson,
  NamedTensor,
  ParameterPlace,
  ParameterReading,
  Prediction,
  RunInfo,
  RunSpec,
  Tuning,
} from './trainer';
import { createTrainingStep, type StepSettings } from './trainingStep';

/** Multiply-adds in a piece of a measurement: a few milliseconds, so that stop and predict are served in between. */
const pieceWork = 1.1e8;

export type StepResult = BatchResult & {
  /** What was not finite: then the step was not made. */
  readonly fault: Fault | null;
};

/** All that changes in flight. */
export type RunTuning = Pick<Tuning, 'rate' | 'batchSize' | 'regularization' | 'frozen'>;

export type Run = {
  readonly info: RunInfo;
  /** `info.spec` with the rate, the batch size, the regularization and what is frozen as they are now. */
  readonly spec: RunSpec;
  /** Steps done. */
  readonly step: number;
  /** Passes over the training rows done, fractional. */
  readonly epoch: number;
  /** Whether all rows of the next batch are loaded. */
  isReady(): boolean;
  /** How many rows must be loaded before the next batch can be trained. */
  rowsNeeded(): number;
  /** The loss of a network that knows nothing of its inputs, about. */
  readonly lossOfGuessing: number;
  /**
   * One step. The loss is the one before the step. When it is not finite nothing is changed and no step
   * is counted. The last batch of an epoch may be smaller. `measures`: the same step, to the bit, with figures by layer,
   * and also refused where anything else in it is not finite; if that are the weights that it has made, the run is to be
   * restored to an earlier state.
   */
  trainBatch(measures?: boolean): StepResult;
  /** The first weights that are not finite; null: all are. */
  findFault(): Fault | null;
  /**
   * For the next step on. Throws an Error for a rate that is not above 0 or not finite, for a batch size that is
   * not a whole number from 1 to `maxBatch`, and as `checkRegularizationSpec` and `frozenIndices` do; then nothing has changed.
   */
  tune(tuning: RunTuning): void;
  /**
   * From the next step on every batch has digits of the lesson in it, is bent as usual if nothing else is said, and is
   * trained at the lesson's rate; null: as before. Throws an Error for a lesson that can't be; then nothing has changed.
   */
  teach(lesson: Lesson | null): void;
  /**
   * From the next step on these rows are learned, as `spec` has them; a new pass begins. Throws an Error for rows that
   * the network does not fit; then nothing has changed.
   */
  changeData(spec: DataSpec, data: RunData): void;
  /** Measures all rows; the weights must not change meanwhile. */
  startEvaluation(rows: Dataset): PiecedWork<Measurement>;
  /** What the last layer with weights gets for the rows `at`; the weights must not change meanwhile. */
  startHidden(rows: Dataset, at: Uint32Array): PiecedWork<HiddenOutputs>;
  /** `inputs` `[B, I]` for any B from 1; the answer's arrays belong to the caller. Throws an Error for other lengths. */
  predict(inputs: Float32Array, layers: boolean): Prediction;
  /** As `Trainer.explain`; the weights must not change meanwhile. Throws an Error for a question that has no answer. */
  startExplanation(question: ExplanationQuestion): PiecedWork<Explanation>;
  /** As `Trainer.dissect`, of rows that are loaded. Throws an Error for a question that has no answer. */
  dissect(question: DissectionQuestion): Dissection;
  /** As `Trainer.parameter`, and `Trainer.setParameter`, which throw where those reject. */
  parameter(place: ParameterPlace): ParameterReading;
  setParameter(place: ParameterPlace, value: number): void;
  /** Copies. */
  weights(): NamedTensor[];
  /** Copies in tensors that have the names and shapes of `weights()`. Throws an Error for others; then nothing has changed. */
  setWeights(tensors: readonly NamedTensor[]): void;
  /** Copies, in the arrays of `unused` if it is a state of this run that nobody wants any more. */
  saveState(unused?: RunState | null): RunState;
  /** Of the numbers in such a state. */
  readonly stateBytes: number;
  /**
   * Goes on from where `saveState` of a run with the `spec` that this one was made from (and the same data) stood:
   * with the same kernels every number that follows has the same bits. Throws an Error for a state that does not fit;
   * then nothing has changed.
   */
  restore(state: RunState): void;
};

/** Numbers for which the kernels of a run need room. Throws an Error for a spec that makes no network. */
export function runFloats(spec: RunSpec): number {
  const sparse = hasSparseRows(spec);
  const network = networkFloats(spec.network, maxBatch, spec.optimizer, sparse);
  return network + (sparse ? bendingFloats(maxBatch) : 0);
}

/** Digits are mostly paper. */
function hasSparseRows({ data }: RunSpec): boolean {
  return data.type === 'digits';
}

/** A run at step 0 with weights from its seed. Throws an Error that says what is wrong with the spec. */
export function createRun(given: RunSpec, kernels: Kernels, opened: RunData): Run {
  let spec = given;
  let data = opened;
  checkLoss(spec.network, spec.loss);
  checkScheduleSpec(spec.schedule);
  checkRegularizationSpec(spec.regularization);
  const random = createRandom(spec.seed);
  let usual = trainedRows(spec, data.train, random);
  let train = usual;
  let augmentation = trainedAugmentation(spec, null);
  if (augmentation) checkAugmentation(augmentation, train);
  let lesson: Lesson | null = null;
  const network = createNetwork(kernels, spec.network, { random, maxBatch, sparse: hasSparseRows(spec) });
  requireFit(train);
  const bend = network.sparseInput && createBending(kernels, maxBatch);
  const optimizer = createOptimizer(kernels, spec.optimizer, network.parameters.length);
  const outputs = network.layerOutputs(maxBatch)[spec.network.layers.length - 1];
  const pieceRows = Math.max(1, Math.min(maxBatch, Math.floor(pieceWork / network.multiplyAdds)));
  /** Before the schedule's factor. */
  let baseRate = spec.optimizer.rate;
  let batchSize = checkedBatchSize(spec.batchSize);
  let frozen = spec.frozen ?? [];
  let settings: StepSettings = {
    regularization: spec.regularization,
    frozen: frozenIndices(network.tensors, frozen),
  };
  let step = 0;
  let epochsDone = 0;
  let position = 0;
  /** Where the generator stood before `order` was drawn from it. */
  let epochRandom = random.state();
  let order = epochOrder(random, 0, train.rows, data.shardRows);
  const moments = momentTensors(network, optimizer);
  const layers = trainedLayers(spec.network);
  const trainingStep = createTrainingStep(kernels, network, optimizer, spec.loss, layers);

  const nextBatchRows = () => Math.min(batchSize, train.rows - position);

  function requireFit({ inputs, outputs: targets }: Dataset) {
    if (spec.network.inputs !== inputs || network.outputs !== targets)
      throw new Error(
        `The network takes ${spec.network.inputs} numbers and gives ${network.outputs}; the data has ${inputs} and ${targets}.`,
      );
  }

  /**
   * The inputs and, in the network's buffer, the targets of a batch; sparse if they can be, and bent, if they are to be,
   * with numbers of the run's generator.
   */
  function gather(
    rows: Dataset,
    at: Uint32Array,
    from: number,
    count: number,
    bentBy: Augmentation | null = null,
  ) {
    const { sparseInput, inputBuffer, targetBuffer } = network;
    if (sparseInput && rows.writeSparseBatch) {
      rows.writeSparseBatch(sparseInput, targetBuffer, at, from, count);
      if (bend && bentBy) bend(sparseInput, count, bentBy, random);
      else kernels.unpackRows(sparseInput, count);
      return sparseInput;
    }
    rows.writeBatch(inputBuffer, targetBuffer, at, from, count);
    return inputBuffer;
  }

  /** The gradients that the next step would go by, or null; the generator stays where it is. */
  function gradientsAhead(): Floats | null {
    const samples = nextBatchRows();
    if (samples === 0 || !isReady(train, order, position, samples)) return null;
    const before = random.state();
    const input = gather(train, order, position, samples, augmentation);
    network.clearGradients();
    network.lossAndGradient(samples, spec.loss, input);
    random.restore(before);
    return network.gradients;
  }

  const nextRate = () => (lesson ? lesson.rate : baseRate * scheduledFactor(spec.schedule, step));

  function tunedSpec(): RunSpec {
    const { frozen: _, ...rest } = spec;
    const { regularization } = settings;
    const tuned = { ...rest, optimizer: { ...spec.optimizer, rate: baseRate }, batchSize, regularization };
    return frozen.length > 0 ? { ...tuned, frozen } : tuned;
  }

  return {
    get info() {
      return {
        spec,
        parameters: network.parameters.length,
        layers: layers.map(({ name, title, hasRelu }) => ({ name, title, hasRelu })),
        kernels: kernels.name,
        trainRows: train.rows,
        testRows: data.test.rows,
      };
    },
    get spec() {
      return tunedSpec();
    },
    get step() {
      return step;
    },
    get epoch() {
      return epochsDone + position / Math.max(1, train.rows);
    },

    isReady: () => isReady(train, order, position, nextBatchRows()),

    rowsNeeded() {
      return order
        .subarray(position, position + nextBatchRows())
        .reduce((most, row) => Math.max(most, row + 1), 0);
    },

    lossOfGuessing: lossKinds[spec.loss].ofGuessing(network.outputs),

    trainBatch(measures = false) {
      const samples = nextBatchRows();
      const input = gather(train, order, position, samples, augmentation);
      const rate = nextRate();
      optimizer.rate = rate;
      const { loss, fault, figures } = trainingStep.make(samples, input, settings, measures);
      const result = {
        loss,
        samples,
        labelled: countLabelled(network.targetBuffer, samples, network.outputs),
        correct: countRight(train, outputs, network.targetBuffer, samples),
        rate,
        fault,
        figures: figures && { step: step + 1, layers: figures },
      };
      if (fault) return result;
      step += 1;
      position += samples;
      if (position === train.rows) {
        position = 0;
        epochsDone += 1;
        epochRandom = random.state();
        epochOrder(random, epochsDone, train.rows, data.shardRows, order);
      }
      return result;
    },

    findFault: trainingStep.findFault,

    tune({
      rate = baseRate,
      batchSize: size = batchSize,
      regularization: wanted = settings.regularization,
      frozen: held = frozen,
    }) {
      if (!(rate > 0 && rate < Number.POSITIVE_INFINITY))
        throw new Error(`The rate must be a number above 0, not ${rate}.`);
      checkRegularizationSpec(wanted);
      const heldAt = frozenIndices(network.tensors, held);
      batchSize = checkedBatchSize(size);
      baseRate = rate;
      frozen = held;
      settings = { regularization: wanted, frozen: heldAt };
    },

    teach(next) {
      train = next ? taughtRows(spec, usual, random, next) : usual;
      augmentation = trainedAugmentation(spec, next);
      lesson = next;
    },

    changeData(dataSpec, next) {
      requireFit(next.train);
      spec = { ...spec, data: dataSpec };
      data = next;
      usual = trainedRows(spec, data.train, random);
      train = usual;
      if (position > 0) epochsDone += 1;
      position = 0;
      epochRandom = random.state();
      order = epochOrder(random, epochsDone, train.rows, data.shardRows);
    },

    startEvaluation: (rows) =>
      startEvaluation(network, spec.loss, rows, pieceRows, step, (at, from, count) =>
        gather(rows, at, from, count),
      ),

    startHidden: (rows, at) =>
      startHiddenOutputs(network, at, pieceRows, step, (from, count, isRead) => {
        if (!isRead) return gather(rows, at, from, count);
        rows.writeBatch(network.inputBuffer, network.targetBuffer, at, from, count);
        return network.inputBuffer;
      }),

    predict: (inputs, wantsLayers) => predictRows(network, inputs, wantsLayers, pieceRows, step),

    startExplanation: (question) => startExplanation(network, question, pieceRows, step),

    dissect: (question) =>
      dissect(
        {
          kernels,
          network,
          optimizer,
          random,
          spec: tunedSpec(),
          rate: nextRate(),
          steps: step,
          gather(row) {
            if (row !== null) return { rows: 1, input: gather(data.train, Uint32Array.of(row), 0, 1) };
            const rows = nextBatchRows();
            return { rows, input: gather(train, order, position, rows, augmentation) };
          },
          update: () => trainingStep.update(settings),
        },
        question,
      ),

    parameter(place) {
      const at = parameterIndex(network.tensors, place);
      return { value: network.parameters[at], gradient: gradientsAhead()?.[at] ?? null, step };
    },

    setParameter(place, value) {
      network.parameters[parameterIndex(network.tensors, place)] = checkedParameter(value);
    },

    weights: () => copyTensors(network.tensors),

    setWeights(tensors) {
      checkSameTensors(network.tensors, tensors);
      setTensors(network.tensors, tensors);
    },

    saveState: (unused = null) => ({
      position: { step, epoch: epochsDone, row: position, random: random.state(), epochRandom },
      tensors: copyTensors(network.tensors, unused?.tensors),
      moments: copyTensors(moments, unused?.moments),
    }),

    stateBytes: (1 + optimizer.moments.length) * network.parameters.byteLength,

    restore(state) {
      const { position: saved } = state;
      checkSameTensors(network.tensors, state.tensors);
      checkSameTensors(moments, state.moments);
      if (saved.row > 0 && !(saved.row < train.rows))
        throw new Error(`The state is from behind row ${saved.row}; the data has ${train.rows} rows.`);
      setTensors(network.tensors, state.tensors);
      setTensors(moments, state.moments);
      step = optimizer.steps = saved.step;
      epochsDone = saved.epoch;
      position = saved.row;
      epochRandom = saved.epochRandom;
      epochOrder(createRandom(epochRandom), epochsDone, train.rows, data.shardRows, order);
      // The same generator goes on: layers may hold it.
      random.restore(saved.random);
    },
  };
}

function checkedBatchSize(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > maxBatch)
    throw new Error(`The batch size must be a whole number from 1 to ${maxBatch}, not ${size}.`);
  return size;
}
