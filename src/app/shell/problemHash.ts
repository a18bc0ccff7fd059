import { useEffect } from 'react';
import { useSession, useSessionState } from '../sessionContext';
import type { Problem } from '../state';
import { problems } from './problems';

/** The problem that a `#hash` names; null when it names none. */
export function problemOfHash(hash: string): Problem | null {
  return problems.find(({ problem }) => hash === `#${problem}`)?.problem ?? null;
}

/** The address follows the problem, and the problem follows the address (links, back, typing). */
export function useProblemHash(): void {
  const session = useSession();
  const problem = useSessionState((state) => state.problem);

  useEffect(() => {
    const follow = (): void => {
      const wanted = problemOfHash(window.location.hash);
      if (wanted && wanted !== session.getState().problem) session.select(wanted);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [session]);

  useEffect(() => {
    const shown = problemOfHash(window.location.hash);
    // An address without a problem stays as it is until another problem than the first is chosen.
    if (shown === problem || (shown === null && problem === problems[0].problem)) return;
    if (session.getState().problem === problem) window.history.replaceState(null, '', `#${problem}`);
  }, [session, problem]);
}
