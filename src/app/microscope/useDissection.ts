import type { Dissection, DissectionQuestion } from '../../training/trainer';
import type { FollowOptions } from '../probe';
import { useFollowed } from '../useFollowed';

/** What came of a question: the numbers, or why there are none. */
export type DissectionAnswer = { readonly dissection: Dissection } | { readonly problem: string };

type Following = Omit<FollowOptions<DissectionQuestion, DissectionAnswer>, 'listener'>;

const following: Following = {
  whom: 'stage',
  ask: (trainer, question) =>
    trainer.dissect(question).then(
      (dissection) => ({ dissection }),
      (thrown: unknown) => ({ problem: thrown instanceof Error ? thrown.message : String(thrown) }),
    ),
  // Four a second are as many numbers as can be read.
  pause: 250,
};

/** It takes as long as a step: of a large network a twentieth of a second. */
const followingBatches: Following = { ...following, pause: 600 };

/** The newest numbers of the network on the stage; null until the first answer, and while there is nothing to ask. */
export function useDissection(question: DissectionQuestion | null): DissectionAnswer | null {
  return useFollowed(question, question?.of.type === 'batch' ? followingBatches : following);
}
