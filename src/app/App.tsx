import { AnnounceProvider } from './announceContext';
import type { Session } from './session';
import { SessionProvider } from './sessionContext';
import { RootBoundary } from './shell/RootBoundary';
import { Shell } from './shell/Shell';

export function App({ session }: { session: Session }) {
  return (
    <RootBoundary session={session}>
      <SessionProvider session={session}>
        <AnnounceProvider>
          <Shell />
        </AnnounceProvider>
      </SessionProvider>
    </RootBoundary>
  );
}
