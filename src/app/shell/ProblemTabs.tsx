import { useSession, useSessionState } from '../sessionContext';
import { problems } from './problems';
import { Tabs } from './Tabs';

const tabs = problems.map(({ problem, name }, index) => ({ id: problem, name, shortcut: String(index + 1) }));

export function ProblemTabs() {
  const session = useSession();
  const selected = useSessionState((state) => state.problem);
  return <Tabs label="Problem" tabs={tabs} selected={selected} onSelect={session.select} controls="stage" />;
}
