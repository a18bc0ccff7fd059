import { useSession, useSessionState } from '../sessionContext';
import type { Message } from '../state';
import { CloseIcon } from './icons';
import styles from './MessageLine.module.css';
import { NormPicture } from './NormPicture';
import { RewindButton } from './RewindButton';

const gone = 'The thread that trains the network has stopped. Press Reset to start again with fresh weights.';

export function MessageLine({ message, failed }: { message: Message | null; failed: boolean }) {
  const session = useSession();
  const layers = useSessionState((state) => state.run.info?.layers);
  const error = failed || message?.kind === 'error';
  const divergence = message?.divergence;
  const layer = divergence && divergence.layer !== null ? layers?.[divergence.layer] : undefined;
  return (
    <div className={`${styles.message} ${error ? styles.error : ''}`} data-testid="message">
      <p>{message?.text ?? gone}</p>
      {!failed && (
        <button
          type="button"
          className="button quiet"
          aria-label="Dismiss"
          onClick={() => {
            session.dismissMessage();
            // The button goes; the focus goes to what the message was about.
            document.getElementById('stage')?.focus();
          }}
        >
          <CloseIcon />
        </button>
      )}
      {divergence && (
        <div className={styles.wayOut}>
          {layer && <NormPicture norm={divergence.norm} title={layer.title} />}
          <RewindButton divergence={divergence} />
        </div>
      )}
    </div>
  );
}
