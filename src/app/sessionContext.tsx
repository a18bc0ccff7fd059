import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Session } from './session';
import type { SessionState } from './state';

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession is called outside of SessionProvider.');
  return session;
}

/** A part of the session's state. `select` must return the same reference for the same state. */
export function useSessionState<Part>(select: (state: SessionState) => Part): Part {
  const session = useSession();
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(subscribe, () => select(session.getState()));
}
