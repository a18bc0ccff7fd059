import { useId, useState } from 'react';
import { fileFormats, formatInfo } from '../../training/fileFormats';
import type { CodeLanguage } from '../../training/trainer';
import { Choice } from '../controls/Choice';
import { FileButton } from '../files/FileButton';
import { useSession, useSessionState } from '../sessionContext';
import { takesTraining } from '../shell/readiness';
import styles from './Inspect.module.css';

const names = Object.fromEntries(
  fileFormats.map(({ name, ending, use }) => [name, `${ending} – ${use}`]),
) as Record<(typeof fileFormats)[number]['name'], string>;

const languages: readonly (readonly [CodeLanguage, string])[] = [
  ['numpy', 'NumPy'],
  ['pytorch', 'PyTorch'],
  ['typescript', 'TypeScript'],
];

export function WeightFiles() {
  const session = useSession();
  const ready = useSessionState(({ run }) => takesTraining(run));
  const [busy, setBusy] = useState(false);
  const [format, setFormat] = useState(fileFormats[0].name);
  const [wantsRun, setWantsRun] = useState(true);
  const id = useId();
  const { holdsRun } = formatInfo(format);

  const during = async (work: Promise<void>): Promise<void> => {
    setBusy(true);
    // The session says in its message what went wrong.
    await work.catch(console.error);
    setBusy(false);
  };

  return (
    <div className={styles.weightFiles}>
      <div className={styles.format}>
        <label htmlFor={`${id}format`}>Format</label>
        <Choice
          id={`${id}format`}
          className={styles.formatChoice}
          value={format}
          options={fileFormats.map(({ name }) => name)}
          names={names}
          onChange={setFormat}
        />
        <input
          id={`${id}run`}
          type="checkbox"
          className="check"
          checked={holdsRun && wantsRun}
          disabled={!holdsRun}
          onChange={({ target }) => setWantsRun(target.checked)}
        />
        <label htmlFor={`${id}run`} className={holdsRun ? '' : styles.unavailable}>
          {holdsRun ? 'with the run, so that Train can go on' : 'weights only: this format holds no run'}
        </label>
      </div>
      <div className={styles.buttons}>
        <button
          type="button"
          className="button"
          disabled={!ready}
          aria-disabled={busy}
          onClick={() => {
            if (!busy) void during(session.downloadWeights({ format, withRun: holdsRun && wantsRun }));
          }}
        >
          Download weights
        </button>
        <FileButton onFiles={(files) => void during(session.openFiles(files))}>Upload weights</FileButton>
      </div>
      <p className={styles.note}>A file may be dropped anywhere on the page.</p>
      <div className={styles.code}>
        <span id={`${id}code`}>Code to take along</span>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame. */}
        <div role="group" aria-labelledby={`${id}code`} className={styles.buttons}>
          {languages.map(([language, name]) => (
            <button
              key={language}
              type="button"
              className="button"
              disabled={!ready}
              aria-disabled={busy}
              title={`This network as a ${name} script, which loads the downloaded weights`}
              onClick={() => {
                if (!busy) void during(session.downloadCode(language));
              }}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
