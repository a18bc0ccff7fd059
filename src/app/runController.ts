/** One problem's run: its trainer, and what the page shows of it. */
import { createCurve } from '../training/curve';
import type {
  NamedTensor,
  Progress,
  RunInfo,
  RunSpec,
  Trainer,
  TrainerListener,
  TrainUntil,
  Tuning,
} from '../training/trainer';
import { createProbe, type Probe, type ProbeListener, type ProbeOptions, type RunProbe } from './probe';
import { describeNetwork, describeTuning, milestone } from './runEvents';
import type { Message, RunState } from './state';
import { createStore, type Store } from './store';

export type RunControllerOptions = {
  readonly spec: RunSpec;
  readonly stepsPerSecond: number | null;
  readonly createTrainer: (listener: TrainerListener) => Trainer;
  /** Bytes of the network that opens with the page; null: fresh weights. */
  readonly shipped: (() => Promise<Uint8Array>) | null;
};

export type RunController = {
  readonly store: Store<RunState>;
  /** Makes trainer and network; called once, before anything else. Never rejects. */
  start(): Promise<void>;
  train(until?: TrainUntil): Promise<void>;
  pause(): void;
  /** One step; pauses first where training runs. */
  step(): Promise<void>;
  reset(): Promise<void>;
  rebuild(spec: RunSpec): Promise<void>;
  tune(tuning: Tuning): void;
  weights(): Promise<readonly NamedTensor[]>;
  /** Null after an error, which is then in the state's message. */
  exportWeights(madeBy: string): Promise<Uint8Array | null>;
  importWeights(name: string, bytes: Uint8Array): Promise<void>;
  say(message: Message | null): void;
  probe(listener: ProbeListener, options: ProbeOptions): Probe;
};

/** Milliseconds between two states while training: ten a second. */
const publishInterval = 100;
const maxEvents = 50;

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

