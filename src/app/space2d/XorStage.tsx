import { useFeed } from '../feed';
import { DecisionSurface } from './DecisionSurface';
import { NetworkPicture } from './NetworkPicture';
import { TruthTable } from './TruthTable';
import { truthRows } from './truth';
import { useXorAnswers } from './useXorAnswers';
import styles from './XorStage.module.css';

export function XorStage() {
  const answers = useXorAnswers();
  const rows = truthRows(useFeed(answers));
  return (
    <div className={styles.stage}>
      <DecisionSurface answers={answers} rows={rows} />
      <NetworkPicture answers={answers} />
      <TruthTable rows={rows} />
    </div>
  );
}
