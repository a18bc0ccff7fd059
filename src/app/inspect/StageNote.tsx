import { useSessionState } from '../sessionContext';
import styles from './Inspect.module.css';

/** Where another network answers what is drawn: which of the two is looked into. */
export function StageNote() {
  const name = useSessionState(({ run }) => run.standIn?.name ?? null);
  if (name === null) return null;
  return <p className={styles.note}>Shown is your own network; the {name} one answers the pad.</p>;
}
