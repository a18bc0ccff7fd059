import { useRef } from 'react';
import { Figures } from './Figures';
import styles from './Header.module.css';
import { Mark } from './Mark';
import { ProblemTabs } from './ProblemTabs';
import { RunBar } from './RunBar';
import { ShortcutsDialog } from './ShortcutsDialog';
import { ThemeToggle } from './ThemeToggle';
import { useShortcuts } from './useShortcuts';

type Props = { readonly runBar: boolean; readonly figures: boolean };

export function Header({ runBar, figures }: Props) {
  const shortcuts = useRef<HTMLDialogElement>(null);
  useShortcuts(() => shortcuts.current?.showModal());

  return (
    <header className={styles.header}>
      <h1 className={styles.mark}>
        <Mark />
        <span className={styles.word}>Scratchnet</span>
      </h1>
      <ProblemTabs />
      {runBar && <RunBar />}
      {figures && <Figures className={styles.figures} />}
      <div className={styles.tools}>
        <ThemeToggle />
        <button
          type="button"
          className="button quiet"
          aria-label="Keyboard shortcuts"
          aria-keyshortcuts="?"
          onClick={() => shortcuts.current?.showModal()}
        >
          <span aria-hidden="true">?</span>
        </button>
      </div>
      <ShortcutsDialog ref={shortcuts} />
    </header>
  );
}
