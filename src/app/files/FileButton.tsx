import type { ReactNode } from 'react';
import styles from './FileButton.module.css';

type Props = {
  /** Endings of names, with commas; without, files of all names. */
  readonly accept?: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
};

/** A button that asks for a file. */
export function FileButton({ accept, onFiles, children }: Props) {
  return (
    <label className={`button ${styles.button}`}>
      {children}
      <input
        type="file"
        accept={accept}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </label>
  );
}
