/** Digits that somebody drew and labelled, as files. */
import { digitImageBytes } from '../datasets/digitImage';
import type { DigitRecord } from '../formats/digits/digitRecord';
import { readDigitsJson, writeDigitsJson } from '../formats/digits/digitsJson';
import { readDigitsNpz, writeDigitsNpz } from '../formats/digits/digitsNpz';
import { describeFile } from '../formats/fileKind';
import { recognisesJson } from '../formats/json/ownJson';
import { recognisesNpz } from '../formats/npz/npz';
import { FormatError } from '../formats/weights';
import type { DigitFormat } from './fileFormats';
import type { LabelledDigit } from './trainer';

export function writeDigits(digits: readonly LabelledDigit[], format: DigitFormat, side: number): Uint8Array {
  return format === 'npz' ? writeDigitsNpz(digits) : writeDigitsJson({ side, digits });
}

/** Throws a FormatError, and nothing else. */
export function readDigits(bytes: Uint8Array, side: number): readonly LabelledDigit[] {
  if (recognisesNpz(bytes)) return readDigitsNpz(bytes).map(withImage);
  if (!recognisesJson(bytes)) throw notDigits(bytes);
  const file = readDigitsJson(bytes);
  return file.digits.map((digit) => withImage(scaled(digit, side / file.side)));
}

function notDigits(bytes: Uint8Array): FormatError {
  const what = bytes.length === 0 ? 'empty (0 bytes)' : describeFile(bytes);
  const code = bytes.length === 0 ? 'empty' : 'wrongKind';
  return new FormatError(code, `The file is ${what}. Choose a file of digits: .npz or .json.`, { offset: 0 });
}

/** The image of strokes alone is the one that the pad would make of them. */
function withImage(digit: DigitRecord): LabelledDigit {
  return { ...digit, image: digit.image ?? digitImageBytes(digit.strokes ?? []) };
}

function scaled(digit: DigitRecord, factor: number): DigitRecord {
  if (factor === 1 || digit.strokes === null) return digit;
  const strokes = digit.strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: x * factor, y: y * factor })));
  return { ...digit, strokes };
}
