import { useId, useMemo, useState } from 'react';
import type { HiddenMap } from '../../training/trainer';
import { Help } from '../controls/Help';
import { usePad } from '../digits/padContext';
import { useFeed } from '../feed';
import { formatCount, formatPercent } from '../format';
import { useInspector } from '../inspect/inspector';
import { StageNote } from '../inspect/StageNote';
import { aDigit } from '../myDigits/wording';
import { TestDigitCard } from '../testDigits/TestDigitCard';
import { MapCanvas } from './MapCanvas';
import styles from './MapPanel.module.css';
import type { Emphasis } from './mapView';
import { useHiddenMap } from './useHiddenMap';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The last hidden layer in two dimensions: test digits that look alike to the network lie together. */
export function MapPanel() {
  const { answers: pad } = usePad();
  const { row, look } = useInspector();
  const state = useHiddenMap(pad);
  const { map, drawing } = useFeed(state, 200);
  const [label, setLabel] = useState<number | null>(null);
  const [mistakesOnly, setMistakesOnly] = useState(false);
  const [pointed, onPoint] = useState<number | null>(null);
  const emphasis = useMemo<Emphasis>(() => ({ label, mistakesOnly }), [label, mistakesOnly]);
  const reading = useId();
  const help = useId();
  const mistakes = useId();

  const wrong = map ? map.labels.reduce((sum, own, n) => sum + Number(own !== map.answers[n]), 0) : 0;
  return (
    <div className={styles.panel}>
      <section className={styles.map}>
        <div className={styles.head}>
          <p className={styles.figures} data-testid="map-figures">
            {map ? (
              <>
                <b>{formatCount(map.labels.length)}</b> test digits, {formatCount(wrong)} read wrong;{' '}
                <b>{formatPercent(map.shares[0] + map.shares[1], 0)}</b> of how they differ lies in this plane
              </>
            ) : (
              'The map is being made.'
            )}
          </p>
          <Help about="the map" id={help}>
            <p>
              What the last hidden layer says to a digit is a point with as many numbers as it has neurons.
              Here these points are seen from the side from which they differ most: along their first two
              principal components, found by power iteration.
            </p>
            <p className="formula">C v / |C v| → v, C = Xᵀ X / (N − 1)</p>
            <p>
              Digits that lie together are alike to the network. Before training all lie in one heap; then the
              classes come apart. Your drawing is the dot.
            </p>
          </Help>
        </div>
        <MapCanvas
          state={state}
          emphasis={emphasis}
          pointed={pointed}
          chosen={row}
          onPoint={onPoint}
          choose={look}
          describe={(point) => (map ? describe(map, point) : '')}
          describedBy={reading}
        />
        <p id={reading} className={styles.reading} data-testid="map-reading">
          {pointed !== null && map && pointed < map.labels.length ? describe(map, pointed) : whereIs(drawing)}
        </p>
      </section>
      <div className={styles.side}>
        <fieldset className={styles.legend}>
          <legend className={styles.muted}>Show one digit alone</legend>
          {digits.map((digit) => (
            <button
              key={digit}
              type="button"
              aria-pressed={label === digit}
              style={{ color: `var(--class-${digit})` }}
              onClick={() => setLabel(label === digit ? null : digit)}
            >
              {digit}
            </button>
          ))}
        </fieldset>
        <label className={styles.check} htmlFor={mistakes}>
          <input
            id={mistakes}
            type="checkbox"
            className="check"
            checked={mistakesOnly}
            onChange={({ target }) => setMistakesOnly(target.checked)}
          />
          Only what is read wrong
        </label>
        <TestDigitCard
          row={row}
          empty="Choose a digit on the map to see it, and to put it on the pad."
          offersActivations
        />
        <StageNote />
      </div>
    </div>
  );
}

function describe({ rows, labels, answers }: HiddenMap, point: number): string {
  const name = `Test digit ${formatCount(rows[point])}: ${aDigit(labels[point])}`;
  if (labels[point] === answers[point]) return `${name}, read right`;
  return answers[point] < 0 ? `${name}, not read` : `${name}, read as ${aDigit(answers[point])}`;
}

function whereIs(drawing: readonly [across: number, up: number] | null): string {
  return drawing
    ? 'The dot is the digit on the pad.'
    : 'Draw a digit on the pad: it will be a dot on the map.';
}
