import { useSession } from '../sessionContext';
import type { Message } from '../state';
import { CloseIcon } from './icons';
import styles from './MessageLine.module.css';

const gone = 'The thread that trains the network has stopped. Press Reset to start again with fresh weights.';

export function MessageLine({ message, failed }: { message: Message | null; failed: boolean }) {
  const session = useSession();
  const error = failed || message?.kind === 'error';
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
    </div>
  );
}
