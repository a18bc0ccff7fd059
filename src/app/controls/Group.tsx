import { type ReactNode, useId } from 'react';
import { AfreshIcon } from '../shell/icons';
import styles from './Recipe.module.css';

type Props = {
  readonly title: string;
  /** flight: takes effect with the next step. afresh: the network is built again from its seed. */
  readonly effect: 'flight' | 'afresh';
  readonly children: ReactNode;
};

export function Group({ title, effect, children }: Props) {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <div className={styles.head} id={id}>
        <h2 className="heading">{title}</h2>
        <span className={styles.effect}>
          {effect === 'afresh' && <AfreshIcon />}
          {effect === 'afresh' ? 'starts afresh' : 'while it runs'}
        </span>
      </div>
      {children}
    </section>
  );
}
