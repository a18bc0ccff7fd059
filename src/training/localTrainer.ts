/** A Trainer that works in the thread it is made in, in slices, so that calls are served while it trains. */
import type { Dataset } from '../datasets/dataset';
import { labelAt } from '../engine/metrics';
import type { Kernels } from '../kernels/kernels';
import { carriedPlaces, carriedState, checkOrigins } from './carryOver';
import { readCheckpoint, restoreCheckpoint, writeCheckpoint } from './checkpoint';
import { type OpenDigits, openData } from './data';
import { readDigits, writeDigits } from './digitFiles';
import {
  bareRecipe,
  type ExportedAt,
  type ReadWeights,
  readWeights,
  roundedToHalves,
  withFittingLayers,
  writeWeights,
} from './exchange';
import type { FileFormat } from './fileFormats';
import { spreadRows, startHiddenMap } from './hiddenMap';
import { createHistory } from './history';
import { inspectFile } from './inspectFile';
import { checkedRows, startNetworkCheck } from './networkCheck';
import { measure, measureOnce, type Opened } from './opened';
import { createRun, runFloats } from './run';
import { sampleRows } from './sampleRows';
import { createSlices, finishInSlices, type Scheduler } from './slices';
import { copyAnswers } from './testAnswers';
import type { DataSpec, Evaluation, RunSpec, Trainer, TrainerListener, WeightsFile } from './trainer';
import { createTrainingLoop } from './trainingLoop';
import { writeCode } from './writeCode';

export type LocalTrainerOptions = {
  /** Fresh kernels with memory for so many numbers, of that arithmetic if they can; called for every network. */
  readonly createKernels: (floats: number, arithmetic: RunSpec['arithmetic']) => Kernels;
  /** The specification of the kernels, in float64: slow, and as exact as it gets. */
  readonly createExactKernels: () => Kernels<Float64Array>;
  readonly scheduler: Scheduler;
  readonly openDigits: OpenDigits;
  readonly listener?: TrainerListener;
};

const noPoints = 'There are no points to learn from: paint some on the plane, or choose a pattern.';

