import { useId, useMemo } from 'react';
import { NumberField } from '../controls/NumberField';
import { usePad } from '../digits/padContext';
import { useFeed } from '../feed';
import { formatCount } from '../format';
import { useInspector } from '../inspect/inspector';
import { StageNote } from '../inspect/StageNote';
import { useSessionState } from '../sessionContext';
import { TestDigitCard } from '../testDigits/TestDigitCard';
import { useTestDigits } from '../testDigits/useTestDigits';
import styles from './ActivationsPanel.module.css';
import { LayerView } from './LayerView';
import { layersOf } from './layersOf';
import { useSubject } from './useSubject';

/** What comes out of each layer for the drawing, or for any test digit. */
export function ActivationsPanel() {
  const { answers: pad } = usePad();
  const { row, look, isTestDigit, showTestDigit } = useInspector();
  const network = useSessionState(({ run }) => run.spec.network);
  const rowsOfAll = useSessionState(({ run }) => run.info?.testRows ?? 10_000);
  const rule = { name: 'The test digit', min: 0, max: rowsOfAll - 1, integer: true };
  const layers = useMemo(() => layersOf(network), [network]);
  const shown = isTestDigit ? (row ?? 0) : null;
  const rows = useMemo(() => (shown === null ? [] : [shown]), [shown]);
  const digit = useTestDigits(rows).get(shown ?? -1) ?? null;
  const answers = useSubject(digit?.image ?? null, pad);
  const isEmpty = useFeed(pad).image === null;
  const id = useId();

  const goTo = (next: number): void => {
    look((next + rowsOfAll) % rowsOfAll);
    showTestDigit(true);
  };
  return (
    <div className={styles.panel}>
      <div className={styles.subject}>
        <fieldset className={styles.choice}>
          <legend className="unseen">Whose activations are shown</legend>
          <button type="button" aria-pressed={!isTestDigit} onClick={() => showTestDigit(false)}>
            The drawing
          </button>
          <button type="button" aria-pressed={isTestDigit} onClick={() => goTo(row ?? 0)}>
            A test digit
          </button>
        </fieldset>
        {shown !== null && (
          <div className={styles.number}>
            <button type="button" className="button" onClick={() => goTo(shown - 1)}>
              Before
            </button>
            <label className="unseen" htmlFor={id}>
              Number of the test digit, 0 to {formatCount(rule.max)}
            </label>
            <NumberField id={id} rule={rule} value={shown} onChange={goTo} width="4.5rem" />
            <button type="button" className="button" onClick={() => goTo(shown + 1)}>
              Next
            </button>
          </div>
        )}
        {shown === null ? (
          <p className={styles.muted}>
            {isEmpty
              ? 'Draw a digit on the pad: here will stand what comes out of each layer for it.'
              : 'Of the digit on the pad, as it is drawn.'}
          </p>
        ) : (
          <TestDigitCard row={shown} empty="" offersActivations={false} />
        )}
        <p className={styles.muted}>
          Blue is above zero, orange below; in each layer the strongest is full colour.
        </p>
        <StageNote />
      </div>
      <div className={styles.layers}>
        {layers.map((layer) => (
          <LayerView key={`${layer.name} ${layer.detail}`} answers={answers} layer={layer} />
        ))}
      </div>
    </div>
  );
}
