import { useId } from 'react';
import { formatCount } from '../format';
import styles from './MyDigitsPanel.module.css';

const labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

type Props = {
  readonly chosen: number;
  readonly of: number;
  /** Null: what is chosen is not one digit with strokes. */
  readonly show: (() => void) | null;
  readonly relabel: (label: number) => void;
  readonly remove: () => void;
  readonly chooseAll: () => void;
  readonly chooseNone: () => void;
};

/** What can be done with the digits that are chosen. */
export function ChosenDigits({ chosen, of, show, relabel, remove, chooseAll, chooseNone }: Props) {
  const id = useId();
  const isNone = chosen === 0;
  const isAll = chosen === of;
  return (
    <div className={styles.tools}>
      <p id={id}>
        {isNone ? (
          'Choose digits to change them:'
        ) : (
          <>
            <strong>{formatCount(chosen)} chosen.</strong> What {chosen === 1 ? 'it is' : 'they are'}:
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
          title="Of one digit its strokes, where they were drawn here or came along"
          onClick={() => show?.()}
        >
          Put on the pad
        </button>
        <button type="button" className="button" aria-disabled={isNone} onClick={remove}>
          Delete
        </button>
        <button type="button" className="button quiet" onClick={isAll ? chooseNone : chooseAll}>
          {isAll ? 'Choose none' : 'Choose all'}
        </button>
      </div>
    </div>
  );
}
