/** Labelled digits that leave and come back, and how many of them. */

/** Where a pen went without being lifted; x to the right, y down. */
type Stroke = readonly { readonly x: number; readonly y: number }[];

/** One digit as files hold it. It has strokes, or an image, or both. */
export type DigitRecord = {
  /** What it is: 0 to 9. */
  readonly label: number;
  /** `[784]`, 28 rows of 28, from 0 (paper) to 255 (ink), in memory of its own. */
  readonly image: Uint8Array | null;
  /** In the order in which they were drawn. */
  readonly strokes: readonly Stroke[] | null;
  /** When it was drawn, in milliseconds since 1970 (UTC). */
  readonly when: number | null;
};

export type DigitRecords = {
  /** Strokes lie in a square from 0, 0 to `side`, `side`. */
  readonly side: number;
  /** At least one. */
  readonly digits: readonly DigitRecord[];
};

/** More are not written, and not read. */
export const mostDigits = 2000;

export const DIGIT_SIDE = 28;
export const DIGIT_PIXELS = DIGIT_SIDE * DIGIT_SIDE;
