import { useSession, useSessionState } from '../sessionContext';
import { PauseIcon, PlayIcon } from './icons';
import styles from './RunBar.module.css';
import { takesReset, takesTraining } from './readiness';
import { SpeedSelect } from './SpeedSelect';

export function RunBar() {
  const session = useSession();
  const status = useSessionState((state) => state.run.status);
  const running = status === 'training' || status === 'loading';
  const canTrain = useSessionState(({ run }) => takesTraining(run));
  const canReset = useSessionState(({ run }) => takesReset(run));

  return (
    <fieldset className={styles.bar} aria-label="Run">
      <button
        type="button"
        className={`button primary ${styles.run}`}
        disabled={!canTrain}
        aria-keyshortcuts="Space"
        onClick={() => (running ? session.pause() : session.train())}
      >
        {running ? <PauseIcon /> : <PlayIcon />}
        {running ? 'Pause' : 'Train'}
      </button>
      <button
        type="button"
        className="button"
        disabled={!canTrain}
        aria-keyshortcuts="s"
        onClick={() => session.step()}
      >
        Step
      </button>
      <button
        type="button"
        className="button"
        disabled={!canReset}
        aria-keyshortcuts="r"
        onClick={() => session.reset()}
      >
        Reset
      </button>
      <SpeedSelect />
    </fieldset>
  );
}
