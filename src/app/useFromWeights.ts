import { useEffect, useState } from 'react';
import { useSession } from './sessionContext';

/**
 * What `ask` finds out from the weights, found out again when they have changed, and when `ask` has: one question in
 * flight, and `pause` milliseconds between two. Null until the first answer.
 */
export function useFromWeights<Answer>(ask: () => Promise<Answer>, pause: number): Answer | null {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    let isClosed = false;
    let isAsking = false;
    let isStale = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = session.getState().run;

    const find = async (): Promise<void> => {
      isStale = false;
      if (session.getState().run.info === null) return;
      isAsking = true;
      // No network, or one that is being replaced: what is shown stays until the next change.
      const found = await ask().catch(() => null);
      if (isClosed) return;
      if (found !== null) setAnswer(() => found);
      timer = setTimeout(() => {
        isAsking = false;
        if (isStale) void find();
      }, pause);
    };
    const request = (): void => {
      isStale = true;
      if (!isAsking) void find();
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
  }, [session, ask, pause]);

  return answer;
}
