import { useSyncExternalStore } from 'react';
import { mostDigits } from '../../training/fileFormats';
import styles from './LabelLine.module.css';
import type { MyDigits } from './myDigits';
import { fullSentence, keptSentence } from './padTruth';

type Props = {
  readonly myDigits: MyDigits;
  /** Nothing is drawn. */
  readonly isEmpty: boolean;
  /** What is on the pad instead of a drawing. */
  readonly caption: string | null;
  /** What the digit on the pad was said to be. */
  readonly label: number | null;
};

/** What tapping one of the ten rows does, and what it did. It has its place also while it says nothing. */
export function LabelLine({ myDigits, isEmpty, caption, label }: Props) {
  const state = useSyncExternalStore(myDigits.subscribe, myDigits.get);
  const isFull = state.digits.length >= mostDigits;
  if (isEmpty || caption !== null) return <p className={styles.line}>{caption}</p>;
  if (label === null)
    return <p className={styles.line}>{isFull ? fullSentence : 'Wrong? Tap the right digit.'}</p>;
  return (
    <p className={styles.line}>
      <span>{keptSentence(label, state)}</span>
      <button type="button" className={styles.show} onClick={showMyDigits}>
        See them
      </button>
    </p>
  );
}

/** By its tab in Inspect, as anybody would. */
function showMyDigits(): void {
  const tab = document.getElementById('tab-myDigits');
  tab?.click();
  tab?.focus();
  tab?.scrollIntoView();
}
