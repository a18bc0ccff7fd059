import { useSessionState } from '../sessionContext';
import { DataLoading } from './DataLoading';
import { MessageLine } from './MessageLine';
import styles from './Notices.module.css';

/** What happened and what is being waited for, next to where it matters. */
export function Notices() {
  const status = useSessionState((state) => state.run.status);
  const message = useSessionState((state) => state.run.message);
  const data = useSessionState((state) => state.run.data);
  const waits =
    data !== null && data.loadedRows < data.totalRows && (status === 'loading' || status === 'training');

  if (!waits && message === null && status !== 'failed') return null;
  return (
    <div className={styles.notices}>
      {(message !== null || status === 'failed') && (
        <MessageLine message={message} failed={status === 'failed'} />
      )}
      {waits && <DataLoading data={data} />}
    </div>
  );
}
