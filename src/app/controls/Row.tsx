import { type ReactNode, useId } from 'react';
import { Help } from './Help';
import styles from './Row.module.css';

type Props = {
  readonly label: string;
  /** What the explanation is about, where that is not the label. */
  readonly about?: string;
  /** What it does, with its formula and its present number. */
  readonly help: ReactNode;
  readonly children: (ids: { readonly control: string; readonly help: string }) => ReactNode;
};

/** A label, its explanation, and a control at the right. */
export function Row({ label, about = label.toLowerCase(), help, children }: Props) {
  const id = useId();
  const ids = { control: `${id}control`, help: `${id}help` };
  return (
    <div className={styles.row}>
      <span className={styles.label}>
        <label htmlFor={ids.control}>{label}</label>
        <Help about={about} id={ids.help}>
          {help}
        </Help>
      </span>
      {children(ids)}
    </div>
  );
}
