import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

type Props = {
  readonly title: string;
  /** What is inside, in a word or two, for as long as it is closed too. */
  readonly state: string;
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
};

/** A line that opens: what few need, with what it stands at. */
export function Disclosure({ title, state, onToggle, children }: Props) {
  return (
    <details className={styles.disclosure} onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}>
      <summary className={styles.summary}>
        <span>{title}</span>
        <span className={styles.state}>{state}</span>
      </summary>
      <Inset>{children}</Inset>
    </details>
  );
}

/** Rows that belong to the one above them. */
export function Inset({ children }: { readonly children: ReactNode }) {
  return <div className={styles.inset}>{children}</div>;
}
