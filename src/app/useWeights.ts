import { useEffect, useState } from 'react';
import type { NamedTensor } from '../training/trainer';
import { useSession } from './sessionContext';

/** The parameters, asked for again when they have changed, `pause` milliseconds after the last ones. Null until the first answer. */
export function useWeights(pause: number): readonly NamedTensor[] | null {
  const session = useSession();
  const [weights, setWeights] = useState<readonly NamedTensor[] | null>(null);

  useEffect(() => {
    const probe = session.follow({
      whom: 'stage',
      ask: (trainer) => trainer.weights(),
      listener: setWeights,
      pause,
    });
    probe.ask('weights');
    return probe.close;
  }, [session, pause]);

  return weights;
}
