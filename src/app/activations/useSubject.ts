import { useEffect, useRef, useState } from 'react';
import type { AnsweredDigit } from '../digits/LayerPicture';
import type { DigitAnswers } from '../digits/useDigitAnswers';
import { Feed } from '../feed';
import type { Probe } from '../probe';
import { useSession } from '../sessionContext';

/** Twenty a second look like all the time. */
const pause = 50;

/**
 * What all layers of the network on the stage say to a digit, while it is drawn and while the network learns. Null: to the
 * one on the pad, which another network may answer.
 */
export function useSubject(digit: Float32Array | null, pad: DigitAnswers): Feed<AnsweredDigit> {
  const session = useSession();
  const [answers] = useState(() => new Feed<AnsweredDigit>({ image: null, prediction: null }));
  const probe = useRef<Probe>(null);

  useEffect(() => {
    const opened = session.follow<Float32Array, NonNullable<AnsweredDigit['prediction']>>({
      whom: 'stage',
      ask: (trainer, input) => trainer.predict(input, { layers: true }),
      listener: (prediction, image) => answers.set({ image, prediction }),
      pause,
    });
    probe.current = opened;
    return () => opened.close();
  }, [session, answers]);

  useEffect(() => {
    if (digit) {
      probe.current?.ask(digit);
      return;
    }
    let asked: Float32Array | null | undefined;
    const ask = (): void => {
      const { image } = pad.get();
      if (image === asked) return;
      asked = image;
      probe.current?.ask(image);
    };
    ask();
    return pad.subscribe(ask);
  }, [digit, pad]);

  return answers;
}
