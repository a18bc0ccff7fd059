/**
 * .safetensors, the default: the length of a header as eight bytes, the header as JSON, the numbers. Its tensors are
 * just those of the network, so that a PyTorch module takes them as they are with `load_state_dict`; all else is in
 * the metadata: the card, two checksums and, in a checkpoint, the run's position and the optimizer's moments.
 * Source: github.com/huggingface/safetensors, "Format".
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strToU8 } from 'fflate';
import { cardText, parseCard, type WeightsCard } from '../card';
import { fileTensors, momentShapes, weightsFromFile } from '../checkpoint';
import { bfloatToFloat, floatToHalf, halfToFloat, type WrittenNumbers } from '../half';
import { parsePosition, positionText } from '../position';
import { type FileContents, FormatError, quote, shapeText, type Tensor, type Weights } from '../weights';
import { base64, bytesOfBase64 } from './base64';
import {
  MAX_HEADER_BYTES,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensorsHeader';

const CARD = 'scratchnet';
const POSITION = 'scratchnet.position';
/** Float32, little-endian, in the order of `fileTensors`, as base64: as tensors they would be strangers to a strict `load_state_dict`. */
const MOMENTS = 'scratchnet.moments';
/** Of the data; and of everything else, by meaning, so that spaces don't count. */
const DATA_HASH = 'sha256';
const HEADER_HASH = 'sha256.header';

const MAX_FILE_BYTES = 256 * 2 ** 20;

/** Bytes of a number, and how one is read, of the types that are taken. */
const dtypes: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => halfToFloat(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => bfloatToFloat(view.getUint16(at, true)) },
};

export function recognisesSafetensors(bytes: Uint8Array): boolean {
  // No header is so long that one of these is not 0.
  return bytes.length > 8 && bytes[8] === 0x7b && bytes[7] === 0 && bytes[6] === 0;
}

/**
 * The same bytes for the same weights. Throws a FormatError for weights that could not be read again, whose moments are
 * too many, or that are to be written as float16 and are not so already.
 */
export function writeSafetensors(weights: Weights, numbers: WrittenNumbers = 'float32'): Uint8Array {
  const { card, tensors, saved } = weights;
  fileTensors(weights);
  const data = numbers === 'float16' ? halfBytes(tensors) : floatBytes(tensors);
  const dtype = numbers === 'float16' ? 'F16' : 'F32';
  const metadata = new Map([
    // What the format's own PyTorch part writes; some readers want it.
    ['format', 'pt'],
    [CARD, cardText(card)],
    ...(saved ? [[POSITION, positionText(saved.position)] as const] : []),
    ...(saved ? [[MOMENTS, base64(floatBytes(saved.moments))] as const] : []),
    [DATA_HASH, bytesToHex(sha256(data))],
  ]);
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = end;
    end += dtypes[dtype].bytes * values.length;
    return { name, dtype, shape, begin, end, offset: 0 };
  });
  metadata.set(HEADER_HASH, headerHash({ metadata, tensors: entries }));
  const text = JSON.stringify({
    __metadata__: Object.fromEntries(metadata),
    ...Object.fromEntries(
      entries.map(({ name, dtype, shape, begin, end }) => [
        name,
        { dtype, shape, data_offsets: [begin, end] },
      ]),
    ),
  });
  const header = strToU8(text);
  const length = Math.ceil(header.length / 8) * 8;
  if (length > MAX_HEADER_BYTES)
    throw new FormatError(
      'unsupported',
      `The run's state is too large for the metadata of a .safetensors file, which take ${MAX_HEADER_BYTES / 1e6} MB. Choose .npz, or leave the run away.`,
      { field: MOMENTS },
    );
  const bytes = new Uint8Array(8 + length + data.length).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes.set(header, 8);
  bytes.set(data, 8 + length);
  return bytes;
}

/** Also files of other programs, which have no card. `bytes` is not kept. Throws a FormatError, and nothing else. */
export function readSafetensors(bytes: Uint8Array): FileContents {
  if (bytes.length > MAX_FILE_BYTES)
    throw new FormatError(
      'tooLarge',
      `The file is ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read.`,
    );
  const start = dataStart(bytes);
  const header = parseSafetensorsHeader(bytes.subarray(8, start));
  const data = bytes.subarray(start);
  checkRanges(header.tensors, data.length, start);
  checkHashes(header, data);
  const tensors = header.tensors.map((entry) => readTensor(entry, data, start));
  const card = header.metadata.get(CARD);
  if (card === undefined) return { card: null, tensors, network: null };
  return ownWeights(parseCard(card), header.metadata, tensors);
}

