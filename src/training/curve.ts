/** Bounded history of a run: folds what is too fine for a chart, and keeps the extremes visible. */
import type { LayerFigures, Progress } from './trainer';

export type CurvePoint = {
  /** The last step that the point covers. */
  readonly step: number;
  readonly epoch: number;
  /** Over the steps covered: mean, smallest and largest batch loss, and share of samples answered right. */
  readonly trainLoss: number;
  readonly trainLossMin: number;
  readonly trainLossMax: number;
  readonly trainAccuracy: number;
  /** The learning rate of the last step. */
  readonly rate: number;
  /** Null unless a test measurement fell into the steps covered. */
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** By layer, of the last step covered that was measured; null: none was. */
  readonly layers: readonly LayerFigures[] | null;
};

export const maxCurvePoints = 400;

export type Curve = {
  /** Folds in what happened since the last call. */
  add(progress: Progress): void;
  /** At most `maxCurvePoints`, oldest first; the same array until something is added. */
  points(): readonly CurvePoint[];
  /** Forgets what came after a step: the run has gone back to it. */
  cut(step: number): void;
};

/** Each point covers about as many steps as the others; that number doubles whenever the curve is full. */
export function createCurve(): Curve {
  let closed: CurvePoint[] = [];
  let open: CurvePoint | null = null;
  let resolution = 1;
  let published: readonly CurvePoint[] | null = null;

  const lastClosedStep = () => closed.at(-1)?.step ?? 0;

  function append(point: CurvePoint) {
    open = open ? merge(open, point, lastClosedStep()) : point;
    if (open.step - lastClosedStep() >= resolution) {
      closed.push(open);
      open = null;
    }
    // One place is kept for the open point.
    if (closed.length >= maxCurvePoints - 1) {
      closed = halve(closed);
      resolution *= 2;
    }
    published = null;
  }

  return {
    add: (progress) => append(pointOf(progress)),
    points() {
      published ??= open ? [...closed, open] : [...closed];
      return published;
    },
    cut(step) {
      closed = closed.filter((point) => point.step <= step);
      if (open && open.step > step) open = null;
      if (closed.length === 0) resolution = 1;
      published = null;
    },
  };
}

function pointOf({
  test,
  step,
  epoch,
  trainLoss,
  trainLossMin,
  trainLossMax,
  trainAccuracy,
  rate,
  figures,
}: Progress): CurvePoint {
  return {
    step,
    epoch,
    trainLoss,
    trainLossMin,
    trainLossMax,
    trainAccuracy,
    rate,
    // A network that is far out has a loss without end, which has no place in a picture.
    testLoss: test && Number.isFinite(test.loss) ? test.loss : null,
    testAccuracy: test?.accuracy ?? null,
    layers: figures?.layers ?? null,
  };
}

/** Two neighbours as one: means weighted by the steps covered, extremes kept, the newer test measurement wins. */
function merge(a: CurvePoint, b: CurvePoint, stepBeforeA: number): CurvePoint {
  const share = b.step > stepBeforeA ? (b.step - a.step) / (b.step - stepBeforeA) : 1;
  const mix = (x: number, y: number) => x + (y - x) * share;
  return {
    step: b.step,
    epoch: b.epoch,
    trainLoss: mix(a.trainLoss, b.trainLoss),
    trainLossMin: Math.min(a.trainLossMin, b.trainLossMin),
    trainLossMax: Math.max(a.trainLossMax, b.trainLossMax),
    trainAccuracy: mix(a.trainAccuracy, b.trainAccuracy),
    rate: b.rate,
    testLoss: b.testLoss ?? a.testLoss,
    testAccuracy: b.testAccuracy ?? a.testAccuracy,
    layers: b.layers ?? a.layers,
  };
}

function halve(points: readonly CurvePoint[]): CurvePoint[] {
  const halved: CurvePoint[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [a, b] = [points[i], points[i + 1]];
    halved.push(b ? merge(a, b, points[i - 1]?.step ?? 0) : a);
  }
  return halved;
}
