/** Digits that were drawn with a pen, from a file. */
import { readFileSync } from 'node:fs';
import type { Stroke } from '../datasets/digitImage';
import { DIGIT_CLASSES } from '../datasets/digitRows';

export type PenDigit = { readonly label: number; readonly strokes: readonly Stroke[] };

/**
 * JSON: `{ "digits": [{ "label": 0, "strokes": [[[x, y], …], …] }, …] }`, x to the right, y down, in any unit. Throws
 * an Error of one sentence.
 */
export function readPenDigits(file: string): PenDigit[] {
  const fail = (what: string): never => {
    throw new Error(`--pen: ${file} ${what}.`);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`can't be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
  const digits = isObject(content) && Array.isArray(content.digits) ? content.digits : [];
  if (digits.length === 0) fail('has no list "digits" with drawings in it');
  return digits.map((digit: unknown, index: number) => {
    const { label, strokes } = isObject(digit) ? digit : {};
    if (typeof label !== 'number' || !(Number.isInteger(label) && label >= 0 && label < DIGIT_CLASSES))
      return fail(`has at digits[${index}] no label from 0 to 9`);
    if (!Array.isArray(strokes) || strokes.length === 0 || !strokes.every(isPath))
      return fail(`has at digits[${index}] no strokes that are lists of [x, y]`);
    return { label, strokes: strokes.map((path) => path.map(([x, y]) => ({ x, y }))) };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isPath = (path: unknown): path is [number, number][] =>
  Array.isArray(path) &&
  path.length > 0 &&
  path.every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite));