/** Where the data begins. */
function dataStart(bytes: Uint8Array): number {
  if (bytes.length < 8)
    throw new FormatError('truncated', `The file ends after ${bytes.length} bytes. Get it again.`, {
      field: 'header length',
      offset: bytes.length,
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > MAX_HEADER_BYTES)
    throw new FormatError(
      'tooLarge',
      `The file says that its header is ${length} bytes; at most ${MAX_HEADER_BYTES} are read.`,
      { field: 'header length', offset: 0 },
    );
  if (8 + length > bytes.length)
    throw new FormatError(
      'truncated',
      `The file says that its header is ${length} bytes, but ends after ${bytes.length}. Get it again.`,
      { field: 'header length', offset: bytes.length },
    );
  return 8 + length;
}

/** Each tensor as long as its shape says, one behind the other, none over the end, and nothing left. */
function checkRanges(tensors: readonly TensorEntry[], length: number, start: number): void {
  let end = 0;
  for (const entry of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const { name, shape, begin, offset } = entry;
    const fail = (code: 'damaged' | 'truncated' | 'shape', what: string, field: string) =>
      new FormatError(code, `The tensor ${quote(name)} ${what}. Get the file again.`, {
        entry: name,
        field: `${name}.${field}`,
        offset,
      });
    if (begin !== end)
      throw fail('damaged', `begins at byte ${begin} of the data, where ${end} is expected`, 'data_offsets');
    const size = bytesOf(entry);
    if (entry.end - begin !== size)
      throw fail(
        'shape',
        `is ${shapeText(shape)} of ${entry.dtype}, ${size} bytes, but has ${entry.end - begin}`,
        'data_offsets',
      );
    end = entry.end;
    if (end > length)
      throw fail('truncated', `ends at byte ${end} of the data, which has ${length}`, 'data_offsets');
  }
  if (end < length)
    throw new FormatError(
      'damaged',
      `The file goes on for ${length - end} bytes behind its last tensor. Get it again.`,
      { field: 'data', offset: start + end },
    );
}

function bytesOf({ name, dtype, shape, offset }: TensorEntry): number {
  const place = { entry: name, field: `${name}.dtype`, offset };
  if (!Object.hasOwn(dtypes, dtype))
    throw new FormatError(
      'unsupported',
      `The tensor ${quote(name)} is of type ${quote(dtype)}; F16, BF16, F32 and F64 are read. Save it as one of them, or leave it away.`,
      place,
    );
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MAX_FILE_BYTES)
    throw new FormatError(
      'tooLarge',
      `The tensor ${quote(name)} is ${shapeText(shape)}, more than is read.`,
      place,
    );
  return count * dtypes[dtype].bytes;
}

function readTensor({ name, dtype, shape, begin }: TensorEntry, data: Uint8Array, start: number): Tensor {
  const { bytes, read } = dtypes[dtype];
  const view = new DataView(data.buffer, data.byteOffset + begin);
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < values.length; index++) {
    values[index] = read(view, index * bytes);
    if (!Number.isFinite(values[index]))
      throw new FormatError(
        'notFinite',
        `The tensor ${quote(name)} holds ${read(view, index * bytes)} as number ${index}${dtype === 'F64' ? ', beyond float32' : ''}: the run had diverged. Use weights from before that.`,
        { entry: name, field: `${name}[${index}]`, offset: start + begin + index * bytes },
      );
  }
  return { name, shape, values };
}

/** Of files that say what they should be: ours, and those saved again with our metadata. */
function checkHashes(header: SafetensorsHeader, data: Uint8Array): void {
  const { metadata } = header;
  const changed = (what: string, field: string) =>
    new FormatError(
      'damaged',
      `The ${what} of the file changed since it was written: its SHA-256 is another. Get it again; if another program saved it, let it leave the metadata away.`,
      { field: `__metadata__.${field}` },
    );
  if (!metadata.has(CARD) && !metadata.has(HEADER_HASH)) return;
  if (metadata.get(HEADER_HASH) !== headerHash(header)) throw changed('header', HEADER_HASH);
  if (metadata.get(DATA_HASH) !== bytesToHex(sha256(data))) throw changed('data', DATA_HASH);
}

function headerHash({ metadata, tensors }: SafetensorsHeader): string {
  const byName = (a: readonly string[], b: readonly string[]) => (a[0] < b[0] ? -1 : 1);
  const texts = [...metadata].filter(([name]) => name !== HEADER_HASH).sort(byName);
  const entries = tensors.map(({ name, dtype, shape, begin, end }) => [name, dtype, shape, begin, end]);
  return bytesToHex(sha256(strToU8(JSON.stringify([texts, entries]))));
}

function ownWeights(
  card: WeightsCard,
  metadata: ReadonlyMap<string, string>,
  tensors: readonly Tensor[],
): Weights {
  const position = metadata.get(POSITION);
  if (position === undefined) return weightsFromFile(card, null, tensors);
  return weightsFromFile(card, parsePosition(position), [...tensors, ...readMoments(card, metadata)]);
}

function readMoments(card: WeightsCard, metadata: ReadonlyMap<string, string>): Tensor[] {
  const bytes = bytesOfBase64(metadata.get(MOMENTS) ?? '');
  const shapes = momentShapes(card).map(({ name, shape }) => ({
    name,
    shape,
    values: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  }));
  const count = shapes.reduce((sum, { values }) => sum + values.length, 0);
  if (bytes?.length !== 4 * count)
    throw new FormatError(
      'damaged',
      `The optimizer's moments should be ${count} numbers as base64, and are not. Save the checkpoint again.`,
      { field: `__metadata__.${MOMENTS}` },
    );
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { values } of shapes)
    for (let index = 0; index < values.length; index++, at += 4) values[index] = view.getFloat32(at, true);
  return shapes;
}

function floatBytes(tensors: readonly Tensor[]): Uint8Array {
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  const view = new DataView(new ArrayBuffer(4 * count));
  let at = 0;
  for (const { values } of tensors)
    for (let index = 0; index < values.length; index++, at += 4) view.setFloat32(at, values[index], true);
  return new Uint8Array(view.buffer);
}

/** A card says what was measured with the numbers of its file: they are rounded before that, not here. */
function halfBytes(tensors: readonly Tensor[]): Uint8Array {
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  const view = new DataView(new ArrayBuffer(2 * count));
  let at = 0;
  for (const { name, values } of tensors)
    for (const value of values) {
      const bits = floatToHalf(value);
      if (halfToFloat(bits) !== value)
        throw new FormatError(
          'unsupported',
          `The tensor ${quote(name)} holds ${value}, which float16 does not. Write float32.`,
          { entry: name },
        );
      view.setUint16(at, bits, true);
      at += 2;
    }
  return new Uint8Array(view.buffer);
}
