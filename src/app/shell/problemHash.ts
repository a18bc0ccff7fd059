import { useEffect } from 'react';
import { useSession, useSessionState } from '../sessionContext';
import type { Problem } from '../state';
import { problems } from './problems';

/** The problem that a `#hash` names; null when it names none. */
export function problemOfHash(hash: string): Problem | null {
  return problems.find(({ problem }) => hash === `#${problem}`)?.problem ?? null;
}

/**
 * The address follows the problem, and the problem follows the address (links, Back, typing). Another problem is
 * another page of the history; an address that names none is mended in its place.
 */
export function useProblemHash(): void {
  const session = useSession();
  const problem = useSessionState((state) => state.problem);

  useEffect(() => {
    const follow = (): void => {
      const shown = session.getState().problem;
      const wanted = problemOfHash(window.location.hash);
      if (wanted === null) window.history.replaceState(null, '', `#${shown}`);
      else if (wanted !== shown) session.select(wanted);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [session]);

  useEffect(() => {
    const isNewest = session.getState().problem === problem;
    if (isNewest && problemOfHash(window.location.hash) !== problem) window.location.hash = problem;
  }, [session, problem]);
}
