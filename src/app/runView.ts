/** What the page shows of one run: folds what the trainer reports into immutable states. */
import { createCurve } from '../training/curve';
import type { DataProgress, Evaluation, Progress, RunInfo, RunSpec, Tuning } from '../training/trainer';
import { describeNetwork, describeTuning, milestone, withTuning } from './runEvents';
import type { Origin, RunState, Shown } from './state';
import { createStore, type Store } from './store';

/** Milliseconds between two states while training: ten a second. */
const publishInterval = 100;
const maxEvents = 50;

export type RunView = {
  readonly store: Store<RunState>;
  /** The newest state, also what is not shown yet. */
  current(): RunState;
  /** Shows changes at once, with everything that was waiting. */
  publish(change?: Partial<RunState>): void;
  takeProgress(progress: Progress): void;
  takeData(data: DataProgress): void;
  /** A measurement made outside of training. */
  takeTest(test: Evaluation): void;
  addEvent(step: number, text: string, isChange?: boolean): void;
  /** Shows what was tuned before the trainer has it; tunings in a row make one event. */
  showTuning(tuning: Tuning): void;
  /** The run has gone back to a step, from where it will go on: what came after it is no more. */
  showRewound(step: number, epoch: number): void;
  /** A new network is in place: everything of the old run is gone. */
  showRun(info: RunInfo, change: Shown): void;
  showTraining(): void;
  /** Training has ended; a run that failed stays failed. */
  showIdle(): void;
};

/** `origin`: of the network that opens first. */
export function createRunView(
  spec: RunSpec,
  stepsPerSecond: number | null,
  origin: Origin = 'fresh',
): RunView {
  const store = createStore<RunState>({
    status: 'opening',
    spec,
    info: null,
    origin,
    card: null,
    standIn: null,
    summoned: null,
    stepsPerSecond,
    until: {},
    step: 0,
    epoch: 0,
    trainLoss: null,
    trainAccuracy: null,
    samplesPerSecond: null,
    test: null,
    openedTest: null,
    openedStep: 0,
    curve: [],
    events: [],
    data: null,
    message: null,
    waiting: null,
    lesson: null,
  });
  let curve = createCurve();
  let unpublished: Partial<RunState> = {};
  let publishTimer: ReturnType<typeof setTimeout> | undefined;
  let lastEventId = 0;
  let bestAccuracy = 0;
  let trainedMilliseconds = 0;
  let trainingSince: number | null = null;
  /** The newest event, if it is of a tuning, and the spec before it. */
  let tuned: { readonly eventId: number; readonly before: RunSpec } | null = null;

  const current = (): RunState => ({ ...store.get(), ...unpublished });

  function publish(change: Partial<RunState> = {}) {
    clearTimeout(publishTimer);
    publishTimer = undefined;
    const next = { ...current(), ...change, curve: curve.points() };
    unpublished = {};
    store.set(next);
  }

  function publishSoon(change: Partial<RunState>) {
    unpublished = { ...unpublished, ...change };
    publishTimer ??= setTimeout(publish, publishInterval);
  }

  function withEvent(
    step: number,
    text: string,
    { isChange = false, before = current().events } = {},
  ): Pick<RunState, 'events'> {
    lastEventId += 1;
    return { events: [{ id: lastEventId, step, text, isChange }, ...before].slice(0, maxEvents) };
  }

  function trainedSeconds(): number {
    const running = trainingSince === null ? 0 : performance.now() - trainingSince;
    return (trainedMilliseconds + running) / 1000;
  }

  return {
    store,
    current,
    publish,

    takeProgress(progress) {
      curve.add(progress);
      const before = current();
      // Waiting for the digits is no training.
      if (before.status === 'loading') trainingSince = performance.now();
      const { test, bestTest } = progress;
      const reached = bestTest && milestone(before.spec, bestAccuracy, bestTest.accuracy, trainedSeconds());
      bestAccuracy = Math.max(bestAccuracy, bestTest?.accuracy ?? 0);
      publishSoon({
        ...(bestTest && reached ? withEvent(bestTest.step, reached) : {}),
        step: progress.step,
        epoch: progress.epoch,
        trainLoss: progress.trainLoss,
        trainAccuracy: progress.trainAccuracy,
        samplesPerSecond: progress.samplesPerSecond,
        test: test ?? before.test,
        ...(before.status === 'loading' ? { status: 'training' as const } : {}),
      });
    },

    takeData: (data) => publishSoon({ data }),

    takeTest(test) {
      bestAccuracy = Math.max(bestAccuracy, test.accuracy);
      const { openedTest, openedStep } = current();
      publish({ test, openedTest: openedTest ?? (test.step === openedStep ? test : null) });
    },

    addEvent: (step, text, isChange) => publish(withEvent(step, text, { isChange })),

    showTuning({ stepsPerSecond: pace, until: _, ...tuning }) {
      const { spec: before, step, events, stepsPerSecond: paceBefore } = current();
      const after = withTuning(before, tuning);
      const continues = tuned !== null && events[0]?.id === tuned.eventId;
      const since = continues && tuned ? tuned.before : before;
      const text = step > 0 ? describeTuning(since, after) : null;
      const past = continues ? events.slice(1) : events;
      const event = text === null ? {} : withEvent(step, text, { isChange: true, before: past });
      if (text !== null) tuned = { eventId: lastEventId, before: since };
      publish({ ...event, spec: after, stepsPerSecond: pace === undefined ? paceBefore : pace });
    },

    showRewound(step, epoch) {
      curve.cut(step);
      const last = curve.points().at(-1);
      publish({
        step,
        epoch,
        trainLoss: last?.trainLoss ?? null,
        trainAccuracy: last?.trainAccuracy ?? null,
        test: null,
        events: current().events.filter((event) => event.step <= step),
      });
    },

    showRun(info, change) {
      curve = createCurve();
      trainedMilliseconds = 0;
      unpublished = {};
      const openedStep = change.step ?? 0;
      // What a file claims to have reached is no news when it is reached again.
      bestAccuracy = change.card?.testAccuracy ?? 0;
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
        openedTest: null,
        openedStep,
        waiting: null,
        lesson: null,
        standIn: null,
        summoned: null,
        ...withEvent(openedStep, describeNetwork(info), { before: [] }),
        ...change,
      });
    },

    showTraining() {
      const { data, spec: shown } = current();
      const needsData = shown.data.type === 'digits' && (!data || data.loadedRows < data.totalRows);
      trainingSince = performance.now();
      publish({ status: needsData ? 'loading' : 'training', message: null });
    },

    showIdle() {
      if (trainingSince !== null) trainedMilliseconds += performance.now() - trainingSince;
      trainingSince = null;
      if (current().status !== 'failed') publish({ status: 'idle' });
    },
  };
}
