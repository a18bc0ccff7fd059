/**
 * Points by rules: problems of two inputs that can be seen. Only + − × ÷ and the square root go in, and
 * `engine/random`: a spec gives the same points, to the bit, everywhere.
 */
import { createRandom, type Random } from '../engine/random';
import { type Points, planeReach, type SplitPoints, splitPoints } from './points';
import { cosineOfTurns, sineOfTurns } from './sine';

/** As they are offered: classes first, then values. */
export const patterns = [
  'spirals',
  'circles',
  'moons',
  'xor',
  'gaussians',
  'checkerboard',
  'plane',
  'waves',
] as const;
export type Pattern = (typeof patterns)[number];

/** Points drawn by the rule of a pattern. */
export type DrawnShapes = {
  readonly pattern: Pattern;
  /** As `classesOf(pattern)` has them; 0: each point has a value instead. */
  readonly classes: number;
  /** Deviation of what is added to x and to y, or to the value. */
  readonly noise: number;
  readonly samples: number;
  /** Of all points, those to learn from; the others are for the test. */
  readonly trainShare: number;
  readonly seed: number;
};

/** Points of somebody's own: part of the spec, so that a run can be repeated, and goes on from a file, without them. */
export type OwnShapes = SplitPoints & {
  readonly pattern: 'own';
  /** Of the classes; none: each point has a value instead. */
  readonly names: readonly string[];
  /** Of the points that are added. */
  readonly trainShare: number;
};

export type ShapesSpec = DrawnShapes | OwnShapes;

export const shapeLimits = {
  classes: [2, 5],
  noise: [0, 0.5],
  samples: [20, 2000],
  trainShare: [0.1, 0.9],
  /** Own points: their numbers must fit into the card of a file. */
  ownPoints: 5000,
  /** Characters of the name of a class. */
  name: 24,
} as const;

type Place = readonly [x: number, y: number];

type Rule = {
  /** Least and most; 0 for values. */
  readonly classes: readonly [number, number];
  /** Before noise. */
  readonly place: (random: Random, label: number, classes: number) => Place;
  readonly value?: (x: number, y: number) => number;
};

const rules: Record<Pattern, Rule> = {
  /** Arm c of k: from the middle out, t = 0 … 1, radius 0.1 + 0.85 t, angle (c + 3 t) / k turns: as far apart for any k. */
  spirals: {
    classes: [2, 5],
    place: (random, label, classes) => {
      // The root: further out there is more of the arm.
      const t = Math.sqrt(random.uniform());
      return onCircle(0.1 + 0.85 * t, (label + 3 * t) / classes);
    },
  },
  /** Ring c of k has the radius 0.9 (c + 1) / k. */
  circles: {
    classes: [2, 5],
    place: (random, label, classes) => onCircle((0.9 * (label + 1)) / classes, random.uniform()),
  },
  /** Half circles, t = 0 … 1: ±0.6 (cos πt − 1/2, sin πt − 1/4). */
  moons: {
    classes: [2, 2],
    place: (random, label) => {
      const halfTurn = random.uniform() / 2;
      const size = label === 0 ? 0.6 : -0.6;
      return [size * (cosineOfTurns(halfTurn) - 0.5), size * (sineOfTurns(halfTurn) - 0.25)];
    },
  },
  /** The corners (±0.7, ±0.7): class 0 where both signs are the same. */
  xor: {
    classes: [2, 2],
    place: (random, label) => {
      const x = random.uniform() < 0.5 ? -0.7 : 0.7;
      return [x, label === 0 ? x : -x];
    },
  },
  /** Centre c of k is on a circle: radius 0.65, angle c / k turns. The noise is all that spreads the points. */
  gaussians: { classes: [2, 5], place: (_, label, classes) => onCircle(0.65, label / classes) },
  /** 4 × 4 fields from −1 to 1, a fifth of each left free: the one in column i and row j is of class (i + j) mod k. */
  checkerboard: {
    classes: [2, 5],
    place: (random, label, classes) => {
      let i = random.integer(4);
      let j = random.integer(4);
      while ((i + j) % classes !== label) {
        i = random.integer(4);
        j = random.integer(4);
      }
      const inField = (field: number) => (field - 1.5) / 2 + 0.4 * (random.uniform() - 0.5);
      return [inField(i), inField(j)];
    },
  },
  /** z = (x + y) / 2 */
  plane: { classes: [0, 0], place: anywhere, value: (x, y) => (x + y) / 2 },
  /** z = sin πx · cos πy */
  waves: {
    classes: [0, 0],
    place: anywhere,
    value: (x, y) => sineOfTurns(x / 2) * cosineOfTurns(y / 2),
  },
};

