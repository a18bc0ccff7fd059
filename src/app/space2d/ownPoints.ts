/** Points of one's own, each change as whole new ones: what is painted, erased and taken over. */
import { isForTraining, type Points, planeReach } from '../../datasets/points';
import { classCount, shapeLimits, shapePoints } from '../../datasets/shapes2d';
import type { OwnShapesData, ShapesData } from '../../training/trainer';
import type { Place } from './plane';

/** Thousandths of the plane: finer than it is shown, and short in a file. */
const rounded = (value: number) =>
  Math.max(-planeReach, Math.min(planeReach, Math.round(1000 * value) / 1000));

/** The points of `data` as one's own; of a pattern they are rounded to thousandths. */
export function ownPoints(data: ShapesData): OwnShapesData {
  if (data.pattern === 'own') return data;
  const { train, test } = shapePoints(data);
  const isLabel = (at: number) => data.classes > 0 && at % 3 === 2;
  const copied = (points: Points) => points.map((value, at) => (isLabel(at) ? value : rounded(value)));
  return {
    type: 'shapes',
    pattern: 'own',
    names: Array.from({ length: data.classes }, (_, index) => String(index + 1)),
    trainShare: data.trainShare,
    train: copied(train),
    test: copied(test),
  };
}

export function countPoints(data: ShapesData): number {
  const { train, test } = shapePoints(data);
  return (train.length + test.length) / 3;
}

/** With one more point of the class, or of the value, `target`; null where there are as many as can be. */
export function withPoint(data: ShapesData, { x, y }: Place, target: number): OwnShapesData | null {
  const own = ownPoints(data);
  if (countPoints(own) >= shapeLimits.ownPoints) return null;
  const classes = classCount(own);
  const isAlike = (value: number, at: number) => at % 3 === 2 && (classes === 0 || value === target);
  const nth = own.train.filter(isAlike).length + own.test.filter(isAlike).length;
  const part = isForTraining(nth, target, classes, own.trainShare) ? 'train' : 'test';
  return { ...own, [part]: [...own[part], rounded(x), rounded(y), classes === 0 ? rounded(target) : target] };
}

/** Without those nearer to `place` than `reach`. */
export function withoutPointsAt(data: ShapesData, place: Place, reach: number): ShapesData {
  const { train, test } = shapePoints(data);
  const isAway = (points: Points, at: number) =>
    Math.hypot(points[at] - place.x, points[at + 1] - place.y) > reach;
  const kept = (points: Points) => points.filter((_, at) => isAway(points, at - (at % 3)));
  const [left, leftTest] = [kept(train), kept(test)];
  // A pattern stays one as long as nothing of it is erased.
  if (left.length === train.length && leftTest.length === test.length) return data;
  const own = ownPoints(data);
  return { ...own, train: kept(own.train), test: kept(own.test) };
}

export function withoutPoints(data: ShapesData): OwnShapesData {
  return { ...ownPoints(data), train: [], test: [] };
}

/** With other classes, or with values (0): the first class becomes −1, the last 1, and what is between lies between. */
export function withClasses(own: OwnShapesData, classes: number): OwnShapesData {
  const before = own.names.length;
  const moved = (points: Points) =>
    points.map((target, at) => {
      if (at % 3 !== 2) return target;
      if (classes === 0) return before === 0 ? target : rounded((2 * target) / (before - 1) - 1);
      // A class that is gone becomes the last one.
      if (before > 0) return Math.min(target, classes - 1);
      return Math.max(0, Math.min(classes - 1, Math.round(((target + 1) / 2) * (classes - 1))));
    });
  const names = Array.from({ length: classes }, (_, index) => own.names[index] ?? String(index + 1));
  return { ...own, names, train: moved(own.train), test: moved(own.test) };
}
