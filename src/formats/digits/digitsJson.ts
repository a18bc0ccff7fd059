/**
 * Labelled digits as JSON (.json), to be read by people and by any program: our own. Each has the strokes that were drawn
 * and the image that the network gets of them; other programs may leave out either. A stroke is a line, and so is a
 * row of an image.
 */
import * as v from 'valibot';
import { type JsonKind, readOwnJson, writeOwnJson } from '../json/ownJson';
import { FormatError, quote } from '../weights';
import { DIGIT_SIDE, type DigitRecord, type DigitRecords, mostDigits } from './digitRecord';

const kind: JsonKind = {
  format: 'scratchnet-digits',
  limits: {
    holds: 'digits',
    fileBytes: 32 * 2 ** 20,
    items: 4_000_000,
    names: 10 * mostDigits,
    instead: `At most ${mostDigits} digits are read.`,
  },
};

type Points = readonly (readonly [number, number])[];

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isByte = (value: unknown) => isNumber(value) && Number.isInteger(value) && value >= 0 && value <= 255;

/** What is there thousands of times is checked by plain functions, which take a tenth of the time. */
const imageRow = v.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.length === DIGIT_SIDE && value.every(isByte),
  `${DIGIT_SIDE} whole numbers from 0 to 255`,
);
const points = v.custom<Points>(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((point) => Array.isArray(point) && point.length === 2 && point.every(isNumber)),
  'a list of points [x, y], one at least',
);

const side = 'a number above 0';
const label = 'a whole number from 0 to 9';
const when = 'a date such as 2026-01-31T12:00:00.000Z, or null';

const digitSchema = v.strictObject(
  {
    label: v.pipe(v.number(label), v.integer(label), v.minValue(0, label), v.maxValue(9, label)),
    when: v.optional(
      v.nullable(
        v.pipe(
          v.string(when),
          v.check((text) => text.length < 40 && Number.isFinite(Date.parse(text)), when),
        ),
      ),
      null,
    ),
    strokes: v.optional(
      v.nullable(v.pipe(v.array(points, 'a list of strokes'), v.nonEmpty('one stroke at least, or null'))),
      null,
    ),
    image: v.optional(
      v.nullable(v.pipe(v.array(imageRow, 'a list of rows'), v.length(DIGIT_SIDE, `${DIGIT_SIDE} rows`))),
      null,
    ),
  },
  'a digit with label, strokes, image and when, and nothing else',
);

const fileSchema = v.strictObject(
  {
    format: v.string(),
    version: v.literal(1, '1, as this program writes it; reload the page to get the newest'),
    sha256: v.optional(v.string('a text')),
    side: v.pipe(v.number(side), v.finite(side), v.gtValue(0, side)),
    digits: v.pipe(
      v.array(v.unknown(), 'a list of digits'),
      v.minLength(1, 'a list of one digit at least'),
      v.maxLength(mostDigits, `a list of at most ${mostDigits} digits`),
      v.array(digitSchema),
    ),
  },
  'an object with side and digits, and nothing else',
);

/** The same bytes for the same digits. */
export function writeDigitsJson({ side: square, digits }: DigitRecords): Uint8Array {
  return writeOwnJson(kind, [
    `  "side": ${square}`,
    `  "digits": [\n${digits.map(digitText).join(',\n')}\n  ]`,
  ]);
}

/** Reads what `writeDigitsJson` wrote, laid out in any way. `bytes` is not kept. Throws a FormatError, and nothing else. */
export function readDigitsJson(bytes: Uint8Array): DigitRecords {
  const result = v.safeParse(fileSchema, readOwnJson(bytes, kind), { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw wrong(v.getDotPath(issue) ?? 'digits', issue.message);
  }
  const { side: square, digits } = result.output;
  return { side: square, digits: digits.map((digit, at) => recordOf(digit, square, `digits.${at}`)) };
}

function recordOf(digit: v.InferOutput<typeof digitSchema>, square: number, field: string): DigitRecord {
  const { strokes, image } = digit;
  if (!strokes && !image) throw wrong(field, 'a digit with strokes or an image');
  return {
    label: digit.label,
    image: image && Uint8Array.from(image.flat()),
    strokes:
      strokes?.map((stroke, at) =>
        stroke.map(([x, y]) => {
          if (!(Math.min(x, y) >= 0 && Math.max(x, y) <= square))
            throw wrong(`${field}.strokes.${at}`, `inside the square, from 0 to ${square}`);
          return { x, y };
        }),
      ) ?? null,
    when: digit.when === null ? null : Date.parse(digit.when),
  };
}

function digitText({ label: digit, when: drawn, strokes, image }: DigitRecord): string {
  const list = (lines: readonly string[]) => `[\n        ${lines.join(',\n        ')}\n      ]`;
  const rows = Array.from(
    { length: DIGIT_SIDE },
    (_, row) => `[${image?.subarray(row * DIGIT_SIDE, (row + 1) * DIGIT_SIDE).join(', ')}]`,
  );
  const lines = strokes?.map((stroke) => `[${stroke.map(({ x, y }) => `[${x}, ${y}]`).join(', ')}]`);
  return [
    '    {',
    `      "label": ${digit},`,
    `      "when": ${drawn === null ? null : JSON.stringify(new Date(drawn))},`,
    `      "strokes": ${lines ? list(lines) : null},`,
    `      "image": ${image ? list(rows) : null}`,
    '    }',
  ].join('\n');
}

function wrong(field: string, wanted: string): FormatError {
  return new FormatError(
    'damaged',
    `The JSON is wrong at ${quote(field)}: it should be ${wanted}. If it was edited by hand, undo that; else export it again.`,
    { field },
  );
}
