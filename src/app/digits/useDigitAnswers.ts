import { useEffect, useRef, useState } from 'react';
import type { ImageMaking, Stroke } from '../../datasets/digitImage';
import type { Prediction } from '../../training/trainer';
import { Feed } from '../feed';
import { promptFrameOf } from '../frame';
import { useSession } from '../sessionContext';
import type { Drawing } from './drawing';
import { questionOf, type ReadDigit, readDigits, withAnswers } from './readDigits';

export type DigitAnswer = {
  /** From left to right; none while nothing is drawn. */
  readonly digits: readonly ReadDigit[];
  /** Which of them is looked into: the one that was drawn last, or the one that was chosen. */
  readonly selected: number;
  /** Of that one: `[784]`, ink 1, as the network gets it; null: nothing is drawn. */
  readonly image: Float32Array | null;
  /** Of that one, one row. */
  readonly prediction: Prediction | null;
  /** What is asked, `[digits, 784]`, and what was asked when the newest answer came. */
  readonly question: Float32Array | null;
  readonly answered: Float32Array | null;
  /** Until the answer to the drawing as it is now has come. */
  readonly isBehind: boolean;
  /** From asking to the answer. */
  readonly milliseconds: number;
};

export type DigitAnswers = Feed<DigitAnswer>;

const nothing: DigitAnswer = {
  digits: [],
  selected: -1,
  image: null,
  prediction: null,
  question: null,
  answered: null,
  isBehind: false,
  milliseconds: 0,
};

/** A digit that was chosen, by its first stroke; forgotten when another stroke is drawn. */
type Choice = { readonly stroke: Stroke; readonly strokes: number };

function selectedOf(digits: readonly ReadDigit[], drawing: Drawing, choice: Choice | null): number {
  if (drawing.image) return 0;
  const wanted = choice?.strokes === drawing.strokes.length ? choice.stroke : drawing.strokes.at(-1);
  return digits.findIndex(({ strokes }) => strokes.some((stroke) => stroke === wanted));
}

const withSelected = (answer: DigitAnswer, selected: number): DigitAnswer => ({
  ...answer,
  selected,
  image: answer.digits[selected]?.image ?? null,
  prediction: answer.digits[selected]?.prediction ?? null,
});

/** What the network says to the drawing: while it is drawn, and while the network learns. Asked only while `isOnStage`. */
export function useDigitAnswers(
  drawing: Drawing,
  making: ImageMaking,
  isOnStage: boolean,
): { readonly answers: DigitAnswers; readonly select: (index: number) => void } {
  const session = useSession();
  const [answers] = useState<DigitAnswers>(() => new Feed(nothing));
  const choice = useRef<Choice>(null);
  const newestMaking = useRef(making);
  newestMaking.current = making;
  const asking = useRef<() => void>(null);

  useEffect(() => {
    if (!isOnStage) return;
    const asked = new WeakMap<Float32Array, readonly ReadDigit[]>();
    /** The drawing has changed, and the next frame asks about it. */
    let isAskDue = false;
    const probe = session.probe(
      (prediction, inputs, milliseconds) => {
        const about = inputs && asked.get(inputs);
        const now = answers.get();
        // An answer that comes after the pad was cleared is an answer to nothing.
        if (!prediction || !about || now.digits.length === 0) return;
        const digits = withAnswers(now.digits, about, prediction);
        const isBehind = isAskDue || inputs !== now.question;
        answers.set(withSelected({ ...now, digits, answered: inputs, isBehind, milliseconds }, now.selected));
      },
      { layers: true },
    );
    const ask = (): void => {
      isAskDue = false;
      const before = answers.get();
      const digits = readDigits(drawing, newestMaking.current, before.digits);
      const question = questionOf(digits);
      if (question) asked.set(question, digits);
      probe.ask(question);
      const answer = question ? { ...before, digits, question, isBehind: true } : nothing;
      answers.set(withSelected(answer, selectedOf(digits, drawing, choice.current)));
    };
    const frame = promptFrameOf(ask);
    const request = (): void => {
      isAskDue = true;
      frame.request();
      if (isAskDue && !answers.get().isBehind) answers.set({ ...answers.get(), isBehind: true });
    };
    asking.current = request;
    const stop = drawing.subscribe(request);
    request();
    return () => {
      stop();
      frame.cancel();
      probe.close();
      asking.current = null;
    };
  }, [session, drawing, answers, isOnStage]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another making is another question.
  useEffect(() => asking.current?.(), [making]);

  const [select] = useState(() => (index: number): void => {
    const stroke = answers.get().digits[index]?.strokes[0];
    if (!stroke) return;
    choice.current = { stroke, strokes: drawing.strokes.length };
    answers.set(withSelected(answers.get(), index));
  });
  return { answers, select };
}
