import { useEffect, useState } from 'react';
import { digitImage } from '../../datasets/digitImage';
import type { Prediction } from '../../training/trainer';
import { Feed } from '../feed';
import { frameOf } from '../frame';
import { useSession } from '../sessionContext';
import type { Drawing } from './drawing';

export type DigitAnswer = {
  /** `[784]`, ink 1, as the network gets it; null: nothing is drawn. */
  readonly image: Float32Array | null;
  readonly prediction: Prediction | null;
  /** From asking to the answer. */
  readonly milliseconds: number;
};

export type DigitAnswers = Feed<DigitAnswer>;

const nothing: DigitAnswer = { image: null, prediction: null, milliseconds: 0 };

/** What the network says to the drawing: while it is drawn, and while the network learns. */
export function useDigitAnswers(drawing: Drawing): DigitAnswers {
  const session = useSession();
  const [answers] = useState<DigitAnswers>(() => new Feed(nothing));

  useEffect(() => {
    const probe = session.probe(
      (prediction, _inputs, milliseconds) => {
        const { image } = answers.get();
        // An answer that comes after the pad was cleared is an answer to nothing.
        if (image && prediction) answers.set({ image, prediction, milliseconds });
      },
      { layers: true },
    );
    const ask = (): void => {
      const image = drawing.isEmpty ? null : digitImage(drawing.strokes);
      answers.set(image ? { ...answers.get(), image } : nothing);
      probe.ask(image);
    };
    const frame = frameOf(ask);
    const stop = drawing.subscribe(frame.request);
    ask();
    return () => {
      stop();
      frame.cancel();
      probe.close();
    };
  }, [session, drawing, answers]);

  return answers;
}
