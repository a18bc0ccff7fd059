import { useSessionState } from '../sessionContext';
import { MessageLine } from './MessageLine';

/** What happened, next to where it happened, until it is dismissed or overtaken. */
export function Notices() {
  const failed = useSessionState((state) => state.run.status === 'failed');
  const message = useSessionState((state) => state.run.message);
  return message === null && !failed ? null : <MessageLine message={message} failed={failed} />;
}
