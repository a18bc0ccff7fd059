import { useEffect, useState } from 'react';
import { useSession } from '../sessionContext';
import styles from './DropZone.module.css';

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

/** The whole page takes a file that is dropped on it, as Upload weights does; it says so while one hovers. */
export function DropZone() {
  const session = useSession();
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const onDragOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      // Else the browser would leave the page for the file.
      event.preventDefault();
      const isOpen = document.querySelector('dialog[open]') !== null;
      if (event.dataTransfer) event.dataTransfer.dropEffect = isOpen ? 'none' : 'copy';
      setIsOver(!isOpen);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      if (document.querySelector('dialog[open]')) return;
      void session.openFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [session]);

  return isOver ? (
    <div className={styles.zone}>
      <p>Drop the file to open its weights</p>
    </div>
  ) : null;
}
