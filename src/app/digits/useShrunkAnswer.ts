import { useEffect, useState } from 'react';
import { digitImage } from '../../datasets/digitImage';
import { Feed } from '../feed';
import { useSession } from '../sessionContext';
import type { Drawing } from './drawing';
import { shrunkAlone } from './imageMaking';
import { type Ranking, rank } from './ranking';
import type { DigitAnswers } from './useDigitAnswers';

export type ShrunkAnswer = {
  /** `[784]`: the pad shrunk to 28 × 28 and nothing else; null: nothing is drawn. */
  readonly image: Float32Array | null;
  readonly ranking: Ranking | null;
};

const nothing: ShrunkAnswer = { image: null, ranking: null };

/** What the network would say to the pad as it is. It is asked when the drawing has had its answer, so that this never waits. */
export function useShrunkAnswer(drawing: Drawing, answers: DigitAnswers): Feed<ShrunkAnswer> {
  const session = useSession();
  const [shrunk] = useState(() => new Feed<ShrunkAnswer>(nothing));

  useEffect(() => {
    const probe = session.probe((prediction) => {
      const { image } = shrunk.get();
      if (image && prediction) shrunk.set({ image, ranking: rank(prediction.outputs) });
    });
    let question: Float32Array | null = null;
    let answered: Float32Array | null = null;
    const follow = (): void => {
      const now = answers.get();
      if (now.question !== question) {
        question = now.question;
        const image = drawing.image?.pixels ?? digitImage(drawing.strokes, shrunkAlone);
        shrunk.set(question ? { ...shrunk.get(), image } : nothing);
        if (!question) probe.ask(null);
      }
      if (now.answered === answered) return;
      answered = now.answered;
      if (answered) probe.ask(shrunk.get().image);
    };
    follow();
    const stop = answers.subscribe(follow);
    return () => {
      stop();
      probe.close();
    };
  }, [session, drawing, answers, shrunk]);

  return shrunk;
}
