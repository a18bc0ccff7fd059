/** The formats in which weights and digits leave, as data for whoever offers them; `formats/` reads and writes them. */
import type { FormatName } from '../formats/formats';
import { harmless } from '../formats/weights';

export { mostDigits } from '../formats/digits/digitRecord';

export type FileFormat = FormatName;

export type FileFormatInfo = {
  readonly name: FileFormat;
  readonly ending: string;
  /** Who opens it. */
  readonly use: string;
  /** Whether a run can go on from it: it has room for the optimizer's moments and the run's position. */
  readonly holdsRun: boolean;
  /** Whether it is written with 16 bits a number too. */
  readonly holdsHalves: boolean;
};

/** The first is the default. */
export const fileFormats: readonly FileFormatInfo[] = [
  { name: 'safetensors', ending: '.safetensors', use: 'PyTorch', holdsRun: true, holdsHalves: true },
  { name: 'npz', ending: '.npz', use: 'NumPy', holdsRun: true, holdsHalves: false },
  { name: 'onnx', ending: '.onnx', use: 'ONNX, Netron', holdsRun: false, holdsHalves: false },
  { name: 'pickle', ending: '.pkl', use: 'NumPy original', holdsRun: false, holdsHalves: false },
  { name: 'json', ending: '.json', use: 'to be read', holdsRun: true, holdsHalves: false },
];

export type DigitFormat = 'npz' | 'json';

/** The first is the default. */
export const digitFormats: readonly {
  readonly name: DigitFormat;
  readonly ending: string;
  readonly use: string;
}[] = [
  { name: 'json', ending: '.json', use: 'with your strokes' },
  { name: 'npz', ending: '.npz', use: 'NumPy: images and labels' },
];

export function formatInfo(name: FileFormat): FileFormatInfo {
  return fileFormats.find((format) => format.name === name) ?? fileFormats[0];
}

/** The format of a file's name; undefined for other endings. */
export function formatOfName(fileName: string): FileFormatInfo | undefined {
  return fileFormats.find(({ ending }) => fileName.toLowerCase().endsWith(ending));
}

const longestName = 80;

/** A file's name for messages, which characters that turn the direction of text would garble: long ones without their middle. */
export function shownName(fileName: string): string {
  const characters = Array.from(harmless(fileName));
  if (characters.length <= longestName) return characters.join('');
  return [...characters.slice(0, longestName / 2), '…', ...characters.slice(1 - longestName / 2)].join('');
}
