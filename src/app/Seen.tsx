import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { restable } from './restable';
import { SessionProvider, useSession } from './sessionContext';

/** Of the window's height, on either side: what will be seen soon is answered already. */
const margin = '25%';

/** A part of the page that asks the network nothing while it is scrolled out of the window: then it costs no training. */
export function Seen({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const part = useRef<HTMLDivElement>(null);
  const { session: own, rest } = useMemo(() => restable(session), [session]);

  useEffect(() => {
    if (!part.current) return;
    const observer = new IntersectionObserver((entries) => rest(!entries.at(-1)?.isIntersecting), {
      rootMargin: `${margin} 0px`,
    });
    observer.observe(part.current);
    return () => observer.disconnect();
  }, [rest]);

  return (
    <div ref={part}>
      <SessionProvider session={own}>{children}</SessionProvider>
    </div>
  );
}
