import { useEffect, useState } from 'react';
import type { Prediction } from '../../training/trainer';
import { Feed } from '../feed';
import { useSession } from '../sessionContext';
import { askedPoints, askedRows } from './grid';

/** What the network answers at every asked point, from one state of its weights. */
export type XorAnswers = Feed<Prediction | null>;

export function useXorAnswers(): XorAnswers {
  const session = useSession();
  const [answers] = useState<XorAnswers>(() => new Feed<Prediction | null>(null));
  useEffect(() => {
    const probe = session.probe(
      (prediction) => {
        // A file may hold a network with other outputs; its surface is not one of a gate.
        if (prediction?.outputs.length === askedRows) answers.set(prediction);
      },
      { layers: true },
    );
    probe.ask(askedPoints());
    return () => probe.close();
  }, [session, answers]);
  return answers;
}
