import { useState } from 'react';
import type { CurvePoint } from '../../training/curve';
import { formatCount, formatLoss, formatPercent } from '../format';
import { useSessionState } from '../sessionContext';
import styles from './CurvesPanel.module.css';

const shownRows = 12;

/** A few points from the first to the last, as far apart as they can be; where there were tests, those. */
export function sampleRows(curve: readonly CurvePoint[], count: number): readonly CurvePoint[] {
  const tested = curve.filter(({ testLoss }) => testLoss !== null);
  const from = tested.length >= 2 ? tested : curve;
  if (from.length <= count) return from;
  return Array.from({ length: count }, (_, i) => from[Math.round((i * (from.length - 1)) / (count - 1))]);
}

/** The curves in numbers, for those who read rather than look. */
export function CurveTable() {
  const [open, setOpen] = useState(false);
  const curve = useSessionState((state) => state.run.curve);
  return (
    <details className={styles.table} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>The curves as a table</summary>
      {open && curve.length === 0 && <p>No points yet. Press Train.</p>}
      {open && curve.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={styles.scroll} tabIndex={0} aria-label="The curves as a table">
          <table>
            <thead>
              <tr>
                <th scope="col">step</th>
                <th scope="col">train loss</th>
                <th scope="col">test loss</th>
                <th scope="col">train acc.</th>
                <th scope="col">test acc.</th>
              </tr>
            </thead>
            <tbody>
              {sampleRows(curve, shownRows).map((point) => (
                <tr key={point.step}>
                  <th scope="row">{formatCount(point.step)}</th>
                  <td>{formatLoss(point.trainLoss)}</td>
                  <td>{formatLoss(point.testLoss)}</td>
                  <td>{formatPercent(point.trainAccuracy, 1)}</td>
                  <td>{formatPercent(point.testAccuracy, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
