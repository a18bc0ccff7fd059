/**
 * NumPy's .npz, a zip of .npy files: each tensor under its name, and the card as a text array called
 * `scratchnet`. `numpy.load(file)['layers.0.weight']` opens it, without pickle.
 * Source: numpy.savez; NEP 1.
 */
import { cardText, parseCard } from './card';
import { describeFile } from './fileKind';
import { checkTensors } from './layout';
import { networkTensors } from './networkTensors';
import { npyTensor, npyText, readNpy, writeNpyTensor, writeNpyText } from './npy';
import { FormatError, quote, type Weights } from './weights';
import { readZip, writeZip, type ZipFile } from './zip';

/** Name of the array that holds the card. */
const CARD = 'scratchnet';
const ENDING = '.npy';

/**
 * `weights` as the bytes of an .npz file; the same weights give the same bytes. Stored, since trained
 * weights hardly shrink; `deflate` if asked for. Throws a FormatError for weights that could not be read
 * again: tensors that don't fit the card's network, or numbers that are not finite.
 */
export function writeNpz(weights: Weights, options: { readonly deflate?: boolean } = {}): Uint8Array {
  checkTensors(weights);
  const entries = [
    { name: CARD + ENDING, bytes: writeNpyText(cardText(weights.card)) },
    ...weights.tensors.map((tensor) => ({ name: tensor.name + ENDING, bytes: writeNpyTensor(tensor) })),
  ];
  return writeZip(entries, options.deflate ?? false);
}

/**
 * Reads an .npz file that was exported here, or saved again by NumPy, with all its tensors in the network's
 * order. `bytes` is not kept. Throws a FormatError, and nothing else, for whatever is wrong.
 */
export function readNpz(bytes: Uint8Array): Weights {
  checkKind(bytes);
  const files = readZip(bytes);
  const stranger = files.find(({ name }) => !name.endsWith(ENDING));
  if (stranger)
    throw new FormatError(
      'wrongKind',
      `The archive holds ${quote(stranger.name)}; in an .npz file all names end with ${ENDING}. Choose an .npz file that was exported here.`,
      { entry: stranger.name },
    );
  const card = readCard(files);
  const found = files.filter(({ name }) => name !== CARD + ENDING).map(readTensor);
  const places = new Map(networkTensors(card.network).tensors.map(({ name }, index) => [name, index]));
  const tensors = found.sort(
    (a, b) => (places.get(a.name) ?? Infinity) - (places.get(b.name) ?? Infinity) || 0,
  );
  const weights = { card, tensors };
  checkTensors(weights);
  return weights;
}

function checkKind(bytes: Uint8Array): void {
  const expected = 'Choose an .npz file that was exported here.';
  if (bytes.length === 0)
    throw new FormatError(
      'empty',
      `The file is empty (0 bytes), as a folder or a broken download can be. ${expected}`,
    );
  const signature = [0x50, 0x4b, 0x03, 0x04];
  const start = signature.findIndex((byte, at) => bytes[at] !== byte);
  if (start < 0) return;
  if (start >= bytes.length)
    throw new FormatError('truncated', `The file ends after ${bytes.length} bytes. ${expected}`, {
      offset: bytes.length,
    });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 5 || bytes[2] === 6))
    throw new FormatError('missing', `The file is an empty zip archive. ${expected}`, { offset: 0 });
  throw new FormatError('wrongKind', `The file is ${describeFile(bytes)}, not an .npz file. ${expected}`, {
    offset: 0,
  });
}

function readCard(files: readonly ZipFile[]) {
  const file = files.find(({ name }) => name === CARD + ENDING);
  if (!file)
    throw new FormatError(
      'missing',
      `The archive has no ${quote(CARD)} that says how the network is built; it holds ${files
        .slice(0, 5)
        .map(({ name }) => quote(name))
        .join(', ')}. Choose an .npz file that was exported here.`,
      { entry: CARD },
    );
  return parseCard(npyText(readNpy(file.bytes, file), file));
}

function readTensor(file: ZipFile) {
  const tensor = npyTensor(readNpy(file.bytes, file), file);
  return { ...tensor, name: file.name.slice(0, -ENDING.length) };
}
