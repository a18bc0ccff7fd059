import type { Stroke } from '../datasets/digitImage';
import type { Loss, NetworkSpec, RegularizationSpec } from '../engine/spec';
import type { BareOutline, BareReading } from '../formats/bareNetwork';
import type { WeightsCard } from '../formats/card';
import type { WrittenNumbers } from '../formats/half';
import type { Dissection, DissectionQuestion } from './dissection';
import type { Explanation, ExplanationQuestion } from './explanation';
import type { DigitFormat, FileFormat } from './fileFormats';
import type { HiddenMap, MapQuestion } from './hiddenMap';
import type { NetworkCheck } from './networkCheck';
import type { DataSpec, ParameterPlace, RunSpec } from './runSpec';
import type { TestAnswers } from './testAnswers';
import type { TrainEnd, TrainUntil } from './trainEnd';

export type ParameterReading = {
  readonly value: number;
  /**
   * Of the loss, without penalties, over the batch that is trained next, with the weights as they are; null while its
   * rows are not loaded, and where there are none.
   */
  readonly gradient: number | null;
  /** After how many steps. */
  readonly step: number;
};

/** A dense layer of a network that takes the place of another: which of that one's dense layers it was, from 0 … */
export type LayerOrigin = {
  readonly layer: number;
  /** … and which of its units each of the units was; null: it is new. */
  readonly units: readonly (number | null)[];
};

/** What may change while training runs; takes effect with the next step. */
export type Tuning = {
  /** Before the schedule's factor. */
  readonly rate?: number;
  readonly batchSize?: number;
  readonly regularization?: RegularizationSpec;
  /** All of them: what was frozen and is not among these learns again. */
  readonly frozen?: readonly ParameterPlace[];
  /** Steps a second to keep to, so that learning can be watched; null: as fast as it goes. */
  readonly stepsPerSecond?: number | null;
  /** When the training that is under way ends by itself, instead of what it was begun with. */
  readonly until?: TrainUntil;
};

/** Digits that are learned among those of the data, each of them bent a little whenever it comes up. */
export type Lesson = {
  /** `[n, 784]`, row-major, 0 (paper) to 255 (ink). */
  readonly images: Uint8Array;
  /** `[n]`, 0 to 9. */
  readonly labels: Uint8Array;
  /** Of all that is trained: above 0, at most 1. */
  readonly share: number;
  /** The learning rate meanwhile, whatever the schedule says. */
  readonly rate: number;
};

/** A layer that has weights. */
export type TrainedLayer = {
  /** As its tensors begin: `layers.0`. */
  readonly name: string;
  /** Among people: `conv 1`, `hidden 2`, `output`. */
  readonly title: string;
  /** Whether a relu follows at once: its units can be dead. */
  readonly hasRelu: boolean;
};

export type RunInfo = {
  readonly spec: RunSpec;
  readonly parameters: number;
  /** From input to output. */
  readonly layers: readonly TrainedLayer[];
  readonly kernels: 'reference' | 'wasm' | 'wasm-relaxed';
  /** Rows of training and test data, all of them, loaded or not. */
  readonly trainRows: number;
  readonly testRows: number;
};

export type Evaluation = {
  readonly step: number;
  readonly loss: number;
  /**
   * 0 to 1, the share that is right: argmax equals the label; one output: on the right side of 0.5; where targets are
   * values: within `valueTolerance` of them.
   */
  readonly accuracy: number;
  readonly rows: number;
};

/** What one step was like for one layer; its norms are Euclidean, over weights and biases together. */
export type LayerFigures = {
  /** Of the gradient of the loss, as it is before clipping and penalties. */
  readonly gradientNorm: number;
  /** Of the weights before the step. */
  readonly weightNorm: number;
  /** Of what the step has changed in them. */
  readonly updateNorm: number;
  /** Of its units (of a convolution, channels) the share whose relu is 0 for all of the batch; null: none follows. */
  readonly deadUnits: number | null;
};

export type StepFigures = {
  readonly step: number;
  /** As in `RunInfo.layers`. */
  readonly layers: readonly LayerFigures[];
};

