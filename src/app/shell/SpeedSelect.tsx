import { formatCount } from '../format';
import { useSession, useSessionState } from '../sessionContext';
import styles from './SpeedSelect.module.css';

const paces: readonly number[] = [10, 30, 100, 300];
const full = 'full';

/** Steps a second to keep to, so that learning can be watched. */
export function SpeedSelect() {
  const session = useSession();
  const pace = useSessionState((state) => state.run.stepsPerSecond);
  const offered = pace === null || paces.includes(pace) ? paces : [...paces, pace].sort((a, b) => a - b);

  return (
    <select
      className={`select ${styles.speed}`}
      aria-label="Speed"
      value={pace ?? full}
      onChange={({ target: { value } }) =>
        session.tune({ stepsPerSecond: value === full ? null : Number(value) })
      }
    >
      {offered.map((steps) => (
        <option key={steps} value={steps}>
          {formatCount(steps)} steps/s
        </option>
      ))}
      <option value={full}>Full speed</option>
    </select>
  );
}
