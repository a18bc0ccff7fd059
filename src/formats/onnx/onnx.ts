/**
 * ONNX: a network as a graph that any runtime computes, with its weights under their names. The card is in the
 * metadata, and at the very end the SHA-256 of all that comes before it, as hexadecimal digits:
 * `head -c -64 file | sha256sum`.
 * Source: onnx/docs/IR.md and Operators.md, IR version 7, operators of version 13.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { cardText, parseCard, type WeightsCard } from '../card';
import { weightsFromFile } from '../checkpoint';
import { checkTensors } from '../layout';
import { networkTensors } from '../networkTensors';
import { type FileContents, FormatError, type Weights } from '../weights';
import { entryFields, modelFields, opsetFields } from './onnxFields';
import { graphPieces } from './onnxGraph';
import { type OnnxText, readModel } from './onnxModel';
import { networkFromGraph } from './onnxNetwork';
import { floatsOf } from './onnxTensor';
import { joined, message, type Pieces, text, varint } from './protobuf';

/** Who is named as producer: a file of ours without card and checksum, which come last, is cut off. */
const PRODUCER = 'Scratchnet';
const IR_VERSION = 7;
const OPSET_VERSION = 13;
/** Keys of the metadata. */
const CARD = 'scratchnet';
const HASH = 'scratchnet.sha256';
const HASH_DIGITS = 64;

/**
 * `weights` as the bytes of an .onnx file, without the state of a run; the same weights give the same bytes. Throws a
 * FormatError for weights that could not be read again.
 */
export function writeOnnx({ card: given, tensors }: Weights): Uint8Array {
  const cardOfFile = cardText(given);
  // The numbers of the graph are those of the card as it is read again: JSON has no −0.
  const card = parseCard(cardOfFile);
  checkTensors(networkTensors(card.network).tensors, tensors);
  const doc = docText(card);
  const bytes = joined([
    ...varint(modelFields.irVersion, IR_VERSION),
    ...text(modelFields.producerName, PRODUCER),
    ...text(modelFields.producerVersion, card.madeBy),
    ...text(modelFields.docString, doc),
    ...message(modelFields.graph, graphPieces(card.network, tensors, doc)),
    ...message(
      modelFields.opsetImport,
      text(opsetFields.domain, ''),
      varint(opsetFields.version, OPSET_VERSION),
    ),
    ...entryPieces(CARD, cardOfFile),
    ...entryPieces(HASH, '0'.repeat(HASH_DIGITS)),
  ]);
  const digits = bytesToHex(sha256(bytes.subarray(0, -HASH_DIGITS)));
  bytes.set(
    Uint8Array.from(digits, (digit) => digit.charCodeAt(0)),
    bytes.length - HASH_DIGITS,
  );
  return bytes;
}

function entryPieces(key: string, value: string): Pieces {
  return message(modelFields.metadata, text(entryFields.key, key), text(entryFields.value, value));
}

/** What goes in and what comes out, for whoever has only the file. */
function docText({ network, data }: WeightsCard): string {
  const { inputs, inputShape, layers } = network;
  const shape = inputShape
    ? `[batch, channels ${inputShape[2]}, height ${inputShape[0]}, width ${inputShape[1]}]`
    : `[batch, ${inputs}]`;
  const last = layers.at(-1);
  const answers = last?.type === 'activation' && last.activation === 'softmax';
  return [
    `A neural network trained with Scratchnet. Input: float32 ${shape}. ${inputRecipes[data.type]}`,
    answers
      ? 'Output: the probability of each class; they add up to 1.'
      : 'Output: what the last layer puts out.',
  ].join(' ');
}

const inputRecipes: Record<WeightsCard['data']['type'], string> = {
  digits:
    'Each sample is a handwritten digit of 28 × 28 pixels, row by row from the top left, from 0 (paper) to 1 (ink): ' +
    'the byte of MNIST divided by 255. As in MNIST, the digit is scaled so that its larger side fills 20 pixels, ' +
    'then moved so that its centre of mass is in the middle of the 28 × 28. The outputs stand for the digits 0 to 9.',
  shapes:
    'Each sample is a point of a plane, x and y about from -1 to 1. The outputs stand for the classes, one output for ' +
    'the second of two; or the output is a value.',
  xor: 'Each sample is two truth values, 0 or 1. The output is near 1 where exactly one of them is 1, else near 0.',
};

/**
 * Reads what `writeOnnx` wrote, card and all, and plain feed-forward networks of other programs. `bytes` is not kept.
 * Throws a FormatError that names node or tensor and byte.
 */
export function readOnnx(bytes: Uint8Array): FileContents {
  const model = readModel(bytes);
  const card = entryOf(model.metadata, CARD);
  const hash = entryOf(model.metadata, HASH);
  if (!card && !hash && model.producer !== PRODUCER) return networkFromGraph(model.graph());
  checkHash(bytes, hash);
  if (!card)
    throw new FormatError('missing', 'The file has a checksum of ours, but no card. Export it again.', {
      entry: CARD,
    });
  const parsed = parseCard(card.value);
  const { tensors } = model.graph();
  const [found, expected] = [
    tensors.reduce((sum, { count }) => sum + count, 0),
    networkTensors(parsed.network).parameters,
  ];
  if (found !== expected)
    throw new FormatError(
      'shape',
      `The tensors hold ${found} numbers; the network of the card has ${expected} parameters.`,
      { field: 'initializer' },
    );
  return weightsFromFile(
    parsed,
    null,
    tensors.map((tensor) => ({ name: tensor.name, shape: tensor.shape, values: floatsOf(tensor) })),
  );
}

function entryOf(metadata: readonly OnnxText[], key: string): OnnxText | undefined {
  const found = metadata.filter((entry) => entry.key === key);
  if (found.length > 1)
    throw new FormatError('damaged', `The metadata has “${key}” twice. Export the file again.`, {
      entry: key,
    });
  return found[0];
}

function checkHash(bytes: Uint8Array, hash: OnnxText | undefined): void {
  const isLast = hash?.end === bytes.length && hash.value.length === HASH_DIGITS;
  if (!isLast || bytesToHex(sha256(bytes.subarray(0, -HASH_DIGITS))) !== hash.value)
    throw new FormatError(
      'damaged',
      'The file has changed since it was written: its checksum (SHA-256) is wrong. Download or export it again; if another program changed it on purpose, let that name itself as producer and leave out our metadata, since the card no longer holds.',
      { entry: HASH, field: 'sha-256', offset: hash ? hash.end - hash.value.length : bytes.length },
    );
}

/** The tags of the fields that may come second in a model. */
const secondTags = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72];

/** `ir_version`, a small number, comes first in every ONNX file. */
export function recognisesOnnx(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 0x80 && secondTags.includes(bytes[2]);
}
