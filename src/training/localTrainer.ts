/** A Trainer that works in the thread it is made in, in slices, so that calls are served while it trains. */
import type { Dataset } from '../datasets/dataset';
import type { Kernels } from '../kernels/kernels';
import { readCheckpoint, restoreCheckpoint, writeCheckpoint } from './checkpoint';
import { type OpenDigits, openData, type RunData } from './data';
import {
  type ExportedAt,
  problems,
  type ReadWeights,
  readWeights,
  roundedToHalves,
  withFittingLayers,
  writeWeights,
} from './exchange';
import type { FileFormat } from './fileFormats';
import { inspectFile } from './inspectFile';
import { createProgressFold, type ProgressFold } from './progressFold';
import { createRun, type Run, runFloats } from './run';
import { createSlices, type Scheduler } from './slices';
import type {
  DataSpec,
  Evaluation,
  RunSpec,
  TrainEnd,
  Trainer,
  TrainerListener,
  TrainUntil,
  WeightsFile,
} from './trainer';
import { writeCode } from './writeCode';

export type LocalTrainerOptions = {
  /** Fresh kernels with memory for so many numbers, of that arithmetic if they can; called for every network. */
  readonly createKernels: (floats: number, arithmetic: RunSpec['arithmetic']) => Kernels;
  readonly scheduler: Scheduler;
  readonly openDigits: OpenDigits;
  readonly listener?: TrainerListener;
};

/** Milliseconds between two progress reports: 20 a second. */
const progressInterval = 50;
/** Samples between two measurements: a forward pass costs a third of a step, so they take about a tenth of the time. */
const samplesForEachTestRow = 3;
/** A wait for the next step of a slow pace is cut into pieces of this length, so that stop is served. */
const longestSleep = 50;

