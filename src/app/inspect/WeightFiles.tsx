import { useState } from 'react';
import { useSession, useSessionState } from '../sessionContext';
import styles from './Inspect.module.css';

export function WeightFiles() {
  const session = useSession();
  const ready = useSessionState((state) => state.run.info !== null);
  const [busy, setBusy] = useState(false);

  const during = async (work: Promise<void>): Promise<void> => {
    setBusy(true);
    // The session says in its message what went wrong.
    await work.catch(console.error);
    setBusy(false);
  };

  return (
    <div className={styles.buttons}>
      <button
        type="button"
        className="button"
        disabled={!ready}
        aria-disabled={busy}
        onClick={() => {
          if (!busy) void during(session.downloadWeights());
        }}
      >
        Download weights
      </button>
      <label className={`button ${styles.upload}`}>
        Upload weights
        <input
          type="file"
          accept=".npz"
          onChange={({ target }) => {
            const file = target.files?.[0];
            // The same file can be chosen again.
            if (file) void during(session.uploadWeights(file));
            target.value = '';
          }}
        />
      </label>
    </div>
  );
}
