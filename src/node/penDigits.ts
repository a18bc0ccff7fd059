/** Digits that were drawn with a pen, from a file, as the pad sees them: as they are, small, and tilted. */
import { readFileSync } from 'node:fs';
import { type BatchBuffer, type Dataset, requireRows } from '../datasets/dataset';
import { digitImage, type Stroke } from '../datasets/digitImage';
import { DIGIT_CLASSES, DIGIT_PIXELS } from '../datasets/digitRows';
import { createRandom } from '../engine/random';

export type PenDigit = { readonly label: number; readonly strokes: readonly Stroke[] };

/** How a digit comes onto the pad. */
export type Drawn = {
  /** Of its larger side, in the pad's; 0: not on a pad at all, with the coordinates of the file. */
  readonly size: number;
  /** Degrees, clockwise. */
  readonly tilt: number;
};

/** Pixels of the pad's side: there pens go from pixel to pixel. */
const PAD = 280;
const SEED = 1;

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
    if (!Array.isArray(strokes) || !strokes.every(isPath))
      return fail(`has at digits[${index}] no strokes that are lists of [x, y]`);
    return { label, strokes: strokes.map((path) => path.map(([x, y]) => ({ x, y }))) };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isPath = (path: unknown): path is [number, number][] =>
  Array.isArray(path) &&
  path.every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite));

/** As rows of what the network sees, drawn by the pad's own code. */
export function penRows(digits: readonly PenDigit[], drawn: Drawn): Dataset {
  const random = createRandom(SEED);
  const images = digits.map(({ strokes }) =>
    digitImage(drawn.size > 0 ? onPad(strokes, drawn, random) : strokes),
  );
  return {
    inputs: DIGIT_PIXELS,
    outputs: DIGIT_CLASSES,
    rows: digits.length,
    ready: digits.length,
    writeBatch(x: BatchBuffer, target: BatchBuffer, order: Uint32Array, from: number, count: number) {
      requireRows(this, order, from, count);
      target.fill(0, 0, count * DIGIT_CLASSES);
      for (let b = 0; b < count; b++) {
        const row = order[from + b];
        x.set(images[row], b * DIGIT_PIXELS);
        target[b * DIGIT_CLASSES + digits[row].label] = 1;
      }
    },
  };
}

/** Tilted, scaled, anywhere where it fits, and on whole pixels. */
function onPad(
  strokes: readonly Stroke[],
  { size, tilt }: Drawn,
  random: { uniform(): number },
): readonly Stroke[] {
  const [sine, cosine] = [Math.sin((tilt * Math.PI) / 180), Math.cos((tilt * Math.PI) / 180)];
  const tilted = strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: cosine * x - sine * y, y: sine * x + cosine * y })),
  );
  const points = tilted.flat();
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const width = Math.max(...points.map(({ x }) => x)) - left;
  const height = Math.max(...points.map(({ y }) => y)) - top;
  const scale = (size * PAD) / (Math.max(width, height) || 1);
  const right = random.uniform() * (PAD - width * scale);
  const down = random.uniform() * (PAD - height * scale);
  return tilted.map((stroke) =>
    stroke.map(({ x, y }) => ({
      x: Math.round(right + (x - left) * scale),
      y: Math.round(down + (y - top) * scale),
    })),
  );
}