/** The network there is, how long it was trained before it was opened from a file, and its newest measurement. */
type Opened = {
  readonly run: Run;
  readonly data: RunData;
  readonly before: { readonly steps: number; readonly epochs: number };
  test: Evaluation | null;
};

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
  /** The report on its way, across runs: there is never a second one. */
  let delivered: Promise<void> | null = null;
  /** Readings of files that were measured, or begun. */
  let measurements = 0;
  /** Work for which the weights stand still; training takes no step before it is done. */
  let standstill: Promise<unknown> | null = null;

  function current() {
    if (!opened) throw new Error('There is no network yet: open a run first.');
    return opened;
  }

  async function build(spec: RunSpec, before = { steps: 0, epochs: 0 }): Promise<Opened> {
    const data = await openData(spec, openDigits);
    return {
      run: createRun(spec, createKernels(runFloats(spec), spec.arithmetic), data),
      data,
      before,
      test: null,
    };
  }

  async function buildFrom({ spec, card, tensors }: ReadWeights): Promise<Opened> {
    const next = await build(spec, card ?? undefined);
    next.run.setWeights(tensors);
    return next;
  }

  const onScreen = () => opened?.run.spec.network ?? null;

  /** Null where the test data can't be had: then a file is opened without trying it on them. */
  async function openTest(problem: DataSpec['type']): Promise<Dataset | null> {
    try {
      const data = await openData(problems[problem].recipe, openDigits);
      await data.untilTestRows();
      return data.test;
    } catch {
      return null;
    }
  }

  async function stop() {
    if (!training) return;
    stopRequested = true;
    wakeUp?.();
    await training.catch(() => undefined);
  }

  /** Measures all test rows in slices, the weights standing still; null if `isCancelled` meanwhile. */
  async function measure(of: Opened, isCancelled = () => false): Promise<Evaluation | null> {
    const slices = createSlices(scheduler);
    const evaluation = of.run.startEvaluation(of.data.test);
    while (!evaluation.advance()) {
      await slices.breathe();
      if (isCancelled()) return null;
    }
    of.test = evaluation.result();
    return of.test;
  }

  /** Runs `work`, one at a time, while training waits between two steps. */
  function whileStill<T>(work: () => Promise<T>): Promise<T> {
    const result = Promise.resolve(standstill).then(work);
    const over = result
      .catch(() => undefined)
      .then(() => {
        if (standstill === over) standstill = null;
      });
    standstill = over;
    return result;
  }

  /** The measurement at this step, made now if there is none yet; null while test rows are missing, or if cancelled. */
  async function measureOnce(of: Opened, isCancelled?: () => boolean): Promise<Evaluation | null> {
    if (of.test?.step === of.run.step) return of.test;
    return of.data.test.ready === of.data.test.rows ? measure(of, isCancelled) : null;
  }

  /** A file of what there is now, measured and written while training waits. */
  async function exported<T>(write: (of: Opened) => T): Promise<T> {
    const of = current();
    return whileStill(async () => {
      await measureOnce(of);
      return write(of);
    });
  }

  /** The weights rounded, in a network of their own. */
  async function exportHalves(madeBy: string, format: FileFormat): Promise<WeightsFile> {
    const { run, before } = current();
    const { spec } = run;
    const tensors = roundedToHalves(run.weights());
    const rounded = await build(spec, { steps: before.steps + run.step, epochs: before.epochs + run.epoch });
    rounded.run.setWeights(tensors);
    await measureOnce(rounded);
    return writeWeights(format, spec, tensors, exportedAt(rounded, madeBy), 'float16');
  }

  function report(of: Opened, fold: ProgressFold, seconds: number) {
    // A listener that fails has taken the report all the same.
    const progress = fold.take(of.run, seconds);
    const done = (async () => listener.progress?.(progress))()
      .catch(() => undefined)
      .then(() => {
        if (delivered === done) delivered = null;
      });
    delivered = done;
  }

  async function runTraining(of: Opened, until: TrainUntil): Promise<TrainEnd> {
    const { run, data } = of;
    const slices = createSlices(scheduler);
    const fold = createProgressFold();
    const firstStep = run.step;
    let samplesSinceTest = 0;
    let lastReport = scheduler.now();
    // A pace is kept from here on; it starts anew after every wait for data and change of pace.
    let pace = { time: lastReport, step: run.step, stepsPerSecond };

    function reportIfDue() {
      const now = scheduler.now();
      if (delivered || fold.isEmpty() || now - lastReport < progressInterval) return;
      report(of, fold, (now - lastReport) / 1000);
      lastReport = now;
    }

    async function end(reason: TrainEnd['reason']): Promise<TrainEnd> {
      if (reason === 'completed') {
        const test = await whileStill(() => measureOnce(of));
        if (test) fold.addTest(test);
      }
      if (!fold.isEmpty()) {
        await delivered;
        report(of, fold, (scheduler.now() - lastReport) / 1000);
      }
      return { reason, step: run.step };
    }

    while (true) {
      if (stopRequested) return end('stopped');
      if (standstill) {
        await untilWoken(standstill);
        continue;
      }
      if (isReached(until, run, firstStep, of.test)) return end('completed');

      if (!run.isReady()) {
        reportIfDue();
        await untilWoken(data.untilTrainRows(run.rowsNeeded()));
        lastReport = scheduler.now();
        pace = { time: lastReport, step: run.step, stepsPerSecond };
        continue;
      }

      if (stepsPerSecond !== pace.stepsPerSecond)
        pace = { time: scheduler.now(), step: run.step, stepsPerSecond };
      if (pace.stepsPerSecond !== null) {
        const due = pace.time + ((run.step - pace.step) * 1000) / pace.stepsPerSecond;
        const wait = due - scheduler.now();
        if (wait > 0) {
          reportIfDue();
          await untilWoken(scheduler.sleep(Math.min(wait, longestSleep)));
          continue;
        }
        // A tab that slept does not catch up in a burst.
        if (wait < -1000) pace = { time: scheduler.now(), step: run.step, stepsPerSecond };
      }

      const batch = run.trainBatch();
      if (!Number.isFinite(batch.loss)) return end('diverged');
      fold.addBatch(batch);

      samplesSinceTest += batch.samples;
      if (samplesSinceTest >= samplesForEachTestRow * data.test.rows && data.test.ready === data.test.rows) {
        samplesSinceTest = 0;
        const test = await measure(of, () => stopRequested);
        if (test) fold.addTest(test);
      }
      // What ends here is reported at the end, with its last measurement.
      if (slices.isOver() && !isReached(until, run, firstStep, of.test)) {
        reportIfDue();
        await slices.breathe();
      }
    }
  }

  /** Resolves with `wait`, or as soon as `stop` or `tune` is called. */
  function untilWoken(wait: Promise<unknown>): Promise<unknown> {
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

    async tune({ stepsPerSecond: pace, ...tuning }) {
      if (Object.keys(tuning).length > 0) current().run.tune(tuning);
      if (pace !== undefined) stepsPerSecond = pace;
      wakeUp?.();
    },

    async predict(inputs, options = {}) {
      return current().run.predict(inputs, options.layers ?? false);
    },

    async evaluate() {
      const asked = current();
      const trainingBefore = training;
      const isReplaced = () => opened !== asked;
      // What begins is not to wait for seconds: a large network is measured that long, and measured again as it learns.
      const isOvertaken = () => training !== null && training !== trainingBefore;
      await asked.data.untilTestRows();
      const test = await whileStill(() => measureOnce(asked, () => isReplaced() || isOvertaken()));
      if (isReplaced()) throw new Error('Another network was opened while this one was measured.');
      if (!test) throw new Error('Training began while this network was measured.');
      return test;
    },

    async weights() {
      return current().run.weights();
    },

    async exportWeights(madeBy, format, numbers = 'float32') {
      if (numbers === 'float16') return exportHalves(madeBy, format);
      return exported((of) => writeWeights(format, of.run.spec, of.run.weights(), exportedAt(of, madeBy)));
    },

    exportCheckpoint: (madeBy, format) =>
      exported((of) => writeCheckpoint(format, of.run.spec, of.run.saveState(), exportedAt(of, madeBy))),

    exportCode: (language) => exported((of) => writeCode(language, of.run.spec, exportedAt(of, ''))),

    inspectFile(bytes, problem) {
      const slices = createSlices(scheduler);
      return inspectFile(bytes, {
        problem,
        onScreen: onScreen(),
        openTest: () => openTest(problem),
        createKernels: (floats) => createKernels(floats, 'fused'),
        breathe: slices.breathe,
      });
    },

    async measureFile(bytes, problem, reading) {
      const mine = ++measurements;
      const isOvertaken = () => mine !== measurements;
      // Whoever goes through a list asks for each on the way: the newest is what counts.
      await scheduler.yield();
      if (isOvertaken()) throw overtaken();
      const of = await buildFrom(readWeights(bytes, problem, reading, onScreen()));
      await of.data.untilTestRows();
      const test = await measure(of, isOvertaken);
      if (!test) throw overtaken();
      return test;
    },

    async importWeights(bytes, problem, reading) {
      const read = readWeights(bytes, problem, reading ?? null, onScreen());
      const next = await buildFrom(read);
      await stop();
      opened = next;
      return { run: next.run.info, card: read.card };
    },

    async importLayers(bytes) {
      const { run } = current();
      const next = await build(run.spec);
      next.run.setWeights(withFittingLayers(bytes, run));
      await stop();
      opened = next;
      return next.run.info;
    },

    async importCheckpoint(bytes, problem) {
      const { spec, card, state } = readCheckpoint(bytes, problem);
      const fresh = await build(spec);
      const { run } = fresh;
      restoreCheckpoint(run, state);
      // What the run's weights were trained before its own step 0; rounding must not make it negative.
      const before = { steps: card.steps - run.step, epochs: Math.max(0, card.epochs - run.epoch) };
      await stop();
      opened = { ...fresh, before };
      return { run: run.info, card, step: run.step, epoch: run.epoch };
    },

    close() {
      void stop();
      opened = null;
    },
  };
}

function overtaken(): Error {
  return new Error('Another reading was asked for while this one was measured.');
}

function exportedAt({ run, before, test }: Opened, madeBy: string): ExportedAt {
  return {
    kernels: run.info.kernels,
    steps: before.steps + run.step,
    epochs: before.epochs + run.epoch,
    test: test?.step === run.step ? test : null,
    madeBy,
  };
}

function isReached(until: TrainUntil, run: Run, firstStep: number, test: Evaluation | null): boolean {
  return (
    (until.steps !== undefined && run.step - firstStep >= until.steps) ||
    (until.epochs !== undefined && run.epoch >= until.epochs) ||
    (until.testLoss !== undefined && test?.step === run.step && test.loss <= until.testLoss)
  );
}
