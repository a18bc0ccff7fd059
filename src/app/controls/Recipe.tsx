import { useCallback } from 'react';
import type { RunSpec } from '../../training/trainer';
import { useSession, useSessionState } from '../sessionContext';
import { DataGroup } from './DataGroup';
import { FlightGroup } from './FlightGroup';
import { MethodGroup } from './MethodGroup';
import { NetworkGroup } from './NetworkGroup';
import styles from './Recipe.module.css';

/** What a run is made of. All but the last group builds the network again. */
export function Recipe() {
  const session = useSession();
  const spec = useSessionState((state) => state.run.spec);
  const rebuild = useCallback((next: RunSpec) => session.rebuild(next), [session]);
  return (
    <div className={styles.recipe}>
      <FlightGroup spec={spec} tune={(tuning) => session.tune(tuning)} />
      <DataGroup spec={spec} rebuild={rebuild} />
      <NetworkGroup spec={spec} rebuild={rebuild} />
      <MethodGroup spec={spec} rebuild={rebuild} />
    </div>
  );
}
