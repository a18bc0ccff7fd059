/** What the page shows, as immutable data: the session replaces it at most ten times a second. */
import type { CurvePoint } from '../training/curve';
import type {
  DataProgress,
  Divergence,
  Evaluation,
  FileReport,
  NetworkSpec,
  RunInfo,
  RunSpec,
  TrainUntil,
  WeightsCard,
} from '../training/trainer';
import type { ShippedName } from './shippedNetworks';

export type Problem = RunSpec['data']['type'];

export type RunEvent = {
  readonly id: number;
  readonly step: number;
  readonly text: string;
  /** Something was changed by hand: the curves have a mark there. */
  readonly isChange: boolean;
};

/** One sentence for the person at the page, shown where it happened until dismissed or overtaken. */
export type Message = {
  readonly kind: 'error' | 'notice';
  readonly text: string;
  /** What it is about, with a way out of it. */
  readonly divergence?: Divergence;
};

/** A file of which something has to be said before it is opened. */
export type WaitingFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly report: FileReport;
};

/** What a network answers right. */
export type Marks = {
  /** Of the lesson's digits. */
  readonly right: number;
  /** On the test digits. */
  readonly test: Evaluation;
};

export type LessonReport = {
  readonly digits: number;
  readonly share: number;
  /** As planned; in the end as many as were done. */
  readonly steps: number;
  /** Null until it is measured. */
  readonly before: Marks | null;
  readonly after: Marks | null;
};

/** Fresh from a seed, one of the shipped networks, or from a file of the user's. */
export type Origin = 'fresh' | ShippedName | 'file';

/** A shipped network that answers what is drawn, beside the one on the stage. */
export type StandIn = {
  readonly name: ShippedName;
  readonly network: NetworkSpec;
  readonly card: WeightsCard | null;
};

export type RunState = {
  /** opening: the worker and the network are being made; loading: training waits for data; failed: the worker is gone. */
  readonly status: 'opening' | 'idle' | 'loading' | 'training' | 'failed';
  /** What the controls show; equals `info.spec` but for what was tuned in flight. */
  readonly spec: RunSpec;
  readonly info: RunInfo | null;
  /** Where the weights came from; `card` tells more, but of fresh ones and those of other programs. */
  readonly origin: Origin;
  readonly card: WeightsCard | null;
  /** Null: the network on the stage answers. */
  readonly standIn: StandIn | null;
  /** The shipped network that is on its way to answer. */
  readonly summoned: ShippedName | null;
  /** Steps a second to keep to; null: full speed. */
  readonly stepsPerSecond: number | null;
  /** When training ends by itself, as the user wants it. */
  readonly until: TrainUntil;
  readonly step: number;
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly samplesPerSecond: number | null;
  readonly test: Evaluation | null;
  /** The first of the weights as they were opened: to be held against what their file claims. */
  readonly openedTest: Evaluation | null;
  /** The step at which they were opened: more than 0 where a run goes on from a file. */
  readonly openedStep: number;
  /** At most 400, oldest first. */
  readonly curve: readonly CurvePoint[];
  /** Newest first, at most 50. */
  readonly events: readonly RunEvent[];
  /** Null until data is asked for, and always where none is loaded. */
  readonly data: DataProgress | null;
  readonly message: Message | null;
  /** A file of which something is asked before it is opened. */
  readonly waiting: WaitingFile | null;
  /** The last lesson of this network, begun or over. */
  readonly lesson: LessonReport | null;
};

/** What is new when a network is put on the stage. */
export type Shown = Pick<RunState, 'origin' | 'card' | 'message'> & Partial<Pick<RunState, 'step' | 'epoch'>>;

export type SessionState = { readonly problem: Problem; readonly run: RunState };
