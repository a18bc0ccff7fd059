/** Points of a plane, each of a class or with a value: divided into those to learn from and those to test on. */
import { DatasetError } from './dataset';
import { TableDataset } from './tableDataset';

/** `[n, 3]` in one list: x, y, and the class from 0 or, where there are none, the value. */
export type Points = readonly number[];

export type SplitPoints = { readonly train: Points; readonly test: Points };

/** x and y are shown from −1.25 to 1.25; data lie about from −1 to 1, and so do values. */
export const planeReach = 1.25;

/** An answer this near to a value counts as right: a tenth of what values span. */
export const valueTolerance = 0.2;

/**
 * Whether the `nth` point of its class, from 0, is one to learn from, for any order of points: of each class `share` of
 * them, to a point, and so of all together, since each class begins at another phase. `classes` is 0 for values.
 */
export function isForTraining(nth: number, label: number, classes: number, share: number): boolean {
  const phase = classes === 0 ? 0.5 : (label + 0.5) / classes;
  return Math.floor((nth + 1) * share + phase) > Math.floor(nth * share + phase);
}

/** Keeps the order. */
export function splitPoints(points: Points, classes: number, share: number): SplitPoints {
  const train: number[] = [];
  const test: number[] = [];
  const seen = new Map<number, number>();
  for (let at = 0; at < points.length; at += 3) {
    const label = classes === 0 ? 0 : points[at + 2];
    const nth = seen.get(label) ?? 0;
    seen.set(label, nth + 1);
    const part = isForTraining(nth, label, classes, share) ? train : test;
    part.push(points[at], points[at + 1], points[at + 2]);
  }
  return { train, test };
}

/** How many numbers a network may put out for each point: two classes fit into one. */
export function outputsForClasses(classes: number): readonly number[] {
  if (classes === 0) return [1];
  return classes === 2 ? [1, 2] : [classes];
}

/**
 * As rows of two inputs, and of `outputs` targets: the value; of two classes 0 or 1; or 1 for the class and 0 for the
 * others. Throws a DatasetError where so many outputs can't say it.
 */
export function pointsDataset(points: Points, classes: number, outputs: number): TableDataset {
  if (!outputsForClasses(classes).includes(outputs))
    throw new DatasetError(
      `${classes === 0 ? 'Values need 1 output' : `${classes} classes need ${outputsForClasses(classes).join(' or ')} outputs`}; the network has ${outputs}.`,
    );
  const rows = points.length / 3;
  const x = new Float64Array(2 * rows);
  const target = new Float64Array(outputs * rows);
  for (let row = 0; row < rows; row++) {
    x[2 * row] = points[3 * row];
    x[2 * row + 1] = points[3 * row + 1];
    if (outputs === 1) target[row] = points[3 * row + 2];
    else target[row * outputs + points[3 * row + 2]] = 1;
  }
  return new TableDataset(2, outputs, x, target, classes === 0 ? valueTolerance : undefined);
}
