import { formatCount } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './CurvesPanel.module.css';

export function EventsList() {
  const events = useSessionState((state) => state.run.events);
  return (
    <section className={styles.events}>
      <h2 className="heading">Events</h2>
      {events.length === 0 ? (
        <p>What happens while it learns is noted here.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <ol tabIndex={0} aria-label="Events, newest first">
          {events.map(({ id, step, text }) => (
            <li key={id}>
              <b>step {formatCount(step)}</b>
              {text}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
