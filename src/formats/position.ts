/** Where in its run a checkpoint was taken, as JSON text beside the card; checked strictly when it comes back. */
import * as v from 'valibot';
import { checked } from './card';
import { FormatError, quote } from './weights';

const MAX_CHARACTERS = 1000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const word = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));
/** Four zeros are the one state that xoshiro128** never leaves. */
const randomState = v.pipe(
  v.tuple([word, word, word, word]),
  v.check((words) => words.some((value) => value !== 0), 'a word that is not 0'),
);

const positionSchema = v.strictObject({
  /** Steps done. */
  step: count,
  /** Whole passes over the training rows done, and rows done of the one that follows. */
  epoch: count,
  row: count,
  /** Of the run's generator now, and before the order of this pass was drawn from it. */
  random: randomState,
  epochRandom: randomState,
});

export type RunPosition = {
  readonly [K in keyof v.InferOutput<typeof positionSchema>]: Readonly<
    v.InferOutput<typeof positionSchema>[K]
  >;
};

/** The same text for the same position. Throws a FormatError (`position`) for one that could not be read again. */
export function positionText(position: RunPosition): string {
  return JSON.stringify(checked(positionSchema, position, 'position', 'position'));
}

/** Reads what `positionText` wrote. Throws a FormatError (`position`) that names the first field that is wrong. */
export function parsePosition(json: string): RunPosition {
  let value: unknown;
  try {
    value = json.length > MAX_CHARACTERS ? undefined : JSON.parse(json);
  } catch {
    // Said below, as for JSON of another kind.
  }
  if (value === undefined)
    throw new FormatError(
      'position',
      `The position of the run is not JSON of at most ${MAX_CHARACTERS} characters; it begins with ${quote(json)}. Save the checkpoint again.`,
      { field: 'position' },
    );
  return checked(positionSchema, value, 'position', 'position');
}
