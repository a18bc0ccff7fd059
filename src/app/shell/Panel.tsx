import type { ReactNode } from 'react';
import { ErrorBoundary } from './ErrorBoundary';
import styles from './Panel.module.css';

/** A part of the page that may fail alone: the rest goes on, and so does training. */
export function Panel({ name, children }: { name: string; children: ReactNode }) {
  return (
    <ErrorBoundary
      fallback={(error, retry) => (
        <div className={styles.error} role="alert">
          <p>
            <strong>{name} can’t be shown.</strong> {error.message} Everything else goes on.
          </p>
          <button type="button" className="button" onClick={retry}>
            Retry
          </button>
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
