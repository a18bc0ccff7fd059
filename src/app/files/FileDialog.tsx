import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { FileReading } from '../../training/trainer';
import { formatCount } from '../format';
import { networkShape } from '../runEvents';
import { useSession, useSessionState } from '../sessionContext';
import { CloseIcon } from '../shell/icons';
import type { WaitingFile } from '../state';
import styles from './FileDialog.module.css';
import { ReadingFields } from './ReadingFields';
import { ReadingResult } from './ReadingResult';

/** What a file leaves open, asked before anything is changed. */
export function FileDialog() {
  const waiting = useSessionState((state) => state.run.waiting);
  return waiting && <DialogOf file={waiting} />;
}

function DialogOf({ file }: { readonly file: WaitingFile }) {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const primary = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState<{ readonly of: WaitingFile; readonly reading: FileReading } | null>(
    null,
  );
  const id = useId();
  const { question, refusal, fitting, ofLayers } = file.report;
  // Another file may come while one waits: what was chosen for that is not meant for this.
  const reading = chosen?.of === file ? chosen.reading : (question?.suggested ?? null);

  useLayoutEffect(() => {
    // The element is modal as long as it is there; closed before it goes, it gives the focus back.
    const element = dialog.current;
    element?.showModal();
    primary.current?.focus({ preventScroll: true });
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={`dialog ${styles.dialog}`}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}lead`}
      onClose={() => {
        // Not where it is open again, as React's strict mode closes and opens it.
        if (!dialog.current?.open) session.dismissWaiting();
      }}
    >
      <div className="dialog-head">
        <h2 id={`${id}title`}>{file.name}</h2>
        <button
          type="button"
          className="button quiet"
          aria-label="Close"
          onClick={() => session.dismissWaiting()}
        >
          <CloseIcon />
        </button>
      </div>
      <p id={`${id}lead`} className={styles.lead}>
        {describeFile(file)}
      </p>
      {question && reading && (
        <>
          <ReadingFields
            question={question}
            reading={reading}
            onChange={(changed) => setChosen({ of: file, reading: changed })}
          />
          <ReadingResult reading={reading} />
        </>
      )}
      {fitting.length > 0 && fitting.length < ofLayers && (
        <p className={styles.note}>
          {formatCount(fitting.length)} of the {formatCount(ofLayers)} layers with weights of the network on
          screen fit: {fitting.join(', ')}. The others would stay as they are.
        </p>
      )}
      <div className={styles.actions}>
        {!refusal && (
          <button
            ref={primary}
            type="button"
            className="button primary"
            onClick={() => session.openWaiting({ how: 'whole', ...(reading ? { reading } : {}) })}
          >
            Open
          </button>
        )}
        {fitting.length > 0 && (
          <button
            ref={refusal ? primary : null}
            type="button"
            className={refusal ? 'button primary' : 'button'}
            onClick={() => session.openWaiting({ how: 'layers' })}
          >
            Load the layers that fit
          </button>
        )}
        <button type="button" className="button quiet" onClick={() => session.dismissWaiting()}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}

function describeFile({ report: { card, question, refusal } }: WaitingFile): string {
  if (refusal) return refusal;
  if (card) return `A network ${networkShape(card.network)}, another than the one on screen.`;
  if (question?.network)
    return `A network ${networkShape(question.network)}. The file does not say the rest; suggested is what fits the test data best.`;
  const widths = question?.widths.join('-') ?? '';
  return `Weights of a network ${widths}. The file does not say the rest; suggested is what fits the test data best.`;
}
