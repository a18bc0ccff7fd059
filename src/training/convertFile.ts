/** Files of weights from one format into another, without a run in between: no number changes. */
import { readWeightsFile, writeWeightsFile } from '../formats/formats';
import { weightsFromTensors } from '../formats/layout';
import { type FileContents, FormatError, type Weights } from '../formats/weights';
import { cardOf, type ExportedAt, problemOf, readBare } from './exchange';
import { type FileFormat, formatInfo } from './fileFormats';
import type { DataSpec, FileReading, WeightsCard } from './trainer';

/** What the card of a file that has none is made from. */
export type NewCard = {
  readonly problem: DataSpec['type'];
  readonly reading: FileReading;
  readonly at: ExportedAt;
};

export type Conversion = {
  readonly bytes: Uint8Array;
  /** Of the weights; the file holds it if its format does. */
  readonly card: WeightsCard;
  /** What the first file has, or was given, and the new one has no room for. */
  readonly dropped: readonly ('card' | 'run')[];
};

/** What is told of a file before it is read as the weights of a network. */
export type FileOutline = {
  readonly format: FileFormat;
  readonly card: WeightsCard | null;
  /** What the network is for: the card says it, or its inputs and outputs do; null: neither. */
  readonly problem: DataSpec['type'] | null;
  /** Whether a run can go on from it. */
  readonly holdsRun: boolean;
};

/** Throws a FormatError. */
export function outlineFile(bytes: Uint8Array): FileOutline {
  const { format, contents } = readWeightsFile(bytes);
  return {
    format,
    card: contents.card,
    problem: problemOf(contents),
    holdsRun: contents.card !== null && contents.saved !== undefined,
  };
}

/**
 * The weights of a file as one of format `to`, read again before it is given out; `newCard` is for a file without a card.
 * Throws a FormatError for a file that is none, for a missing card, and for weights that `to` can't hold.
 */
export function convertFile(bytes: Uint8Array, to: FileFormat, newCard: NewCard | null): Conversion {
  const { contents } = readWeightsFile(bytes);
  const weights = contents.card ? contents : withCard(contents, newCard);
  const { card, tensors, saved } = weights;
  const kept: Weights = saved && formatInfo(to).holdsRun ? weights : { card, tensors };
  const written = writeWeightsFile(to, kept);
  const again = readWeightsFile(written).contents;
  return {
    bytes: written,
    card,
    dropped: [
      ...(again.card ? [] : (['card'] as const)),
      ...(saved && !kept.saved ? (['run'] as const) : []),
    ],
  };
}

function withCard(bare: Exclude<FileContents, Weights>, newCard: NewCard | null): Weights {
  if (!newCard)
    throw new FormatError('missing', 'The file has no card, and nothing was said for one.', {
      field: 'card',
    });
  const { spec, tensors } = readBare(bare, newCard.problem, newCard.reading, null);
  return weightsFromTensors(cardOf(spec, newCard.at), tensors);
}
