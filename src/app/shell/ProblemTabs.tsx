import { type KeyboardEvent, useRef } from 'react';
import { useSession, useSessionState } from '../sessionContext';
import styles from './ProblemTabs.module.css';
import { problems } from './problems';

export function ProblemTabs() {
  const session = useSession();
  const selected = useSessionState((state) => state.problem);
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = problems.findIndex(({ problem }) => problem === selected);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: problems.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { problem } = problems[(to + problems.length) % problems.length];
    session.select(problem);
    list.current?.querySelector<HTMLElement>(`#tab-${problem}`)?.focus();
  };

  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label="Problem" onKeyDown={onKeyDown}>
      {problems.map(({ problem, name }, index) => (
        <button
          key={problem}
          type="button"
          role="tab"
          id={`tab-${problem}`}
          aria-selected={problem === selected}
          aria-controls="stage"
          aria-keyshortcuts={String(index + 1)}
          tabIndex={problem === selected ? 0 : -1}
          className={styles.tab}
          onClick={() => session.select(problem)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
