/** A network that answers in the place of the one on the stage: in a worker of its own, which does nothing else. */
import type { ImportedWeights, Trainer, TrainerListener } from '../training/trainer';
import type { Problem } from './state';

export type StandInWorker = {
  /** Null while there is none. */
  trainer(): Trainer | null;
  /**
   * Opens the network of a file in the place of the one before, which answers until then. Null if another was asked
   * for meanwhile, or none; rejects with what went wrong, and the one before stays.
   */
  open(file: Promise<Uint8Array>): Promise<ImportedWeights | null>;
  close(): void;
};

/** `lost` is told when the worker that answers is gone. */
export function createStandInWorker(
  createTrainer: (listener: TrainerListener) => Trainer,
  problem: Problem,
  lost: (error: Error) => void,
): StandInWorker {
  let current: Trainer | null = null;
  let asked = 0;

  return {
    trainer: () => current,

    async open(file) {
      const mine = ++asked;
      const next = createTrainer({
        failed(error) {
          if (next !== current) return;
          current = null;
          lost(error);
        },
      });
      try {
        const opened = await next.importWeights(await file, problem);
        if (mine === asked) {
          current?.close();
          current = next;
          return opened;
        }
      } catch (thrown) {
        if (mine === asked) {
          next.close();
          throw thrown;
        }
      }
      next.close();
      return null;
    },

    close() {
      asked += 1;
      current?.close();
      current = null;
    },
  };
}
