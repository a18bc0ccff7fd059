/** Trains the network that is open, in slices, at a pace if one is wanted, and reports as it goes. */
import { createEnds, type Ends } from './ends';
import { createGuard, type Failure } from './guard';
import { measure, measureOnce, type Opened } from './opened';
import { createProgressFold, type ProgressFold } from './progressFold';
import { createSlices, type Scheduler } from './slices';
import type { TrainEnd, TrainUntil } from './trainEnd';
import type { TrainerListener } from './trainer';

/** Milliseconds between two progress reports: 20 a second. */
const progressInterval = 50;
/** Samples between two measurements: a forward pass costs a third of a step, so they take about a tenth of the time. */
const samplesForEachTestRow = 3;
/** A wait for the next step of a slow pace is cut into pieces of this length, so that stop is served. */
const longestSleep = 50;

export type TrainingLoop = {
  /** The training under way, of which `stop` waits for the end. */
  readonly training: Promise<TrainEnd> | null;
  /** As `Trainer.train`, on `of`. */
  train(of: Opened, until: TrainUntil): Promise<TrainEnd>;
  /** Ends the training after the step it is in, and resolves when it has ended. */
  stop(): Promise<void>;
  /** Steps a second from now on; null: as fast as it goes. */
  keepPace(stepsPerSecond: number | null): void;
  /** When the training under way ends, from now on. */
  endAt(until: TrainUntil): void;
  /** Its rate, batch size or regularization has been changed. */
  settingsChanged(): void;
  /** Something was changed that a waiting training has to look at. */
  wake(): void;
  /** Runs `work`, one at a time, while the weights stand still: training waits between two steps. */
  whileStill<T>(work: () => Promise<T>): Promise<T>;
};

export function createTrainingLoop(scheduler: Scheduler, listener: TrainerListener): TrainingLoop {
  let training: Promise<TrainEnd> | null = null;
  let stopRequested = false;
  let wakeUp: (() => void) | null = null;
  /** What the training under way is told meanwhile. */
  let told: Pick<TrainingLoop, 'endAt' | 'settingsChanged'> | null = null;
  let stepsPerSecond: number | null = null;
  /** The report on its way, across runs: there is never a second one. */
  let delivered: Promise<void> | null = null;
  /** Work for which the weights stand still; training takes no step before it is done. */
  let standstill: Promise<unknown> | null = null;

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
    const slices = createSlices(scheduler);
    const fold = createProgressFold();
    let guard = createGuard(of, scheduler);
    let ends = endsFromNow(until);
    told = {
      endAt(next) {
        ends = endsFromNow(next);
      },
      settingsChanged: () => guard.settingsChanged(),
    };
    let samplesSinceTest = 0;
    let lastReport = scheduler.now();
    let lastLook = lastReport;
    // A pace is kept from here on; it starts anew after every wait for data and change of pace.
    let pace = { time: lastReport, step: of.run.step, stepsPerSecond };

    function endsFromNow(wanted: TrainUntil): Ends {
      const counted = createEnds(wanted, of.run.step);
      if (of.measured) counted.addTest(of.measured.evaluation);
      return counted;
    }

    const reachedNow = () => ends.reached(of.run, of.measured?.evaluation ?? null);

    function reportIfDue() {
      const now = scheduler.now();
      if (delivered || fold.isEmpty() || now - lastReport < progressInterval) return;
      report(of, fold, (now - lastReport) / 1000);
      lastReport = now;
    }

    function lookAtClock() {
      const now = scheduler.now();
      ends.addTime((now - lastLook) / 1000);
      lastLook = now;
      guard.lookAtClock();
    }

    async function reportTheRest() {
      if (fold.isEmpty()) return;
      await delivered;
      report(of, fold, (scheduler.now() - lastReport) / 1000);
    }

    async function end(reached: keyof TrainUntil | null): Promise<TrainEnd> {
      guard.lookAtWeights();
      if (guard.failure) return fail(guard.failure);
      if (reached) {
        const test = await whileStill(() => measureOnce(of, scheduler));
        if (test) fold.addTest(test);
      }
      await reportTheRest();
      const { step } = of.run;
      return reached ? { reason: 'completed', step, reached } : { reason: 'stopped', step };
    }

    async function fail(failure: Failure): Promise<TrainEnd> {
      const told = await whileStill(() => guard.explain(failure));
      // Where data or network were changed meanwhile, states of before are no longer kept.
      const divergence = guard.history === of.history ? told : { ...told, rewindTo: null };
      const { step } = of.run;
      // It may be of numbers that have been undone.
      if (of.measured && of.measured.evaluation.step > step) of.measured = null;
      await reportTheRest();
      return { reason: 'diverged', step, divergence };
    }

    while (true) {
      if (stopRequested) return end(null);
      if (standstill) {
        await untilWoken(standstill);
        continue;
      }
      // Other data, or another network: states of before are of no use to it.
      if (guard.history !== of.history) guard = createGuard(of, scheduler);
      const { run } = of;
      const reached = reachedNow();
      if (reached) return end(reached);

      if (!of.run.isReady()) {
        reportIfDue();
        await untilWoken(of.data.untilTrainRows(run.rowsNeeded()));
        lastReport = lastLook = scheduler.now();
        pace = { time: lastReport, step: run.step, stepsPerSecond };
        continue;
      }

      if (stepsPerSecond !== pace.stepsPerSecond)
        pace = { time: scheduler.now(), step: of.run.step, stepsPerSecond };
      if (pace.stepsPerSecond !== null) {
        const due = pace.time + ((of.run.step - pace.step) * 1000) / pace.stepsPerSecond;
        const wait = due - scheduler.now();
        if (wait > 0) {
          reportIfDue();
          await untilWoken(scheduler.sleep(Math.min(wait, longestSleep)));
          lookAtClock();
          continue;
        }
        // A tab that slept does not catch up in a burst.
        if (wait < -1000) pace = { time: scheduler.now(), step: of.run.step, stepsPerSecond };
      }

      const batch = guard.step();
      if (!batch.fault) fold.addBatch(batch);
      if (guard.failure) return fail(guard.failure);

      samplesSinceTest += batch.samples;
      const { test: testRows } = of.data;
      if (samplesSinceTest >= samplesForEachTestRow * testRows.rows && testRows.ready === testRows.rows) {
        samplesSinceTest = 0;
        const test = await measure(of, scheduler, () => stopRequested);
        if (test) {
          fold.addTest(test);
          ends.addTest(test);
        }
      }
      if (!slices.isOver()) continue;
      lookAtClock();
      // What ends here is reported at the end, with its last measurement.
      if (reachedNow()) continue;
      reportIfDue();
      await slices.breathe();
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
    get training() {
      return training;
    },

    train(of, until) {
      if (training) return Promise.reject(new Error('Training is running already.'));
      stopRequested = false;
      training = runTraining(of, until).finally(() => {
        training = told = wakeUp = null;
      });
      return training;
    },

    async stop() {
      if (!training) return;
      stopRequested = true;
      wakeUp?.();
      await training.catch(() => undefined);
    },

    keepPace(pace) {
      stepsPerSecond = pace;
    },

    endAt: (until) => told?.endAt(until),
    settingsChanged: () => told?.settingsChanged(),
    wake: () => wakeUp?.(),
    whileStill,
  };
}
