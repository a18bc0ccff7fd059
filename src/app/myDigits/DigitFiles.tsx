import { useId, useState } from 'react';
import { digitFormats, shownName } from '../../training/fileFormats';
import { Choice } from '../controls/Choice';
import { FileButton } from '../files/FileButton';
import { saveFile } from '../files/saveFile';
import { useSession } from '../sessionContext';
import styles from './MyDigitsPanel.module.css';
import type { MyDigits } from './myDigits';
import { takeIn } from './takeIn';

const names = Object.fromEntries(
  digitFormats.map(({ name, ending, use }) => [name, `${ending} – ${use}`]),
) as Record<(typeof digitFormats)[number]['name'], string>;

/** More than the most digits take in any format; nothing of a larger file is read. */
const maxFileMegabytes = 32;

type Props = {
  readonly myDigits: MyDigits;
  readonly isEmpty: boolean;
  readonly removeAll: () => void;
};

/** My digits as a file, a file's among mine, and all of them away. */
export function DigitFiles({ myDigits, isEmpty, removeAll }: Props) {
  const session = useSession();
  const [format, setFormat] = useState(digitFormats[0].name);
  const [busy, setBusy] = useState(false);
  const id = useId();

  /** What goes wrong is said where what went right is. */
  const during = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      myDigits.say({ kind: 'error', text: `${reason} Nothing was changed.` });
    }
    setBusy(false);
  };

  const save = async (): Promise<void> => {
    const { digits } = myDigits.get();
    saveFile(`my-digits-${digits.length}.${format}`, await session.exportDigits(digits, format));
  };

  const open = async (file: File): Promise<void> => {
    const name = shownName(file.name);
    if (file.size > maxFileMegabytes * 2 ** 20)
      throw new Error(
        `${name} has ${Math.round(file.size / 2 ** 20)} MB; files of up to ${maxFileMegabytes} MB are read.`,
      );
    const bytes = await file.arrayBuffer().catch(() => {
      throw new Error(
        `${name} could not be read, as a folder can't, or a file that has gone. Choose it again.`,
      );
    });
    takeIn(await session.importDigits(new Uint8Array(bytes)), myDigits);
  };

  return (
    <>
      <div className={styles.format}>
        <label htmlFor={id}>Format</label>
        <Choice
          id={id}
          className={styles.formatChoice}
          value={format}
          options={digitFormats.map(({ name }) => name)}
          names={names}
          onChange={setFormat}
        />
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className="button"
          aria-disabled={busy || isEmpty}
          onClick={() => {
            if (!isEmpty) void during(save);
          }}
        >
          Export
        </button>
        <FileButton
          accept=".npz,.json"
          onFiles={([file]) => {
            if (file) void during(() => open(file));
          }}
        >
          Import
        </FileButton>
        {!isEmpty && (
          <button type="button" className="button" onClick={removeAll}>
            Delete all
          </button>
        )}
      </div>
    </>
  );
}
