import { useId, useState } from 'react';
import { Explained } from '../controls/Explained';
import { Help } from '../controls/Help';
import { useSessionState } from '../sessionContext';
import type { CurveStyle } from './CurveChart';
import styles from './CurveOptions.module.css';
import { type CurveKind, curveInfo, curveKinds, curveTitle } from './curveKind';
import { saveCsv, savePicture } from './saveCurves';

type Props = {
  readonly shown: readonly CurveKind[];
  readonly onShow: (shown: readonly CurveKind[]) => void;
  readonly look: CurveStyle;
  readonly onLook: (look: CurveStyle) => void;
  /** Where the charts are, to be saved as they are seen. */
  readonly charts: () => HTMLElement | null;
};

/** Which curves are shown, how they are drawn, and how they are taken home. */
export function CurveOptions({ shown, onShow, look, onLook, charts }: Props) {
  const id = useId();
  const run = useSessionState((state) => state.run);
  const problem = useSessionState((state) => state.problem);
  const [failure, setFailure] = useState<string | null>(null);
  const isEmpty = run.curve.length === 0;
  const hasNoPicture = run.curve.length < 2 || shown.length === 0;
  const name = `scratchnet-${problem}-curves-step-${run.step}`;
  const save = (type: 'png' | 'svg') => {
    const element = charts();
    if (!element) return;
    savePicture(element, name, type).then(
      () => setFailure(null),
      () =>
        setFailure(
          `The browser could not make a ${type.toUpperCase()} of the curves. SVG and CSV need less of it.`,
        ),
    );
  };
  return (
    <section className={styles.options} aria-label="Options of the curves">
      <ul className={styles.kinds}>
        {curveKinds.map((kind) => {
          const { says, formula } = curveInfo[kind];
          const title = curveTitle(kind, run.spec.data);
          const isShown = shown.includes(kind);
          return (
            <li key={kind}>
              <label>
                <input
                  type="checkbox"
                  className="check"
                  checked={isShown}
                  onChange={() =>
                    onShow(curveKinds.filter((other) => (other === kind ? !isShown : shown.includes(other))))
                  }
                />
                {title}
              </label>
              <Help about={title.toLowerCase()} id={`${id}${kind}`}>
                <Explained name={title} by={{ says, formula }} />
              </Help>
            </li>
          );
        })}
        <li>
          <label>
            <input
              type="checkbox"
              className="check"
              checked={look.isLog}
              onChange={() => onLook({ ...look, isLog: !look.isLog })}
            />
            Log scale
          </label>
          <Help about="the log scale" id={`${id}log`}>
            <p>
              Equal ratios are equally high: what is small is seen as well as what is large. Not for shares.
            </p>
          </Help>
        </li>
      </ul>
      <div className={styles.line}>
        <label htmlFor={`${id}smoothing`}>Smoothing</label>
        <Help about="smoothing" id={`${id}smoothingHelp`}>
          <p>
            A running mean, in which earlier steps weigh less and less. What it is made of stays behind it,
            pale.
          </p>
          <p className="formula">s ← strength · s + (1 − strength) · value</p>
          <p>Now {look.smoothing === 0 ? 'off' : `${look.smoothing}, for each hundredth of the steps`}.</p>
        </Help>
        <input
          id={`${id}smoothing`}
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={look.smoothing}
          aria-describedby={`${id}smoothingHelp`}
          onChange={({ target }) => onLook({ ...look, smoothing: Number(target.value) })}
        />
        <output className={styles.strength}>
          {look.smoothing === 0 ? 'off' : look.smoothing.toFixed(2)}
        </output>
      </div>
      <div className={styles.line}>
        <span>Save as</span>
        <button type="button" className="button" disabled={hasNoPicture} onClick={() => save('png')}>
          PNG
        </button>
        <button type="button" className="button" disabled={hasNoPicture} onClick={() => save('svg')}>
          SVG
        </button>
        <button type="button" className="button" disabled={isEmpty} onClick={() => saveCsv(run, name)}>
          CSV
        </button>
      </div>
      {failure && <p role="alert">{failure}</p>}
    </section>
  );
}
