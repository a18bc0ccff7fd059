/** One problem's run: carries out what the page commands, in the order in which it was commanded. */
import type { FileFormat } from '../training/fileFormats';
import type {
  CodeLanguage,
  Evaluation,
  FileReading,
  RunInfo,
  RunSpec,
  Trainer,
  TrainerListener,
  TrainUntil,
  Tuning,
  WeightsFile,
} from '../training/trainer';
import { type Answering, untouchedOf } from './answering';
import { createFileOpener, type OpenChoice } from './files/fileOpener';
import { createLessons, type LessonPlan } from './lessons';
import { createProbe, type FollowOptions, type Probe, type RunProbe } from './probe';
import { createRunView } from './runView';
import type { ShippedName } from './shippedNetworks';
import { createStageChanges, type StageChanges } from './stageChanges';
import { createStandInWorker } from './standIn';
import type { Message, RunState, Shown } from './state';
import type { Store } from './store';
import { createTrainings } from './trainings';

export type RunControllerOptions = {
  readonly spec: RunSpec;
  readonly stepsPerSecond: number | null;
  readonly createTrainer: (listener: TrainerListener) => Trainer;
  /** The shipped network that opens first, and how the bytes of any are had; null: fresh weights open. */
  readonly shipped: {
    readonly first: ShippedName;
    readonly fetch: (name: ShippedName) => Promise<Uint8Array>;
  } | null;
};

export type ExportOptions = {
  readonly format: FileFormat;
  /** With what the run needs to go on; only in formats that hold it. */
  readonly withRun: boolean;
};

/** None of the promises rejects: what goes wrong is said in the state's message. */
export type RunController = StageChanges & {
  readonly store: Store<RunState>;
  /** Makes trainer and network; called once, before anything else. */
  start(): Promise<void>;
  /** Trains until the user's own end, or the one that is given. Resolves when training has begun. */
  train(until?: TrainUntil): Promise<void>;
  /** When training ends by itself, also the one that runs. */
  endAt(until: TrainUntil): Promise<void>;
  /** Back to an earlier step, and on from there with another rate; null: with the one there is, when Train is pressed. */
  rewind(step: number, rate: number | null): Promise<void>;
  pause(): void;
  /** One step; pauses first where training runs. */
  step(): Promise<void>;
  /** Trains with digits of the user's own among the others; `lesson` in the state tells of it. */
  teach(plan: LessonPlan): Promise<void>;
  /** Opens the network again as it was before its last lesson. */
  undoLesson(): Promise<void>;
  reset(): Promise<void>;
  rebuild(spec: RunSpec): Promise<void>;
  /** Puts a shipped network on the stage. */
  openShipped(name: ShippedName): Promise<void>;
  /**
   * Chooses who answers the probes. A shipped network comes on the stage where another one is there as it came; beside
   * the user's own it answers from a worker of its own. Whatever comes on the stage later answers itself again.
   */
  letAnswer(wanted: Answering): Promise<void>;
  tune(tuning: Tuning): Promise<void>;
  /** Something asked of the trainer that changes nothing. Rejects as the trainer does, and while there is none. */
  ask<T>(question: (trainer: Trainer) => Promise<T>): Promise<T>;
  /** Null after an error. */
  exportWeights(madeBy: string, options: ExportOptions): Promise<WeightsFile | null>;
  /** Null after an error. */
  exportCode(language: CodeLanguage): Promise<string | null>;
  /** Opens a file, or shows as `waiting` what it leaves open. */
  openFile(name: string, bytes: Uint8Array): Promise<void>;
  openWaiting(choice: OpenChoice): Promise<void>;
  /** Rejects as the trainer does. */
  measureWaiting(reading: FileReading): Promise<Evaluation>;
  dismissWaiting(): void;
  say(message: Message | null): void;
  follow<Question, Answer>(options: FollowOptions<Question, Answer>): Probe<Question>;
};

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