export function createLocalTrainer({
  createKernels,
  createExactKernels,
  scheduler,
  openDigits,
  listener = {},
}: LocalTrainerOptions): Trainer {
  const loop = createTrainingLoop(scheduler, listener);
  const { stop, whileStill } = loop;
  let opened: Opened | null = null;
  /** Readings of files that were measured, or begun. */
  let measurements = 0;

  function current() {
    if (!opened) throw new Error('There is no network yet: open a run first.');
    return opened;
  }

  async function build(spec: RunSpec, before = { steps: 0, epochs: 0 }): Promise<Opened> {
    const data = await openData(spec, openDigits);
    const run = createRun(spec, createKernels(runFloats(spec), spec.arithmetic), data);
    return { run, data, history: createHistory(run.stateBytes), before, measured: null };
  }

  async function buildFrom({ spec, card, tensors }: ReadWeights): Promise<Opened> {
    const next = await build(spec, card ?? undefined);
    next.run.setWeights(tensors);
    return next;
  }

  const onScreen = () => opened?.run.spec ?? null;

  /** Null where the test data can't be had: then a file is opened without trying it on them. */
  async function openTest(problem: DataSpec['type'], outputs: number): Promise<Dataset | null> {
    try {
      const data = await openData(bareRecipe(problem, onScreen()), openDigits, outputs);
      await data.untilTestRows();
      return data.test;
    } catch {
      return null;
    }
  }

  /** A file of what there is now, measured and written while training waits. */
  async function exported<T>(write: (of: Opened) => T): Promise<T> {
    const of = current();
    return whileStill(async () => {
      await measureOnce(of, scheduler);
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
    await measureOnce(rounded, scheduler);
    return writeWeights(format, spec, tensors, exportedAt(rounded, madeBy), 'float16');
  }

  async function evaluate(): Promise<Evaluation> {
    const asked = current();
    if (asked.data.test.rows === 0) throw new Error('There are no points to measure.');
    const trainingBefore = loop.training;
    const isReplaced = () => opened !== asked;
    // What begins is not to wait for seconds: a large network is measured that long, and measured again as it learns.
    const isOvertaken = () => loop.training !== null && loop.training !== trainingBefore;
    await asked.data.untilTestRows();
    const test = await whileStill(() => measureOnce(asked, scheduler, () => isReplaced() || isOvertaken()));
    if (isReplaced()) throw new Error('Another network was opened while this one was measured.');
    if (!test) throw new Error('Training began while this network was measured.');
    return test;
  }

  return {
    async open(spec) {
      const next = await build(spec);
      await stop();
      opened = next;
      return next.run.info;
    },

    async train(until = {}) {
      const of = current();
      if (of.data.train.rows === 0) throw new Error(noPoints);
      return loop.train(of, until);
    },

    async teach(lesson, until) {
      const of = current();
      // Rejects: what runs is not to be changed.
      if (loop.training) return loop.train(of, until);
      of.run.teach(lesson);
      return loop.train(of, until).finally(() => of.run.teach(null));
    },

    stop,

    async tune({ stepsPerSecond: pace, until, ...tuning }) {
      if (Object.keys(tuning).length > 0) {
        current().run.tune(tuning);
        loop.settingsChanged();
      }
      if (pace !== undefined) loop.keepPace(pace);
      if (until !== undefined) loop.endAt(until);
      loop.wake();
    },

    async changeData(data) {
      const of = current();
      const { spec } = of.run;
      if (data.type !== 'shapes' || spec.data.type !== 'shapes')
        throw new Error('Only points of a plane can be changed while a network learns them.');
      const next = await openData({ ...spec, data }, openDigits);
      if (next.train.rows === 0) await stop();
      return whileStill(async () => {
        of.run.changeData(data, next);
        of.data = next;
        of.measured = null;
        of.history = createHistory(of.run.stateBytes);
        return of.run.info;
      });
    },

    async rewind(step) {
      const of = current();
      const kept = of.history.at(step);
      if (!kept)
        throw new Error(
          `No state of step ${step.toLocaleString('en')} is kept any more; Reset starts afresh.`,
        );
      await stop();
      of.run.restore(kept.state);
      of.history.cut(of.run.step);
      of.measured = null;
      return { step: of.run.step, epoch: of.run.epoch };
    },

    async changeNetwork(network, origins) {
      const of = current();
      // A lesson belongs to the run that it was begun with.
      if (of.run.spec.data.type === 'digits') await stop();
      return whileStill(async () => {
        const { frozen, ...spec } = of.run.spec;
        checkOrigins(spec.network, network, origins);
        const { run, data, history } = await build({ ...spec, network }, of.before);
        const before = of.run.saveState();
        const fresh = run.weights();
        run.restore(carriedState(before, fresh, origins, spec.optimizer));
        if (frozen) run.tune({ frozen: carriedPlaces(frozen, before.tensors, fresh, origins) });
        of.run = run;
        of.data = data;
        of.history = history;
        of.measured = null;
        return { ...run.info, spec: run.spec };
      });
    },

    parameter: async (place) => current().run.parameter(place),

    async setParameter(place, value) {
      const of = current();
      await whileStill(async () => {
        of.run.setParameter(place, value);
        of.measured = null;
        loop.settingsChanged();
      });
    },

    async predict(inputs, options = {}) {
      return current().run.predict(inputs, options.layers ?? false);
    },

    async explain(question) {
      const { run } = current();
      const isReplaced = () => opened?.run !== run;
      const explanation = await whileStill(async () =>
        finishInSlices(run.startExplanation(question), scheduler, isReplaced),
      );
      if (!explanation) throw new Error('Another network was opened while this one was explained.');
      return explanation;
    },

    async dissect(question) {
      const { run, data } = current();
      const { of } = question;
      if (data.train.rows === 0) throw new Error(noPoints);
      if (of.type === 'batch') await data.untilTrainRows(run.rowsNeeded());
      if (of.type === 'row' && of.row < data.train.rows) await data.untilTrainRows(of.row + 1);
      return whileStill(async () => {
        if (opened?.run !== run) throw new Error('Another network was opened while this one was looked at.');
        return run.dissect(question);
      });
    },

    async checkGradients(index) {
      const { run, data } = current();
      if (data.train.rows === 0) throw new Error(noPoints);
      await data.untilTrainRows(checkedRows(run.spec, data.train));
      const check = await finishInSlices(
        startNetworkCheck(createExactKernels(), run.spec, run.weights(), data.train, index, run.step),
        scheduler,
        () => opened?.run !== run,
      );
      if (!check) throw new Error('Another network was opened while this one was checked.');
      return check;
    },

    evaluate,

    async testAnswers() {
      const of = current();
      // What trains is measured anyway.
      if (!loop.training || !of.measured) await evaluate();
      if (!of.measured || opened !== of) throw new Error('The test data was not measured.');
      return copyAnswers(of.measured.answers);
    },

    async testRows(rows) {
      const { test, untilTestRows } = current().data;
      await untilTestRows();
      const inputs = new Float32Array(rows.length * test.inputs);
      const targets = new Float32Array(rows.length * test.outputs);
      test.writeBatch(inputs, targets, rows, 0, rows.length);
      const labels = Int8Array.from(rows, (_, n) => labelAt(targets, n * test.outputs, test.outputs));
      return { inputs, labels };
    },

    async hiddenMap({ rows, from }) {
      if (!(rows >= 2)) throw new Error(`A map has at least 2 points, not ${rows}.`);
      const { run, data } = current();
      const isReplaced = () => opened?.run !== run;
      await data.untilTestRows();
      const at = spreadRows(data.test.rows, rows);
      const hidden = await whileStill(async () =>
        finishInSlices(run.startHidden(data.test, at), scheduler, isReplaced),
      );
      // The numbers are there: training goes on while the plane is looked for.
      const map = hidden && (await finishInSlices(startHiddenMap(hidden, from), scheduler, isReplaced));
      if (!map) throw new Error('Another network was opened while this one was mapped.');
      return map;
    },

    sampleRows: (data, request) =>
      sampleRows(data, request, openDigits, (floats) => createKernels(floats, 'fused')),

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
        openTest: (outputs) => openTest(problem, outputs),
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
      const test = await measure(of, scheduler, isOvertaken);
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

    exportDigits: async (digits, format, side) => writeDigits(digits, format, side),
    importDigits: async (bytes, side) => readDigits(bytes, side),

    close() {
      void stop();
      opened = null;
    },
  };
}

function overtaken(): Error {
  return new Error('Another reading was asked for while this one was measured.');
}

function exportedAt({ run, before, measured }: Opened, madeBy: string): ExportedAt {
  return {
    kernels: run.info.kernels,
    steps: before.steps + run.step,
    epochs: before.epochs + run.epoch,
    test: measured?.evaluation.step === run.step ? measured.evaluation : null,
    madeBy,
  };
}