export function createRunController(options: RunControllerOptions): RunController {
  const probes = new Set<RunProbe>();
  let trainer: Trainer | null = null;
  let curve = createCurve();
  let lastEventId = 0;
  let publishTimer: ReturnType<typeof setTimeout> | undefined;
  let unpublished: Partial<RunState> = {};
  let trainedMilliseconds = 0;
  let trainingSince: number | null = null;
  let training: Promise<void> = Promise.resolve();
  let replacing: Promise<void> = Promise.resolve();

  const store = createStore<RunState>({
    status: 'opening',
    spec: options.spec,
    info: null,
    origin: 'fresh',
    card: null,
    stepsPerSecond: options.stepsPerSecond,
    step: 0,
    epoch: 0,
    trainLoss: null,
    trainAccuracy: null,
    samplesPerSecond: null,
    test: null,
    curve: [],
    events: [],
    data: null,
    message: null,
  });

  const current = (): RunState => ({ ...store.get(), ...unpublished });

  /** Shows changes at once, with everything that was waiting. */
  function publish(change: Partial<RunState> = {}) {
    clearTimeout(publishTimer);
    publishTimer = undefined;
    const next = { ...current(), ...change, curve: curve.points() };
    unpublished = {};
    store.set(next);
  }

  /** Shows changes with the next of ten states a second. */
  function publishSoon(change: Partial<RunState>) {
    unpublished = { ...unpublished, ...change };
    publishTimer ??= setTimeout(publish, publishInterval);
  }

  function withEvent(step: number, text: string): Pick<RunState, 'events'> {
    lastEventId += 1;
    return { events: [{ id: lastEventId, step, text }, ...current().events].slice(0, maxEvents) };
  }

  function trainedSeconds(): number {
    const running = trainingSince === null ? 0 : performance.now() - trainingSince;
    return (trainedMilliseconds + running) / 1000;
  }

  function takeProgress(progress: Progress) {
    curve.add(progress);
    const before = current();
    const reached = progress.test && milestone(before.spec, before.test, progress.test, trainedSeconds());
    publishSoon({
      ...(reached ? withEvent(progress.test?.step ?? progress.step, reached) : {}),
      step: progress.step,
      epoch: progress.epoch,
      trainLoss: progress.trainLoss,
      trainAccuracy: progress.trainAccuracy,
      samplesPerSecond: progress.samplesPerSecond,
      test: progress.test ?? before.test,
      ...(before.status === 'loading' ? { status: 'training' as const } : {}),
    });
  }

  const listener: TrainerListener = {
    progress: takeProgress,
    data: (data) => publishSoon({ data }),
    failed(error) {
      trainer?.close();
      trainer = null;
      publish({
        status: 'failed',
        data: null,
        message: { kind: 'error', text: `${error.message} Press Reset to start again with fresh weights.` },
      });
    },
  };

  function refreshProbes() {
    for (const probe of probes) probe.refresh();
  }

  /** A new network is in place: everything of the old run is gone. */
  function showRun(info: RunInfo, change: Pick<RunState, 'origin' | 'card' | 'message'>) {
    curve = createCurve();
    trainedMilliseconds = 0;
    unpublished = {};
    publish({
      status: 'idle',
      spec: info.spec,
      info,
      step: 0,
      epoch: 0,
      trainLoss: null,
      trainAccuracy: null,
      samplesPerSecond: null,
      test: null,
      events: [],
      ...change,
    });
    publish(withEvent(0, describeNetwork(info)));
    refreshProbes();
    void measure();
  }

  /** Loss and accuracy on the test data of the weights as they are, so that no figure is taken on trust. */
  async function measure() {
    const asked = trainer;
    const { step, info } = current();
    try {
      const test = await asked?.evaluate();
      // Training has its own measurements, and another network may have taken the place of this one.
      if (!test || asked !== trainer || current().info !== info || current().step !== step) return;
      curve.addTest(test);
      publish({ test });
    } catch (thrown) {
      if (asked === trainer && current().info === info)
        publish({ message: { kind: 'notice', text: messageOf(thrown) } });
    }
  }

  /** Networks replace each other in the order in which that was asked for. */
  function replace(work: () => Promise<void>): Promise<void> {
    replacing = replacing.then(() => orSay(work));
    return replacing;
  }

  async function runningTrainer(): Promise<Trainer> {
    if (trainer) return trainer;
    trainer = options.createTrainer(listener);
    await trainer.tune({ stepsPerSecond: current().stepsPerSecond });
    return trainer;
  }

  async function open(spec: RunSpec, message: Message | null = null) {
    const info = await (await runningTrainer()).open(spec);
    showRun(info, { origin: 'fresh', card: null, message });
  }

  async function openShipped(shipped: () => Promise<Uint8Array>) {
    try {
      const { run, card } = await (await runningTrainer()).importWeights(
        await shipped(),
        options.spec.data.type,
      );
      showRun(run, { origin: 'shipped', card, message: null });
    } catch (thrown) {
      const text = `The trained network could not be opened (${messageOf(thrown)}). This one is fresh: press Train.`;
      await open(options.spec, { kind: 'notice', text });
    }
  }

  async function orSay(work: () => Promise<void>) {
    try {
      await work();
    } catch (thrown) {
      // A lost worker has said so already.
      if (trainer) publish({ message: { kind: 'error', text: messageOf(thrown) } });
    }
  }

  function train(until?: TrainUntil): Promise<void> {
    training = orSay(async () => {
      const { status, data, spec } = current();
      if (!trainer || status !== 'idle') return;
      const needsData = spec.data.type === 'digits' && (!data || data.loadedRows < data.totalRows);
      publish({ status: needsData ? 'loading' : 'training', message: null });
      trainingSince = performance.now();
      refreshProbes();
      try {
        const end = await trainer.train(until);
        if (end.reason === 'diverged') {
          const text = `The loss stopped being a number at step ${end.step}: the rate ${current().spec.optimizer.rate} is too high for this network. Lower it and press Reset.`;
          publish({ ...withEvent(end.step, 'diverged'), message: { kind: 'error', text } });
        }
        if (end.reason === 'completed' && until?.testLoss !== undefined)
          publish(withEvent(end.step, 'learned; Train goes on, Reset starts again'));
      } finally {
        trainedMilliseconds += performance.now() - trainingSince;
        trainingSince = null;
        if (current().status !== 'failed') publish({ status: 'idle' });
        refreshProbes();
      }
    });
    return training;
  }

  function pause() {
    void trainer?.stop().catch(() => undefined);
  }

  return {
    store,

    start: () => replace(() => (options.shipped ? openShipped(options.shipped) : open(options.spec))),

    train,

    pause,

    async step() {
      pause();
      await training;
      await train({ steps: 1 });
    },

    reset: () => replace(() => open(current().spec)),

    rebuild: (spec) => replace(() => open(spec)),

    tune(tuning) {
      const { spec, step, stepsPerSecond } = current();
      const optimizer = { ...spec.optimizer, rate: tuning.rate ?? spec.optimizer.rate };
      const tuned = { ...spec, optimizer, batchSize: tuning.batchSize ?? spec.batchSize };
      const said = step > 0 ? describeTuning(spec, tuned) : null;
      publish({
        ...(said ? withEvent(step, said) : {}),
        spec: tuned,
        stepsPerSecond: tuning.stepsPerSecond === undefined ? stepsPerSecond : tuning.stepsPerSecond,
      });
      void orSay(async () => trainer?.tune(tuning));
    },

    weights: () => trainer?.weights() ?? Promise.reject(new Error('The worker is not running.')),

    async exportWeights(madeBy) {
      let bytes: Uint8Array | null = null;
      await orSay(async () => {
        bytes = (await trainer?.exportWeights(madeBy)) ?? null;
      });
      return bytes;
    },

    importWeights: (name, bytes) =>
      replace(async () => {
        try {
          const { run, card } = await (await runningTrainer()).importWeights(bytes, options.spec.data.type);
          showRun(run, { origin: 'file', card, message: { kind: 'notice', text: `${name} is open.` } });
        } catch (thrown) {
          throw new Error(`${name}: ${messageOf(thrown)} Nothing was changed.`);
        }
      }),

    say: (message) => publish({ message }),

    probe(probeListener, probeOptions) {
      const isMoving = () => store.get().status === 'training' || store.get().status === 'loading';
      const probe = createProbe(() => trainer, isMoving, probeListener, probeOptions);
      probes.add(probe);
      return {
        ask: probe.ask,
        close() {
          probes.delete(probe);
          probe.close();
        },
      };
    },
  };
}
