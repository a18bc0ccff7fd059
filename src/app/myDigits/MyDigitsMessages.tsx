import { formatCount } from '../format';
import styles from './MyDigitsPanel.module.css';
import type { MyDigits, MyDigitsState } from './myDigits';

type Props = {
  readonly myDigits: MyDigits;
  readonly state: MyDigitsState;
  /** The button goes with what it undoes; the focus has to go elsewhere. */
  readonly undone: () => void;
};

/** What was done, what was refused, and what is not kept. It has its place also while it says nothing. */
export function MyDigitsMessages({ myDigits, state, undone }: Props) {
  const { message, trouble, unreadable } = state;
  const undo = message?.undo;
  const isQuiet = message === null && trouble === null && unreadable.length === 0;
  return (
    <div className={styles.messages}>
      {isQuiet && state.digits.length > 0 && (
        <p className={styles.quiet}>as the network on the stage reads them now</p>
      )}
      {trouble !== null && <p className={styles.trouble}>{trouble}</p>}
      {unreadable.length > 0 && (
        <p className={styles.trouble}>
          {formatCount(unreadable.length)} of what is kept on this device can’t be read here, and is left as
          it is.{' '}
          <button type="button" className={styles.act} onClick={myDigits.forgetUnreadable}>
            Delete it
          </button>
        </p>
      )}
      {message && (
        <p className={message.kind === 'error' ? styles.trouble : ''} data-testid="my-message">
          {message.text}{' '}
          {undo && (
            <button
              type="button"
              className={styles.act}
              onClick={() => {
                undone();
                myDigits.change(undo);
                myDigits.say(null);
              }}
            >
              Undo
            </button>
          )}
        </p>
      )}
    </div>
  );
}
