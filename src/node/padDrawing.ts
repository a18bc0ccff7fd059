/** Drawings as they come onto the pad: in any size, anywhere on it, tilted, and traced by one pen or another. */
import type { Stroke } from '../datasets/digitImage';
import { createRandom, type Random } from '../engine/random';

type Drawing = readonly Stroke[];
export type Range = readonly [least: number, most: number];

/**
 * The pad keeps where the pen went and not how wide it is, so pens differ in the points that come from them.
 *
 * - asDrawn: those of the drawing.
 * - sparse: each a tenth of the drawing's larger side from the one before: a mouse in a hurry.
 * - dense: one every hundredth, straight from point to point: a tablet.
 * - shaky: each off by up to 2 % across and down: a marker so thick that nobody sees its middle.
 */
export type Trace = 'asDrawn' | 'sparse' | 'dense' | 'shaky';

/** What is a range is by chance in it, for each drawing. */
export type Drawn = {
  /** Of the larger side, in the pad's. */
  readonly size: Range;
  /** Degrees, clockwise. */
  readonly tilt: Range;
  readonly trace: Trace;
};

/** Pixels of the pad's side: there pens go from pixel to pixel. */
export const padSide = 280;

const SPARSE = 0.1;
const DENSE = 0.01;
const SHAKE = 0.02;
const SEED = 1;

/** Each somewhere on the pad where it fits, in whole pixels from its upper left corner; the same in every run. */
export function drawOnPad(drawings: readonly Drawing[], drawn: Drawn): readonly Drawing[] {
  const random = createRandom(SEED);
  const within = ([least, most]: Range): number => least + (most - least) * random.uniform();
  return drawings.map((drawing) => {
    const tilted = tilt(trace(drawing, drawn.trace, random), within(drawn.tilt));
    const { left, top, width, height } = boundsOf(tilted);
    const scale = (within(drawn.size) * padSide) / (Math.max(width, height) || 1);
    const right = random.uniform() * (padSide - width * scale);
    const down = random.uniform() * (padSide - height * scale);
    return everyPoint(tilted, ({ x, y }) => ({
      x: Math.round(right + (x - left) * scale),
      y: Math.round(down + (y - top) * scale),
    }));
  });
}

type Point = Stroke[number];

const everyPoint = (drawing: Drawing, move: (point: Point) => Point): Drawing =>
  drawing.map((stroke) => stroke.map(move));

function boundsOf(drawing: Drawing) {
  const points = drawing.flat();
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const width = Math.max(...points.map(({ x }) => x)) - left;
  const height = Math.max(...points.map(({ y }) => y)) - top;
  return { left, top, width, height };
}

function tilt(drawing: Drawing, degrees: number): Drawing {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return everyPoint(drawing, ({ x, y }) => ({ x: cosine * x - sine * y, y: sine * x + cosine * y }));
}

function trace(drawing: Drawing, how: Trace, random: Pick<Random, 'uniform'>): Drawing {
  const { width, height } = boundsOf(drawing);
  const side = Math.max(width, height);
  switch (how) {
    case 'asDrawn':
      return drawing;
    case 'sparse':
      return drawing.map((stroke) => thinOut(stroke, SPARSE * side));
    case 'dense':
      return drawing.map((stroke) => fillIn(stroke, DENSE * side));
    case 'shaky': {
      const off = () => (2 * random.uniform() - 1) * SHAKE * side;
      return everyPoint(drawing, ({ x, y }) => ({ x: x + off(), y: y + off() }));
    }
  }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Keeps the first point, the last, and of the others those that are not nearer than `gap` to the one kept before. */
function thinOut(stroke: Stroke, gap: number): Stroke {
  const kept = [stroke[0]];
  for (const point of stroke.slice(1, -1))
    if (distance(point, kept[kept.length - 1]) >= gap) kept.push(point);
  return stroke.length > 1 ? [...kept, stroke[stroke.length - 1]] : kept;
}

/** Adds points until none is further than `gap` from the next. */
function fillIn(stroke: Stroke, gap: number): Stroke {
  return stroke.flatMap((end, index) => {
    const start = stroke[Math.max(0, index - 1)];
    const steps = gap > 0 ? Math.max(1, Math.ceil(distance(start, end) / gap)) : 1;
    return Array.from({ length: steps }, (_, step) => {
      const share = (step + 1) / steps;
      return { x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) };
    });
  });
}
