import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { Announcer } from './announcer';

const AnnounceContext = createContext<Announcer | null>(null);

/** Holds the page's one live region. The text is set past React, so that the same text is read twice. */
export function AnnounceProvider({ children }: { children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const announcer = useMemo(
    () =>
      new Announcer((text) => {
        const element = region.current;
        if (!element) return;
        const line = document.createElement('p');
        line.textContent = text;
        element.replaceChildren(line);
      }),
    [],
  );
  useEffect(() => () => announcer.close(), [announcer]);

  return (
    <AnnounceContext value={announcer}>
      {children}
      <div ref={region} className="unseen" role="status" aria-live="polite" data-testid="announcements" />
    </AnnounceContext>
  );
}

export function useAnnouncer(): Announcer {
  const announcer = useContext(AnnounceContext);
  if (announcer === null) throw new Error('useAnnouncer is called outside of AnnounceProvider.');
  return announcer;
}