/** What happened since the last one; batches that could not be delivered in time are folded into it. */
export type Progress = {
  /** Steps done, and passes over the data (fractional). */
  readonly step: number;
  readonly epoch: number;
  /**
   * Over the steps folded in: mean, smallest and largest batch loss, and the share answered right of the samples
   * that are of a class.
   */
  readonly trainLoss: number;
  readonly trainLossMin: number;
  readonly trainLossMax: number;
  readonly trainAccuracy: number;
  /** The learning rate of the newest step: the optimizer's, times the schedule's factor. */
  readonly rate: number;
  /** Samples trained a second, averaged over about the last second; waiting for a pace and measuring count. */
  readonly samplesPerSecond: number;
  /** The newest measurement on the test data, if there was one, and the most accurate, the first of equals. */
  readonly test: Evaluation | null;
  readonly bestTest: Evaluation | null;
  /** Of the newest step that was measured, if there was one: about ten are in a second. */
  readonly figures: StepFigures | null;
};

export type DataProgress = {
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly loadedRows: number;
  readonly totalRows: number;
};

/** `progress` may return a promise: until it resolves, further progress is folded, not sent. */
export type TrainerListener = {
  progress?(progress: Progress): void | Promise<void>;
  data?(progress: DataProgress): void;
  /** The trainer itself is gone (a worker that crashed or hangs); open promises are rejected too. */
  failed?(error: Error): void;
};

export type Prediction = {
  /** Outputs `[B, O]` of the whole network. */
  readonly outputs: Float32Array;
  /** Outputs of every layer in the network's order, `[B, units]` each; only if asked for. */
  readonly layers?: readonly Float32Array[];
  /** After how many steps. */
  readonly step: number;
};

/** Test rows as the network gets them, `[rows, I]`, and the class that is meant by each, −1 where there is none. */
export type TestRows = { readonly inputs: Float32Array; readonly labels: Int8Array };

/** A tensor as the engine holds it: dense weights `[inputs, outputs]`, biases `[outputs]`. */
export type NamedTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
};

export type WeightsFile = { readonly bytes: Uint8Array; readonly card: WeightsCard };

/** All that a file without a card does not say about its network. */
export type FileReading = BareReading & { readonly loss: Loss };

/** What is asked about a file without a card, with the answers that fit the test data best. */
export type FileQuestion = BareOutline & { readonly suggested: FileReading };

/** What is in a file; nothing has been changed to find it out. */
export type FileReport = {
  readonly format: FileFormat;
  /** Null in files of other programs. */
  readonly card: WeightsCard | null;
  /** Where the run stands that could go on from it; `epoch` as in Progress. */
  readonly position: { readonly step: number; readonly epoch: number } | null;
  /** Null where the card answers all, or the file is refused. */
  readonly question: FileQuestion | null;
  /** Why it can't be opened as a whole; null: it can. */
  readonly refusal: string | null;
  /** Layers of the network that is open whose weights the file could give, of so many that have weights. */
  readonly fitting: readonly string[];
  readonly ofLayers: number;
};

/** PyTorch's trains too, on one process or many. */
export type CodeLanguage = 'numpy' | 'pytorch' | 'typescript';

/** Training digits to be looked at. */
export type SampleRequest = {
  readonly digits: number;
  /** How often each is shown as a run would train it. */
  readonly variants: number;
  /** Chooses the digits, and how they are bent. */
  readonly seed: number;
};

export type ImportedWeights = { readonly run: RunInfo; readonly card: WeightsCard | null };

export type ImportedCheckpoint = {
  readonly run: RunInfo;
  readonly card: WeightsCard;
  readonly step: number;
  readonly epoch: number;
};

/** A digit that somebody drew, or brought along, and said what it is. */
export type LabelledDigit = {
  /** 0 to 9 */
  readonly label: number;
  /** `[784]`, row by row, from 0 (paper) to 255 (ink), as the pad makes it of strokes; in memory of its own. */
  readonly image: Uint8Array;
  /** Null where only the image is known. */
  readonly strokes: readonly Stroke[] | null;
  /** When it was drawn, in milliseconds since 1970 (UTC); null: unknown. */
  readonly when: number | null;
};

