/**
 * NumPy's .npz, a zip of .npy files: each tensor under its name, and the card as a text array called
 * `scratchnet`; in a checkpoint also the optimizer's moments, and the position in the run as another text
 * array. `numpy.load(file)['layers.0.weight']` opens it, without pickle.
 * Source: numpy.savez; NEP 1.
 */
import { cardText, parseCard } from '../card';
import { fileTensors, weightsFromFile } from '../checkpoint';
import { bareWeights } from '../layout';
import { parsePosition, positionText } from '../position';
import { type FileContents, FormatError, quote, type Weights } from '../weights';
import { npyTensor, npyText, readNpy, writeNpyTensor, writeNpyText } from './npy';
import { readZip, writeZip, type ZipFile } from './zip';

/** Names of the arrays that hold the card, and a checkpoint's position. */
const CARD = 'scratchnet';
const POSITION = 'scratchnet.position';
const ENDING = '.npy';
const texts: readonly string[] = [CARD + ENDING, POSITION + ENDING];

/**
 * `weights` as the bytes of an .npz file; the same weights give the same bytes. Stored, since trained
 * weights hardly shrink; `deflate` if asked for. Throws a FormatError for weights that could not be read
 * again: tensors that don't fit the card's network, or numbers that are not finite.
 */
export function writeNpz(weights: Weights, options: { readonly deflate?: boolean } = {}): Uint8Array {
  const { card, saved } = weights;
  const ownTexts = [
    { name: CARD, text: cardText(card) },
    ...(saved ? [{ name: POSITION, text: positionText(saved.position) }] : []),
  ];
  const entries = [
    ...ownTexts.map(({ name, text }) => ({ name: name + ENDING, bytes: writeNpyText(text) })),
    ...fileTensors(weights).map((tensor) => ({ name: tensor.name + ENDING, bytes: writeNpyTensor(tensor) })),
  ];
  return writeZip(entries, options.deflate ?? false);
}

/**
 * Reads an .npz file that was exported here, or saved again by NumPy, with all its tensors in the network's
 * order; or one of NumPy alone, which has no card. `bytes` is not kept. Throws a FormatError, and nothing else.
 */
export function readNpz(bytes: Uint8Array): FileContents {
  checkKind(bytes);
  const files = readZip(bytes);
  const stranger = files.find(({ name }) => !name.endsWith(ENDING));
  if (stranger)
    throw new FormatError(
      'wrongKind',
      `The archive holds ${quote(stranger.name)}; in an .npz file all names end with ${ENDING}. Choose an .npz file as NumPy's savez writes it.`,
      { entry: stranger.name },
    );
  const card = textOf(files, CARD);
  const position = textOf(files, POSITION);
  const tensors = files.filter(({ name }) => !texts.includes(name)).map(readTensor);
  if (card === null) return bareWeights(tensors);
  return weightsFromFile(parseCard(card), position === null ? null : parsePosition(position), tensors);
}

export function recognisesNpz(bytes: Uint8Array): boolean {
  const third = bytes[2] ?? 3;
  // The first entry's, or of an archive without any the end's.
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (third === 3 || third === 5 || third === 6);
}

/** What `recognisesNpz` lets through and is no archive with entries. */
function checkKind(bytes: Uint8Array): void {
  if (bytes.length < 4)
    throw new FormatError('truncated', `The file ends after ${bytes.length} bytes. Get it again.`, {
      offset: bytes.length,
    });
  if (bytes[2] === 5 || bytes[2] === 6)
    throw new FormatError('missing', 'The file is an empty zip archive. Choose one that holds arrays.', {
      offset: 0,
    });
}

/** The text array of that name, or null. */
function textOf(files: readonly ZipFile[], name: string): string | null {
  const file = files.find((one) => one.name === name + ENDING);
  return file ? npyText(readNpy(file.bytes, file), file) : null;
}

function readTensor(file: ZipFile) {
  const tensor = npyTensor(readNpy(file.bytes, file), file);
  return { ...tensor, name: file.name.slice(0, -ENDING.length) };
}
