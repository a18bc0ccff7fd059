/** A Trainer that works in the thread it is made in, in slices, so that calls are served while it trains. */
import type { Kernels } from '../kernels/kernels';
import { type OpenDigits, openData, type RunData } from './data';
import { readWeights, writeWeights } from './exchange';
import { createProgressFold } from './progressFold';
import { createRun, type Run, runFloats } from './run';
import { createSlices, type Scheduler } from './slices';
import type { Evaluation, RunSpec, TrainEnd, Trainer, TrainerListener, TrainUntil } from './trainer';

export type LocalTrainerOptions = {
  /** Fresh kernels with memory for so many numbers; called for every network. */
  readonly createKernels: (floats: number) => Kernels;
  readonly scheduler: Scheduler;
  readonly openDigits: OpenDigits;
  readonly listener?: TrainerListener;
};

/** Milliseconds between two progress reports: 20 a second. */
const progressInterval = 50;
/** A wait for the next step of a slow pace is cut into pieces of this length, so that stop is served. */
const longestSleep = 50;

/** The network there is, and how long it was trained before it was opened from a file. */
type Opened = { run: Run; data: RunData; before: { steps: number; epochs: number } };

export function createLocalTrainer({
  createKernels,
  scheduler,
  openDigits,
  listener = {},
}: LocalTrainerOptions): Trainer {
  let opened: Opened | null = null;
  let training: Promise<TrainEnd> | null = null;
  let stopRequested = false;
  let wakeUp: (() => void) | null = null;
  let stepsPerSecond: number | null = null;

  function current() {
    if (!opened) throw new Error('There is no network yet: open a run first.');
    return opened;
  }

  async function build(spec: RunSpec, before = { steps: 0, epochs: 0 }): Promise<Opened> {
    const data = await openData(spec, openDigits);
    return { run: createRun(spec, createKernels(runFloats(spec)), data), data, before };
  }

  async function stop() {
    if (!training) return;
    stopRequested = true;
    wakeUp?.();
    await training.catch(() => undefined);
  }

  /** Measures all test rows in slices; null if training is stopped meanwhile. */
  async function evaluate(run: Run, data: RunData, isCancelled: () => boolean): Promise<Evaluation | null> {
    const slices = createSlices(scheduler);
    const evaluation = run.startEvaluation(data.test);
    while (!evaluation.advance()) {
      if (isCancelled()) return null;
      await slices.breathe();
    }
    return evaluation.finish();
  }

  async function runTraining(
    { run, data }: { run: Run; data: RunData },
    until: TrainUntil,
  ): Promise<TrainEnd> {
    const slices = createSlices(scheduler);
    const fold = createProgressFold();
    const firstStep = run.step;
    const evaluateEvery = stepsBetweenEvaluations(run, data);
    let delivered: Promise<void> | null = null;
    let lastReport = scheduler.now();
    let newestTest: Evaluation | null = null;
    // A pace is kept from here on; it starts anew after every wait for data and change of pace.
    let paceStart = { time: scheduler.now(), step: run.step, pace: stepsPerSecond };

    function report() {
      const now = scheduler.now();
      const progress = fold.take(run, (now - lastReport) / 1000);
      lastReport = now;
      const taken = listener.progress?.(progress);
      delivered = taken
        ? taken.then(() => {
            delivered = null;
          })
        : null;
    }

    async function end(reason: TrainEnd['reason']): Promise<TrainEnd> {
      if (reason === 'completed' && data.test.ready === data.test.rows && newestTest?.step !== run.step) {
        const test = await evaluate(run, data, () => stopRequested);
        if (test) fold.addTest(test);
      }
      if (!fold.isEmpty()) {
        await delivered;
        report();
      }
      return { reason, step: run.step };
    }

    while (true) {
      if (stopRequested) return end('stopped');
      if (isReached(until, run, firstStep, newestTest)) return end('completed');

      if (!run.isReady()) {
        if (!fold.isEmpty() && !delivered) report();
        await untilWoken(data.untilTrainRows(run.rowsNeeded()));
        lastReport = scheduler.now();
        paceStart = { time: lastReport, step: run.step, pace: stepsPerSecond };
        continue;
      }

      if (stepsPerSecond !== paceStart.pace)
        paceStart = { time: scheduler.now(), step: run.step, pace: stepsPerSecond };
      if (paceStart.pace !== null) {
        const due = paceStart.time + ((run.step - paceStart.step) * 1000) / paceStart.pace;
        const wait = due - scheduler.now();
        if (wait > 0) {
          if (scheduler.now() - lastReport >= progressInterval && !delivered && !fold.isEmpty()) report();
          await untilWoken(scheduler.sleep(Math.min(wait, longestSleep)));
          continue;
        }
        // A tab that slept does not catch up in a burst.
        if (wait < -1000) paceStart = { time: scheduler.now(), step: run.step, pace: stepsPerSecond };
      }

      const batch = run.trainBatch();
      if (!Number.isFinite(batch.loss)) return end('diverged');
      fold.addBatch(batch);

      if (run.step % evaluateEvery === 0 && data.test.ready === data.test.rows) {
        const test = await evaluate(run, data, () => stopRequested);
        if (test) {
          newestTest = test;
          fold.addTest(test);
        }
      }
      if (slices.isOver()) {
        if (scheduler.now() - lastReport >= progressInterval && !delivered) report();
        await slices.breathe();
      }
    }
  }

  /** Resolves with `wait`, or as soon as `stop` or `tune` is called. */
  function untilWoken(wait: Promise<void>): Promise<void> {
    return Promise.race([
      wait,
      new Promise<void>((resolve) => {
        wakeUp = resolve;
      }),
    ]);
  }

  return {
    async open(spec) {
      const next = await build(spec);
      await stop();
      opened = next;
      return next.run.info;
    },

    train(until = {}) {
      if (training) return Promise.reject(new Error('Training is running already.'));
      stopRequested = false;
      training = (async () => runTraining(current(), until))().finally(() => {
        training = null;
        wakeUp = null;
      });
      return training;
    },

    stop,

    async tune(tuning) {
      if (tuning.stepsPerSecond !== undefined) stepsPerSecond = tuning.stepsPerSecond;
      if (tuning.rate !== undefined) current().run.setRate(tuning.rate);
      if (tuning.batchSize !== undefined) current().run.setBatchSize(tuning.batchSize);
      wakeUp?.();
    },

    async predict(inputs, options = {}) {
      return current().run.predict(inputs, options.layers ?? false);
    },

    async evaluate() {
      const asked = current();
      const { run, data } = asked;
      await data.untilTestRows();
      const { step } = run;
      const result = await evaluate(run, data, () => run.step !== step);
      if (opened !== asked) throw new Error('Another network was opened while this one was measured.');
      // Training went on meanwhile: measured in one go, so that one set of weights answers for all rows.
      return result ?? run.startEvaluation(data.test).finish();
    },

    async weights() {
      return current().run.weights();
    },

    async exportWeights(madeBy) {
      const { run, data, before } = current();
      const weights = run.weights();
      const steps = before.steps + run.step;
      const epochs = before.epochs + run.epoch;
      const test = data.test.ready === data.test.rows ? await run.startEvaluation(data.test).finish() : null;
      return writeWeights(run.spec, weights, { kernels: run.info.kernels, steps, epochs, test, madeBy });
    },

    async importWeights(bytes, problem) {
      const { spec, card, tensors } = readWeights(bytes, problem);
      const next = await build(spec, card);
      next.run.setWeights(tensors);
      await stop();
      opened = next;
      return { run: next.run.info, card };
    },

    close() {
      void stop();
      opened = null;
    },
  };
}

/** So often that measuring takes about a tenth of the time: a forward pass costs a third of a training step. */
function stepsBetweenEvaluations(run: Run, data: RunData): number {
  return Math.max(1, Math.round((3 * data.test.rows) / run.info.spec.batchSize));
}

function isReached(until: TrainUntil, run: Run, firstStep: number, test: Evaluation | null): boolean {
  return (
    (until.steps !== undefined && run.step - firstStep >= until.steps) ||
    (until.epochs !== undefined && run.epoch >= until.epochs) ||
    (until.testLoss !== undefined && test !== null && test.loss <= until.testLoss)
  );
}