export interface Trainer {
  /** Builds a network with fresh weights for `spec`, at step 0. What ran before is stopped and gone. */
  open(spec: RunSpec): Promise<RunInfo>;
  /** Trains until an end is reached; resolves, also when stopped or diverged. Rejects if it is running already. */
  train(until?: TrainUntil): Promise<TrainEnd>;
  /**
   * Trains as `train` does, with the digits of a lesson mixed into every batch. Rejects for a network of other data, and
   * with an Error that says what is wrong with the lesson; then nothing has been trained.
   */
  teach(lesson: Lesson, until: TrainUntil): Promise<TrainEnd>;
  /** Ends `train` and `teach` after the step they are in. Does nothing when idle. */
  stop(): Promise<void>;
  tune(tuning: Tuning): Promise<void>;
  /**
   * The run goes on with other points: weights, optimizer and steps stay, a new pass over the data begins. Training that
   * has no points left ends. Rejects, and changes nothing, for data or a network that are not of points, and for points
   * of other classes than the network's.
   */
  changeData(data: DataSpec): Promise<RunInfo>;
  /**
   * Ends training, and goes back to the newest state at or before `step` that is kept: from there on, with the rate,
   * batch size and regularization as they are now, every step has the bits that it had or would have had. Up to eight
   * states, spread over the run, are kept for this. Rejects when none is that old; then nothing has changed.
   */
  rewind(step: number): Promise<{ readonly step: number; readonly epoch: number }>;
  /**
   * The run goes on with another network of dense layers, for the same data, of which `origins` tells for each dense layer
   * what it was; null: it is new. Units that were keep their biases, the weights between them, the moments of all these, and
   * what is frozen; what is new is as in a fresh network from the seed. Where the layer below is not the one that was below, weights
   * stay if there are as many of them. A training under way goes on, but with digits it ends. Rejects, and changes nothing, for
   * networks and origins that don't fit.
   */
  changeNetwork(network: NetworkSpec, origins: readonly (LayerOrigin | null)[]): Promise<RunInfo>;
  /** Also while it trains. Rejects for a parameter that is not there. */
  parameter(place: ParameterPlace): Promise<ParameterReading>;
  /**
   * Gives a parameter another value, as float32, between two steps; also a frozen one. The optimizer's moments stay.
   * Rejects, and changes nothing, for a parameter that is not there and a value that is no number.
   */
  setParameter(place: ParameterPlace, value: number): Promise<void>;
  /** Answers for `inputs` `[B, I]`, also while it trains. */
  predict(inputs: Float32Array, options?: { readonly layers?: boolean }): Promise<Prediction>;
  /**
   * Why one class, also while it trains: training waits meanwhile. Rejects for a question that has no answer, and when
   * another network is opened before it is done.
   */
  explain(question: ExplanationQuestion): Promise<Explanation>;
  /**
   * One neuron in the step that training would make now, or would make of one sample, with that step; it is not made, and
   * the run goes on with the bits that it would have had. Loads the rows if need be; training waits meanwhile. Rejects for
   * a question that has no answer, and when another network is opened before it is done.
   */
  dissect(question: DissectionQuestion): Promise<Dissection>;
  /**
   * Holds gradients of tensor `index` of the network as it is now against central differences, in float64, while training
   * goes on. Loads a few rows if need be. Rejects for a tensor that is not there, and when another network is opened before it is done.
   */
  checkGradients(index: number): Promise<NetworkCheck>;
  /**
   * Loss and accuracy on all test rows, loading them if need be; training that runs waits meanwhile. Rejects when
   * another network is opened, or training begins, before all are measured.
   */
  evaluate(): Promise<Evaluation>;
  /**
   * What is answered to each test row: while it trains, by the newest measurement, which it makes anyway; else by the
   * weights as they are, measured now if need be. Rejects as `evaluate` does.
   */
  testAnswers(): Promise<TestAnswers>;
  /** Test rows by their numbers, loading them if need be. Rejects for a row that is not there. */
  testRows(rows: Uint32Array): Promise<TestRows>;
  /**
   * Test rows as points of a plane, also while it trains: training waits while the network is asked, not while the plane is
   * looked for. Rejects when another network is opened before it is done.
   */
  hiddenMap(question: MapQuestion): Promise<HiddenMap>;
  /**
   * `digits` rows of the training data, as they are, and `variants` times as a run on `data` would train them:
   * `[1 + variants, digits, 784]`. Loads what is missing of them. The run that is open goes on with the bits that it
   * would have had. Rejects for data that are no images.
   */
  sampleRows(data: DataSpec, request: SampleRequest): Promise<Float32Array>;
  /** A copy of the parameters as they are now. */
  weights(): Promise<readonly NamedTensor[]>;
  /**
   * The parameters and their card as a file, measured on the test data if that is loaded. Rejects with a FormatError
   * for a network that the format can't hold. As float16 the file is half as long: the weights are rounded, and measured
   * so; the network that is open stays as it is.
   */
  exportWeights(madeBy: string, format: FileFormat, numbers?: WrittenNumbers): Promise<WeightsFile>;
  /** As `exportWeights`, with all else that the next step depends on: also a file of weights, about three times as long. */
  exportCheckpoint(madeBy: string, format: FileFormat): Promise<WeightsFile>;
  /** The text of a program that is this network, and loads its weights from a file of `exportWeights`. */
  exportCode(language: CodeLanguage): Promise<string>;
  /** Looks into a file of any format. Rejects with a FormatError for one of which nothing fits `problem`. */
  inspectFile(bytes: Uint8Array, problem: DataSpec['type']): Promise<FileReport>;
  /** Loss and accuracy on all test rows of the network of a file without a card, if it is read so; nothing is opened. Rejects when another is asked for before it is done. */
  measureFile(bytes: Uint8Array, problem: DataSpec['type'], reading: FileReading): Promise<Evaluation>;
  /**
   * Opens the run described in a file, with its weights, at step 0; in one without a card, as `reading` says.
   * Everything is checked first: on a FormatError nothing has changed. `problem` says what data the network must fit.
   */
  importWeights(
    bytes: Uint8Array,
    problem: DataSpec['type'],
    reading?: FileReading,
  ): Promise<ImportedWeights>;
  /** The network that is open, at step 0, with the weights of a file in the layers that fit, named in the report. */
  importLayers(bytes: Uint8Array): Promise<RunInfo>;
  /**
   * Opens the run that is saved in a checkpoint at the step where it was: it goes on with the bits that it would have
   * had without the break, given the same kernels. `epoch` as in Progress. Refuses as `importWeights` does.
   */
  importCheckpoint(bytes: Uint8Array, problem: DataSpec['type']): Promise<ImportedCheckpoint>;
  /** Digits as a file; strokes lie in a square from 0, 0 to `side`, `side`, and only JSON has room for them. */
  exportDigits(digits: readonly LabelledDigit[], format: DigitFormat, side: number): Promise<Uint8Array>;
  /**
   * The digits of such a file, at least one, or of an .npz file of another program, with strokes in a square of this
   * side. Rejects with a FormatError.
   */
  importDigits(bytes: Uint8Array, side: number): Promise<readonly LabelledDigit[]>;
  close(): void;
}

