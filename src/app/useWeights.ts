import { useEffect, useState } from 'react';
import type { NamedTensor } from '../training/trainer';
import { useSession } from './sessionContext';

/**
 * The parameters, asked for again when they have changed: one question in flight, and `pause`
 * milliseconds between two. Null until the first answer.
 */
export function useWeights(pause: number): readonly NamedTensor[] | null {
  const session = useSession();
  const [weights, setWeights] = useState<readonly NamedTensor[] | null>(null);

  useEffect(() => {
    let isClosed = false;
    let isAsking = false;
    let isStale = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = session.getState().run;

    const ask = async (): Promise<void> => {
      isStale = false;
      if (session.getState().run.info === null) return;
      isAsking = true;
      // No network, or one that is being replaced: what is shown stays until the next change.
      const answer = await session.weights().catch(() => null);
      isAsking = false;
      if (isClosed) return;
      if (answer) setWeights(answer);
      isAsking = true;
      timer = setTimeout(() => {
        isAsking = false;
        if (isStale) void ask();
      }, pause);
    };
    const request = (): void => {
      isStale = true;
      if (!isAsking) void ask();
    };

    request();
    const stop = session.subscribe(() => {
      const { run } = session.getState();
      const changed = run.step !== seen.step || run.info !== seen.info || run.origin !== seen.origin;
      seen = run;
      if (changed) request();
    });
    return () => {
      isClosed = true;
      clearTimeout(timer);
      stop();
    };
  }, [session, pause]);

  return weights;
}
