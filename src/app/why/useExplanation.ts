import { useEffect, useRef, useState } from 'react';
import type { Explanation, ExplanationQuestion } from '../../training/trainer';
import { rank } from '../digits/ranking';
import type { DigitAnswer, DigitAnswers } from '../digits/useDigitAnswers';
import { useSession } from '../sessionContext';

/** The class to explain, null: the one that the network answers with; and the one it is held against, null: all others. */
export type ClassChoice = { readonly classIndex: number | null; readonly rival: number | null };

/** An explanation and what it is of: the drawing may have changed since. */
export type ExplainedDigit = { readonly question: ExplanationQuestion; readonly explanation: Explanation };

/** Milliseconds between two of them: ten a second can be followed, and the network has other things to do. */
const pause = 100;

/** Why the network says what it says to the digit on the pad: while it is drawn, and while the network learns. */
export function useExplanation(answers: DigitAnswers, choice: ClassChoice): ExplainedDigit | null {
  const session = useSession();
  const [explained, setExplained] = useState<ExplainedDigit | null>(null);
  const newest = useRef(choice);
  newest.current = choice;
  const follow = useRef<() => void>(() => {});

  useEffect(() => {
    const probe = session.follow<ExplanationQuestion, Explanation>({
      whom: 'answering',
      ask: (trainer, question) => trainer.explain(question),
      listener: (explanation, question) =>
        setExplained(explanation && question ? { explanation, question } : null),
      pause,
    });
    let asked: ExplanationQuestion | null = null;
    follow.current = () => {
      const next = questionAbout(answers.get(), newest.current);
      if (isSame(next, asked)) return;
      asked = next;
      probe.ask(next);
    };
    follow.current();
    const stop = answers.subscribe(() => follow.current());
    return () => {
      stop();
      probe.close();
      follow.current = () => {};
    };
  }, [session, answers]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another question.
  useEffect(() => follow.current(), [choice]);

  return explained;
}

function questionAbout({ image, prediction }: DigitAnswer, choice: ClassChoice): ExplanationQuestion | null {
  const classIndex = choice.classIndex ?? rank(prediction?.outputs)?.digit;
  if (!image || classIndex === undefined) return null;
  // What the network answers with may become the rival.
  return { input: image, classIndex, rival: choice.rival === classIndex ? null : choice.rival };
}

function isSame(a: ExplanationQuestion | null, b: ExplanationQuestion | null): boolean {
  return a?.input === b?.input && a?.classIndex === b?.classIndex && a?.rival === b?.rival;
}
