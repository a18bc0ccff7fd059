/** The trainings of the network on the stage: what each is for, when it ends, and what is said of how it ended. */
import type { Divergence, TrainEnd, Trainer, TrainUntil } from '../training/trainer';
import { formatCount } from './format';
import { describeReached, describeTuning, withoutReached, withTuning } from './runEvents';
import type { RunView } from './runView';

/** own: until the user's end, or for good. opening: what the page begins by itself. */
type Purpose = 'own' | 'opening' | 'step' | 'lesson';

export type Trainings = {
  /** Resolves when the one under way has ended; never rejects. */
  readonly over: Promise<void>;
  /** Until the user's end, or the one that is given, which is that of the opening. */
  train(until?: TrainUntil): void;
  step(): void;
  /** `run` trains with a lesson. */
  teach(run: (trainer: Trainer) => Promise<TrainEnd>): void;
  /** The user's end has changed. */
  endChanged(): Promise<void>;
  /**
   * Back to an earlier step, and on from there with another rate; null: with the one there is, when Train is pressed.
   * Does nothing where no divergence offers it.
   */
  rewind(trainer: Trainer, step: number, rate: number | null): Promise<void>;
};

export type TrainingsOptions = {
  readonly view: RunView;
  readonly trainer: () => Trainer | null;
  /** Carries out, and shows what it rejects with. */
  readonly orSay: <T>(work: () => Promise<T>) => Promise<T | null>;
  /** The weights begin to move, or have stopped. */
  readonly refreshProbes: () => void;
  /** Loss and accuracy of the weights as they are. */
  readonly measure: () => Promise<void>;
};

export function createTrainings({
  view,
  trainer,
  orSay,
  refreshProbes,
  measure,
}: TrainingsOptions): Trainings {
  let over: Promise<void> = Promise.resolve();
  let purpose: Purpose = 'own';

  function begin(wanted: Purpose, run: (from: Trainer) => Promise<TrainEnd>) {
    const from = trainer();
    if (!from || view.current().status !== 'idle') return;
    purpose = wanted;
    view.showTraining();
    refreshProbes();
    over = runToEnd(() => run(from)).finally(() => {
      view.showIdle();
      refreshProbes();
    });
  }

  /** But for what the network on the page has reached already. */
  function usersEnd(): TrainUntil {
    const { until, test, step } = view.current();
    return withoutReached(until, test?.step === step ? test : null);
  }

  const beginOwn = () => begin('own', (from) => from.train(usersEnd()));

  async function runToEnd(run: () => Promise<TrainEnd>) {
    const end = await orSay(run);
    if (end?.reason === 'diverged') tellDivergence(end.divergence, end.step);
    if (end?.reason === 'completed') tellReached(end.step, end.reached);
    // The figures on the page are those of the weights on the page. Data that can't be had was said to be missing.
    if (end && end.reason !== 'completed') measure().catch(() => undefined);
  }

  function tellReached(step: number, reached: keyof TrainUntil) {
    if (purpose === 'opening') view.addEvent(step, 'learned; Train goes on, Reset starts again');
    if (purpose !== 'own') return;
    const { until, test } = view.current();
    const text = describeReached(reached, until, test);
    view.addEvent(step, text);
    const sentence = `${text[0].toUpperCase()}${text.slice(1)}, at step ${formatCount(step)}. Train goes on.`;
    view.publish({ message: { kind: 'notice', text: sentence } });
  }

  function tellDivergence(divergence: Divergence, step: number) {
    // What was found by going back is shown as it is now.
    if (step < view.current().step) view.publish({ step });
    view.addEvent(step, divergence.kind === 'stuck' ? 'stuck' : 'diverged');
    // A lesson has a rate of its own, and is undone as a whole.
    const offered = purpose === 'lesson' ? {} : { divergence };
    view.publish({ message: { kind: 'error', text: divergence.text, ...offered } });
  }

  return {
    get over() {
      return over;
    },

    train(until) {
      if (until) begin('opening', (from) => from.train(until));
      else beginOwn();
    },

    step: () => begin('step', (from) => from.train({ steps: 1 })),
    teach: (run) => begin('lesson', run),

    async endChanged() {
      if (purpose === 'step' || purpose === 'lesson') return;
      purpose = 'own';
      await trainer()?.tune({ until: usersEnd() });
    },

    async rewind(from, step, rate) {
      // Pressed twice it is done once.
      if (!view.current().message?.divergence) return;
      const { spec: before, step: last } = view.current();
      const back = await from.rewind(step);
      await over;
      view.showRewound(back.step, back.epoch);
      if (rate !== null) {
        await from.tune({ rate });
        view.publish({ spec: withTuning(view.current().spec, { rate }) });
      }
      const change = describeTuning(before, view.current().spec);
      const text = `back from step ${formatCount(last)}`;
      view.addEvent(back.step, change === null ? text : `${text}, ${change}`, true);
      view.publish({ message: null });
      refreshProbes();
      if (rate === null) measure().catch(() => undefined);
      else beginOwn();
    },
  };
}
