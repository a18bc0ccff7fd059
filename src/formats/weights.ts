/** Weights that leave and come back, and what can be wrong with a file of them. */
import type { CardNetwork, WeightsCard } from './card';
import type { RunPosition } from './position';

/** A tensor as files hold it, the outside's layout: dense weights `[outputs, inputs]`, kernels `[outputs, inputs, height, width]`, biases `[outputs]`, row-major. */
export type Tensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
};

/** What every format of this folder writes, and reads of its own files. */
export type Weights = {
  readonly card: WeightsCard;
  readonly tensors: readonly Tensor[];
  /** Only in a checkpoint: what a run needs besides to go on with the same bits. */
  readonly saved?: SavedState;
};

/** What is found in a file of another program, which has no card. */
export type BareWeights = {
  readonly card: null;
  /** Under the names of the file and in its order, all finite; without a `network` in the layout of the file. */
  readonly tensors: readonly Tensor[];
  /** What the file says of its layers; then the tensors are those of this network, named and laid out as in Weights. Null: only their shapes speak. */
  readonly network: CardNetwork | null;
};

export type FileContents = Weights | BareWeights;

export type SavedState = {
  readonly position: RunPosition;
  /** The optimizer's, a tensor of each for every one of the weights: `optimizer.0.layers.0.weight` has its shape. */
  readonly moments: readonly Tensor[];
};

/** Everything that can be wrong with a file; nothing else is thrown by a reader. */
export const formatErrorCodes = [
  /** No bytes at all. */
  'empty',
  /** A file of another kind. */
  'wrongKind',
  /** More than this program reads. */
  'tooLarge',
  /** It ends too early. */
  'truncated',
  /** Its parts contradict each other, or a checksum is wrong. */
  'damaged',
  /** Valid, but with a feature that is not read here. */
  'unsupported',
  /** Made to do harm, or as if: pickles, paths, bombs. */
  'unsafe',
  /** A tensor or the card is not there. */
  'missing',
  /** Something is there that does not belong. */
  'unexpected',
  /** A tensor of another shape than the network's. */
  'shape',
  /** A weight that is not a finite number. */
  'notFinite',
  /** The card is not what it should be. */
  'card',
  /** The position of a saved run is not what it should be. */
  'position',
] as const;

export type FormatErrorCode = (typeof formatErrorCodes)[number];

/** Where in the file. */
export type FormatErrorPlace = {
  /** Entry of the archive, e.g. `layers.0.weight.npy`. */
  readonly entry?: string;
  /** Field of a header or of the card, e.g. `descr` or `network.layers.0.units`. */
  readonly field?: string;
  /** Byte, from the start of the file; in a deflated entry counted as if it were stored. */
  readonly offset?: number;
};

/** The one error of this folder. `message` is a sentence for people: what, where, and what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatErrorCode;
  readonly place: FormatErrorPlace;

  constructor(code: FormatErrorCode, message: string, place: FormatErrorPlace = {}) {
    super(message);
    this.code = code;
    this.place = place;
  }
}

const LONGEST_SHOWN = 60;

/** Text from outside, safe to be shown: without control and direction characters. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');
}

/** Text from a file, safe to be shown: harmless, cut, in quotation marks. */
export function quote(text: string): string {
  // Two units are a character at most; the text may be a whole file.
  const characters = Array.from(harmless(text.slice(0, 2 * LONGEST_SHOWN + 2)));
  const isLong = characters.length > LONGEST_SHOWN;
  return `“${isLong ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : characters.join('')}”`;
}

/** A shape as it is written in messages: `[128, 784]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