function anywhere(random: Random): Place {
  return [2 * random.uniform() - 1, 2 * random.uniform() - 1];
}

function onCircle(radius: number, turns: number): Place {
  return [radius * cosineOfTurns(turns), radius * sineOfTurns(turns)];
}

/** Least and most classes; both 0 where points have values. */
export function classesOf(pattern: Pattern): readonly [number, number] {
  return rules[pattern].classes;
}

/** 0: points have values. */
export function classCount(spec: ShapesSpec): number {
  return spec.pattern === 'own' ? spec.names.length : spec.classes;
}

/** Throws an Error that says what is wrong with `spec`. */
export function checkShapes(spec: ShapesSpec): void {
  between('trainShare', spec.trainShare, shapeLimits.trainShare);
  if (spec.pattern === 'own') checkOwn(spec);
  else {
    const { pattern, classes, noise, samples, seed } = spec;
    between(`classes of ${pattern}`, classes, classesOf(pattern), true);
    between('noise', noise, shapeLimits.noise);
    between('samples', samples, shapeLimits.samples, true);
    between('seed', seed, [0, 2 ** 32 - 1], true);
  }
}

function between(name: string, value: number, [least, most]: readonly [number, number], whole = false): void {
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value)))
    throw new Error(
      `shapes: ${name} must be ${least === most ? least : `${whole ? 'a whole number ' : ''}from ${least} to ${most}`}, not ${value}`,
    );
}

function checkOwn({ names, train, test }: OwnShapes): void {
  const [least, most] = shapeLimits.classes;
  if (names.length !== 0 && !(names.length >= least && names.length <= most))
    throw new Error(`shapes: own points have ${least} to ${most} classes or none, not ${names.length}`);
  const points = (train.length + test.length) / 3;
  if (points > shapeLimits.ownPoints)
    throw new Error(`shapes: at most ${shapeLimits.ownPoints} own points are taken, not ${points}`);
  for (const part of [train, test]) {
    if (part.length % 3 !== 0) throw new Error(`shapes: ${part.length} numbers are not points of three`);
    for (let at = 0; at < part.length; at += 3) {
      const [x, y, target] = part.slice(at, at + 3);
      const isPlace = Math.abs(x) <= planeReach && Math.abs(y) <= planeReach;
      const isTarget =
        names.length === 0
          ? Math.abs(target) <= planeReach
          : Number.isInteger(target) && target >= 0 && target < names.length;
      if (!isPlace || !isTarget)
        throw new Error(
          `shapes: the own point ${x}, ${y} of ${target} is outside of the plane or the classes`,
        );
    }
  }
}

/** Of specs that are still in use. */
const known = new WeakMap<ShapesSpec, SplitPoints>();

/** The points of `spec`, drawn once. Throws an Error as `checkShapes` does. */
export function shapePoints(spec: ShapesSpec): SplitPoints {
  const found = known.get(spec);
  if (found) return found;
  checkShapes(spec);
  const points = spec.pattern === 'own' ? spec : splitPoints(drawPoints(spec), spec.classes, spec.trainShare);
  known.set(spec, points);
  return points;
}

/** Classes in turn, so that there are as many points of each. */
function drawPoints({ pattern, classes, noise, samples, seed }: DrawnShapes): Points {
  const { place, value } = rules[pattern];
  const random = createRandom(seed);
  const points: number[] = [];
  for (let row = 0; row < samples; row++) {
    if (value) {
      const [x, y] = place(random, 0, 0);
      points.push(x, y, value(x, y) + noise * random.normal());
    } else {
      const label = row % classes;
      points.push(...withNoise(place(random, label, classes), noise, random), label);
    }
  }
  return points;
}

/** Drawn again where it would lie outside of the plane. */
function withNoise([x, y]: Place, noise: number, random: Random): Place {
  while (true) {
    const noisy: Place = [x + noise * random.normal(), y + noise * random.normal()];
    if (Math.abs(noisy[0]) <= planeReach && Math.abs(noisy[1]) <= planeReach) return noisy;
  }
}
