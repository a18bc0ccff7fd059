import { accuracyName } from '../accuracyName';
import { formatLoss, formatPercent } from '../format';
import { useSessionState } from '../sessionContext';
import { ChartCard } from './ChartCard';
import styles from './CurvesPanel.module.css';
import { CurveTable } from './CurveTable';
import { EventsList } from './EventsList';
import { FollowerCard } from './FollowerCard';

export function CurvesPanel() {
  const trainLoss = useSessionState((state) => state.run.trainLoss);
  const trainAccuracy = useSessionState((state) => state.run.trainAccuracy);
  const test = useSessionState((state) => state.run.test);
  const problem = useSessionState((state) => state.problem);
  const data = useSessionState((state) => state.run.spec.data);
  return (
    <>
      <h2 className={`heading ${styles.title}`}>Curves</h2>
      <div key={problem} className={styles.charts}>
        <ChartCard
          kind="loss"
          title="Loss"
          train={formatLoss(trainLoss)}
          test={formatLoss(test?.loss ?? null)}
          empty="The loss will fall here. Press Train."
        />
        <ChartCard
          kind="accuracy"
          title={accuracyName(data)}
          train={formatPercent(trainAccuracy)}
          test={formatPercent(test?.accuracy ?? null)}
          empty="The share of right answers will rise here."
        />
        {problem === 'digits' && <FollowerCard />}
      </div>
      <CurveTable />
      <EventsList />
    </>
  );
}
