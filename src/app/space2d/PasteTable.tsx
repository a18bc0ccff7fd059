import { type RefObject, useId, useState } from 'react';
import { useSession } from '../sessionContext';
import { CloseIcon } from '../shell/icons';
import styles from './PointTools.module.css';

type Props = { readonly ref: RefObject<HTMLDialogElement | null> };

/** A dialog for a table of points: pasted, typed or from a file. */
export function PasteTable({ ref }: Props) {
  const session = useSession();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  const use = (): void => {
    const found = session.takePoints(text, 'The table');
    setProblem(found);
    if (found !== null) return;
    setText('');
    ref.current?.close();
  };

  return (
    <dialog ref={ref} className={`dialog ${styles.dialog}`} aria-labelledby={`${id}title`}>
      <div className="dialog-head">
        <h2 id={`${id}title`}>A table of points</h2>
        <button
          type="button"
          className="button quiet"
          aria-label="Close"
          onClick={() => ref.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      <p id={`${id}lead`} className={styles.lead}>
        A line for each point: x, y, and its class (a word or a number, up to five of them) or its value.
        Columns from a spreadsheet, or parted by commas or semicolons; a line of names may stand above. What
        does not fit the plane is scaled to it.
      </p>
      <textarea
        className={`input ${styles.table}`}
        aria-label="Table"
        aria-describedby={`${id}lead`}
        aria-invalid={problem !== null}
        spellCheck={false}
        rows={9}
        placeholder={'x,y,class\n5.1,3.5,setosa\n6.2,2.9,versicolor'}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setProblem(null);
        }}
      />
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.actions}>
        <button type="button" className="button primary" onClick={use}>
          Use these points
        </button>
        <label className={`button ${styles.upload}`}>
          Choose a file
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              // The same file can be chosen again.
              target.value = '';
              if (!file) return;
              ref.current?.close();
              void session.openFiles([file]);
            }}
          />
        </label>
        <button type="button" className="button quiet" onClick={() => ref.current?.close()}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}
