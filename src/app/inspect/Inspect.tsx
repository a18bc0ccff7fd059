import styles from './Inspect.module.css';
import { WeightsPanel } from './WeightsPanel';

export function Inspect() {
  return (
    <>
      <h2 className={styles.title}>Weights</h2>
      <WeightsPanel />
    </>
  );
}
