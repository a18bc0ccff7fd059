import { useRef } from 'react';
import { writePointsTable } from '../../datasets/pointsTable';
import { shapePoints } from '../../datasets/shapes2d';
import type { ShapesData } from '../../training/trainer';
import { saveFile } from '../files/saveFile';
import { PasteTable } from './PasteTable';

/** Points as a table, in and out. */
export function PointFiles({ data }: { readonly data: ShapesData }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const download = (): void => {
    const names =
      data.pattern === 'own'
        ? data.names
        : Array.from({ length: data.classes }, (_, index) => String(index + 1));
    const text = writePointsTable(shapePoints(data), names);
    saveFile(`points-${data.pattern}.csv`, new TextEncoder().encode(text));
  };
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        From a table
      </button>
      <button type="button" className="button" title="Download the points" onClick={download}>
        As CSV
      </button>
      <PasteTable ref={dialog} />
    </>
  );
}
