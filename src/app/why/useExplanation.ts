import { useMemo } from 'react';
import type { Explanation, ExplanationQuestion } from '../../training/trainer';
import { rank } from '../digits/ranking';
import type { DigitAnswer } from '../digits/useDigitAnswers';
import type { FollowOptions } from '../probe';
import { useFollowed } from '../useFollowed';

/** The class to explain, null: the one that the network answers with; and the one it is held against, null: all others. */
export type ClassChoice = { readonly classIndex: number | null; readonly rival: number | null };

/** An explanation and what it is of: the drawing may have changed since. */
export type ExplainedDigit = { readonly question: ExplanationQuestion; readonly explanation: Explanation };

const explaining: Omit<FollowOptions<ExplanationQuestion, ExplainedDigit>, 'listener'> = {
  whom: 'answering',
  ask: async (trainer, question) => ({ question, explanation: await trainer.explain(question) }),
  // Ten a second can be followed, and the network has other things to do.
  pause: 100,
};

/** Why the network says what it says to the digit on the pad; null while nothing is drawn or said. */
export function useExplanation(
  { image, prediction }: DigitAnswer,
  choice: ClassChoice,
): ExplainedDigit | null {
  const classIndex = choice.classIndex ?? rank(prediction?.outputs)?.digit ?? null;
  // What the network answers with may become the rival.
  const rival = choice.rival === classIndex ? null : choice.rival;
  const question = useMemo(
    () => (image && classIndex !== null ? { input: image, classIndex, rival } : null),
    [image, classIndex, rival],
  );
  return useFollowed(question, explaining);
}
