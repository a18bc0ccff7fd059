/** Teaching the network on the stage a user's own digits: measured, trained, measured again, and undone if wanted. */
import { usualOptimizer } from '../training/recipes';
import type { Lesson, TrainEnd, Trainer } from '../training/trainer';
import { rank } from './digits/ranking';
import { formatCount } from './format';
import type { RunView } from './runView';
import type { Marks, Shown } from './state';

export type LessonPlan = Omit<Lesson, 'rate'> & {
  /** At the most: it can be stopped. */
  readonly steps: number;
};

export type Lessons = {
  /** Measures the network as it is, and keeps it to come back to. */
  prepare(trainer: Trainer, plan: LessonPlan): Promise<void>;
  /** Trains; resolves when the network is measured again. */
  teach(trainer: Trainer, plan: LessonPlan): Promise<TrainEnd>;
  /** The network as it was before the lesson that is shown, to be opened again. Throws an Error when none is. */
  before(): Before;
};

/** A checkpoint, and what is shown of it. */
type Before = { readonly bytes: Uint8Array; readonly shown: Shown };

export function createLessons(view: RunView): Lessons {
  let kept: Before | null = null;

  async function marks(trainer: Trainer, { images, labels }: LessonPlan): Promise<Marks> {
    const { outputs } = await trainer.predict(Float32Array.from(images, (level) => level / 255));
    const right = labels.filter((label, n) => rank(outputs.subarray(10 * n, 10 * n + 10))?.digit === label);
    return { right: right.length, test: await trainer.evaluate() };
  }

  return {
    async prepare(trainer, plan) {
      const { origin, card, step, epoch } = view.current();
      const { labels, share, steps } = plan;
      const lesson = { digits: labels.length, share, steps, before: null, after: null };
      view.publish({ lesson });
      try {
        const before = await marks(trainer, plan);
        const { bytes } = await trainer.exportCheckpoint('', 'safetensors');
        kept = { bytes, shown: { origin, card, step, epoch, message: null } };
        view.publish({ lesson: { ...lesson, before } });
      } catch (thrown) {
        view.publish({ lesson: null });
        throw thrown;
      }
    },

    async teach(trainer, plan) {
      const { spec, step } = view.current();
      // Half of what the network is usually learned with: it is to add to what it knows.
      const rate = usualOptimizer(spec.data, spec.optimizer.type).rate / 2;
      const { steps: most, ...mixed } = plan;
      const end = await trainer.teach({ ...mixed, rate }, { steps: most });
      const after = await marks(trainer, plan);
      const steps = end.step - step;
      const { lesson } = view.current();
      view.takeTest(after.test);
      view.publish({ lesson: lesson && { ...lesson, steps, after } });
      view.addEvent(
        end.step,
        `taught ${formatCount(plan.labels.length)} of your digits, ${formatCount(steps)} steps`,
      );
      return end;
    },

    before() {
      if (!kept || !view.current().lesson) throw new Error('There is no lesson to undo.');
      return kept;
    },
  };
}
