import { useId, useRef, useState } from 'react';
import { useSessionState } from '../sessionContext';
import { ChartCard } from './ChartCard';
import type { CurveStyle } from './CurveChart';
import { CurveOptions } from './CurveOptions';
import styles from './CurvesPanel.module.css';
import { CurveTable } from './CurveTable';
import type { CurveKind } from './curveKind';
import { EventsList } from './EventsList';
import { FollowerCard } from './FollowerCard';

const firstShown: readonly CurveKind[] = ['loss', 'accuracy'];

export function CurvesPanel() {
  const problem = useSessionState((state) => state.problem);
  const [shown, setShown] = useState(firstShown);
  const [look, setLook] = useState<CurveStyle>({ isLog: false, smoothing: 0 });
  const [isOpen, setOpen] = useState(false);
  const charts = useRef<HTMLDivElement>(null);
  const options = useId();
  return (
    <>
      <div className={styles.title}>
        <h2 className="heading">Curves</h2>
        <button
          type="button"
          className={`button quiet ${styles.more}`}
          aria-expanded={isOpen}
          aria-controls={options}
          onClick={() => setOpen(!isOpen)}
        >
          More curves
        </button>
      </div>
      <div id={options} hidden={!isOpen}>
        {isOpen && (
          <CurveOptions
            shown={shown}
            onShow={setShown}
            look={look}
            onLook={setLook}
            charts={() => charts.current}
          />
        )}
      </div>
      <div key={problem} ref={charts} className={styles.charts}>
        {shown.map((kind, i) => (
          <ChartCard key={kind} kind={kind} look={look} index={i} of={Math.max(2, shown.length)} />
        ))}
        {problem === 'digits' && <FollowerCard />}
      </div>
      <CurveTable />
      <EventsList />
    </>
  );
}
