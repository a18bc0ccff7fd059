import { useId } from 'react';
import { formatCount } from '../format';
import styles from './MyDigitsPanel.module.css';

const labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

type Props = {
  readonly chosen: number;
  /** Null: not one digit is chosen. */
  readonly show: (() => void) | null;
  readonly relabel: (label: number) => void;
  readonly remove: () => void;
};

/** What can be done with the digits that are chosen. */
export function ChosenDigits({ chosen, show, relabel, remove }: Props) {
  const id = useId();
  const isNone = chosen === 0;
  return (
    <div className={styles.tools}>
      <p id={id}>
        {isNone ? (
          'Tap digits to choose them, then say what they are:'
        ) : (
          <>
            <strong>{formatCount(chosen)} chosen.</strong> Label {chosen === 1 ? 'it' : 'them'} as:
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame. */}
      <div role="group" aria-labelledby={id} className={styles.labels}>
        {labels.map((label) => (
          <button
            key={label}
            type="button"
            className="button"
            aria-disabled={isNone}
            onClick={() => relabel(label)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className="button"
          aria-disabled={show === null}
          title="Of one digit its strokes, or its image where that is all that came along"
          onClick={() => show?.()}
        >
          Put on the pad
        </button>
        <button type="button" className="button" aria-disabled={isNone} onClick={remove}>
          Delete
        </button>
      </div>
    </div>
  );
}