export type { Augmentation } from '../datasets/augment';
export type { Mixture } from '../datasets/mixture';
export type { FirstLayerShare, UnitShare } from '../engine/attribution';
export type { PlainSchedule, ScheduleSpec } from '../engine/schedules';
export type {
  Activation,
  Initializer,
  LayerSpec,
  Loss,
  NetworkSpec,
  OptimizerSpec,
  RegularizationSpec,
} from '../engine/spec';
export type { BareLayout } from '../formats/bareNetwork';
export type { WeightsCard } from '../formats/card';
export type {
  ErrorTerm,
  LayerWork,
  NeuronTerm,
  NeuronWork,
  PartedSum,
  PassedOn,
  PoolWork,
} from './dissectedLayer';
export type { DissectedStep, Dissection, DissectionQuestion, DissectionSubject } from './dissection';
export type { Explanation, ExplanationQuestion } from './explanation';
export type { HiddenMap, MapQuestion } from './hiddenMap';
export type { NetworkCheck } from './networkCheck';
export type { PatchMap } from './patchMaps';
export type {
  DataSpec,
  DrawnShapesData,
  OwnShapesData,
  ParameterPlace,
  RunSpec,
  ShapesData,
} from './runSpec';
export type { ParameterStep } from './stepRecord';
export type { TestAnswers } from './testAnswers';
export type { Divergence, DivergenceKind, NormPoint, TrainEnd, TrainUntil } from './trainEnd';
