import type { ReactNode } from 'react';
import type { Session } from '../session';
import { ErrorBoundary } from './ErrorBoundary';
import styles from './Panel.module.css';

/** The last net: the page is gone, the weights are not. */
export function RootBoundary({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <ErrorBoundary
      fallback={(error, retry) => (
        <main className={styles.rootError} role="alert">
          <h1>The page failed</h1>
          <p>
            Something on the page broke ({error.message}). The network lives in a thread of its own: what it
            has learned is still there.
          </p>
          <div className={styles.actions}>
            <button type="button" className="button primary" onClick={retry}>
              Show the page again
            </button>
            <button
              type="button"
              className="button"
              onClick={() => session.downloadWeights().catch(console.error)}
            >
              Download weights
            </button>
            <button type="button" className="button" onClick={() => window.location.reload()}>
              Reload
            </button>
          </div>
        </main>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
