/** Files that say what they hold. */
import { readWeightsFile } from '../../src/formats/formats';
import { readNpz } from '../../src/formats/npz/npz';
import type { FileContents, Weights } from '../../src/formats/weights';

/** Throws an Error for a file without a card. */
export function own(contents: FileContents): Weights {
  if (contents.card === null) throw new Error('The file has no card.');
  return contents;
}

export const readOwnNpz = (bytes: Uint8Array): Weights => own(readNpz(bytes));
export const readOwnFile = (bytes: Uint8Array): Weights => own(readWeightsFile(bytes).contents);