export function createRunController(options: RunControllerOptions): RunController {
  const { shipped } = options;
  const view = createRunView(options.spec, options.stepsPerSecond, shipped?.first);
  const probes = new Set<RunProbe>();
  const problem = options.spec.data.type;
  let trainer: Trainer | null = null;
  let commands: Promise<unknown> = Promise.resolve();
  /** The newest rebuild asked for, with the spec to go back to; those before it that have not begun are left out. */
  let wanted: { readonly before: RunSpec } | null = null;

  const listener: TrainerListener = {
    progress: view.takeProgress,
    data: view.takeData,
    failed(error) {
      trainer?.close();
      trainer = null;
      const text = `${error.message} Press Reset to start again with fresh weights.`;
      view.publish({ status: 'failed', data: null, message: { kind: 'error', text } });
    },
  };

  const standIn = createStandInWorker(options.createTrainer, problem, ({ message }) => {
    const text = `${message} The network on the stage answers again.`;
    view.publish({ standIn: null, message: { kind: 'error', text } });
    refreshProbes();
  });

  function refreshProbes() {
    for (const probe of probes) probe.refresh();
  }

  async function orSay<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (thrown) {
      const { info, status } = view.current();
      // A lost worker has said so already.
      if (status === 'failed') return null;
      const text = info ? messageOf(thrown) : `${messageOf(thrown)} Press Reset to try again.`;
      view.publish({ message: { kind: 'error', text }, ...(info ? {} : { status: 'failed' as const }) });
      return null;
    }
  }

  /** As `orSay`, also where the worker is lost: this is not what was said then. */
  function orTell(work: Promise<void>): Promise<void> {
    return work.catch((thrown) => view.publish({ message: { kind: 'error', text: messageOf(thrown) } }));
  }

  /** One after the other; none waits for the end of a training. */
  function command<T>(work: () => Promise<T>): Promise<T | null> {
    const result = commands.then(() => orSay(work));
    commands = result;
    return result;
  }

  async function runningTrainer(): Promise<Trainer> {
    if (trainer) return trainer;
    trainer = options.createTrainer(listener);
    await trainer.tune({ stepsPerSecond: view.current().stepsPerSecond });
    return trainer;
  }

  function show(info: RunInfo, change: Shown) {
    standIn.close();
    view.showRun(info, change);
    refreshProbes();
    if (info.testRows > 0)
      measure().catch((thrown) => view.publish({ message: { kind: 'notice', text: messageOf(thrown) } }));
  }

  /** Loss and accuracy on the test data of the weights as they are, so that no figure is taken on trust. */
  async function measure() {
    const { info } = view.current();
    const isCurrent = () => view.current().info === info && view.current().status !== 'failed';
    try {
      const test = await trainer?.evaluate();
      // Training has newer measurements, and another network may have taken the place of this one.
      if (test && isCurrent() && test.step >= (view.current().test?.step ?? 0)) view.takeTest(test);
    } catch (thrown) {
      // Training says itself what it lacks.
      if (isCurrent() && view.current().status === 'idle') throw thrown;
    }
  }

  const files = createFileOpener({ problem, view, runningTrainer, show });
  const lessons = createLessons(view);
  const trainings = createTrainings({ view, trainer: () => trainer, orSay, refreshProbes, measure });
  const stageChanges = createStageChanges({ view, command, runningTrainer, refreshProbes, measure });

  /** What was frozen is forgotten with all else. */
  async function open({ frozen: _, ...spec }: RunSpec, message: Message | null = null) {
    show(await (await runningTrainer()).open(spec), { origin: 'fresh', card: null, message });
  }

  async function openFirst() {
    if (!shipped) return open(options.spec);
    try {
      await openShipped(shipped.first);
    } catch (thrown) {
      const text = `The trained network could not be opened (${messageOf(thrown)}). This one is fresh: press Train.`;
      await open(options.spec, { kind: 'notice', text });
    }
  }

  async function openShipped(name: ShippedName) {
    view.publish({ summoned: name });
    const bytes = await fetchShipped(name);
    const { run, card } = await (await runningTrainer()).importWeights(bytes, problem);
    show(run, { origin: name, card, message: null });
  }

  async function fetchShipped(name: ShippedName): Promise<Uint8Array> {
    if (!shipped) throw new Error('none is there');
    return shipped.fetch(name);
  }

  async function summon(name: ShippedName) {
    view.publish({ summoned: name });
    const opened = await standIn.open(fetchShipped(name));
    if (!opened) return;
    const { run, card } = opened;
    view.publish({ summoned: null, standIn: { name, network: run.spec.network, card } });
    refreshProbes();
  }

  function dismissStandIn() {
    standIn.close();
    view.publish({ standIn: null, summoned: null });
    refreshProbes();
  }

  async function orStay(name: ShippedName, bring: (name: ShippedName) => Promise<void>) {
    try {
      await bring(name);
    } catch (thrown) {
      const text = `The ${name} network could not be opened (${messageOf(thrown)}). Nothing was changed.`;
      view.publish({ summoned: null, message: { kind: 'error', text } });
    }
  }

  async function letAnswer(wanted: Answering) {
    const run = view.current();
    const untouched = untouchedOf(run);
    if (wanted === 'own' || wanted === untouched) dismissStandIn();
    else if (untouched !== null || run.status === 'failed') await orStay(wanted, openShipped);
    // Not awaited: what is commanded next does not wait for a file.
    else void orStay(wanted, summon);
  }

  function pause() {
    trainer?.stop().catch(() => undefined);
  }

  const done = async (result: Promise<unknown>): Promise<void> => void (await result);

  return {
    store: view.store,
    start: () => done(command(openFirst)),
    openShipped: (name) => done(command(() => orStay(name, openShipped))),
    letAnswer: (wanted) => done(command(() => letAnswer(wanted))),
    train: (until) => done(command(async () => trainings.train(until))),

    endAt(until) {
      view.publish({ until });
      return done(command(trainings.endChanged));
    },

    rewind: (step, rate) => done(command(async () => trainings.rewind(await runningTrainer(), step, rate))),

    pause,

    step: () =>
      done(
        command(async () => {
          pause();
          await trainings.over;
          trainings.step();
          await trainings.over;
        }),
      ),

    teach: (plan) =>
      done(
        command(async () => {
          pause();
          await trainings.over;
          await lessons.prepare(await runningTrainer(), plan);
          trainings.teach((from) => lessons.teach(from, plan));
        }),
      ),

    undoLesson: () =>
      done(
        command(async () => {
          const { bytes, shown } = lessons.before();
          const { run } = await (await runningTrainer()).importCheckpoint(bytes, problem);
          show(run, shown);
        }),
      ),

    reset: () => done(command(() => open(view.current().spec))),
    rebuild(spec) {
      const mine = { before: wanted?.before ?? view.current().spec };
      wanted = mine;
      // Shown before it is there: the next change of the recipe is a change of this.
      view.publish({ spec });
      return done(
        command(async () => {
          if (wanted !== mine) return;
          try {
            await open(spec);
          } catch (thrown) {
            if (wanted !== mine) throw thrown;
            view.publish({ spec: mine.before });
            throw new Error(`${messageOf(thrown).replace(/\.?$/, '.')} The recipe is as it was.`);
          } finally {
            if (wanted === mine) wanted = null;
          }
        }),
      );
    },

    tune(tuning) {
      const { spec: before, info } = view.current();
      view.showTuning(tuning);
      const { spec: after } = view.current();
      return done(
        command(async () => {
          try {
            await trainer?.tune(tuning);
            // A network that came in between shows what it was opened with.
            if (view.current().info !== info) view.showTuning(tuning);
          } catch (thrown) {
            if (view.current().spec === after) view.publish({ spec: before });
            throw thrown;
          }
        }),
      );
    },

    async ask(question) {
      if (!trainer) throw new Error('The worker is not running.');
      return question(trainer);
    },

    ...stageChanges,

    exportWeights: (madeBy, { format, withRun }) =>
      orSay(async () => {
        if (!trainer) return null;
        return withRun ? trainer.exportCheckpoint(madeBy, format) : trainer.exportWeights(madeBy, format);
      }),

    exportCode: (language) => orSay(async () => (await trainer?.exportCode(language)) ?? null),

    openFile: (name, bytes) => done(command(() => orTell(files.open(name, bytes)))),
    openWaiting: (choice) => done(command(() => orTell(files.openWaiting(choice)))),
    measureWaiting: files.measureWaiting,
    dismissWaiting: () => view.publish({ waiting: null }),

    say: (message) => view.publish({ message }),

    follow({ whom, ...probeOptions }) {
      const isOnStage = () => whom === 'stage' || view.current().standIn === null;
      const isMoving = () => isOnStage() && ['training', 'loading'].includes(view.store.get().status);
      const probe = createProbe(() => (isOnStage() ? trainer : standIn.trainer()), isMoving, probeOptions);
      probes.add(probe);
      return {
        ask: probe.ask,
        rest: probe.rest,
        close() {
          probes.delete(probe);
          probe.close();
        },
      };
    },
  };
}
