/** What somebody draws who draws nothing: scribbles of several kinds, none of them a digit. */
import type { Stroke } from './digitImage';
import { between, oneOf, type RandomNumbers } from './handwriting';
import { curveThrough, type Knot } from './strokeTemplates';

type Kind = (random: RandomNumbers) => Stroke[];

/** One scribble of any kind. */
export function scribble(random: RandomNumbers): Stroke[] {
  return oneOf(random, kinds)(random);
}

const kinds: readonly Kind[] = [
  glyph,
  glyph,
  glyph,
  curve,
  zigzag,
  spiral,
  coil,
  wave,
  lines,
  hatching,
  dots,
  polygon,
  flatLine,
  curls,
];

/** A letter of no alphabet: four strokes or more, each from where another one was, straight or bent. */
function glyph(random: RandomNumbers): Stroke[] {
  const places = [placeOnGrid(random)];
  return times(4 + random.integer(3), () => {
    const start = oneOf(random, places);
    const end = placeOnGrid(random);
    const bend = random.uniform() < 0.5 ? 0 : 0.35 * random.normal();
    const middle = {
      x: (start.x + end.x) / 2 + bend * (end.y - start.y),
      y: (start.y + end.y) / 2 - bend * (end.x - start.x),
      isCorner: false,
    };
    places.push(middle, end);
    return curveThrough([start, middle, end]);
  });
}

/** Near one of three by four places. */
const placeOnGrid = (random: RandomNumbers): Knot => ({
  x: 35 * random.integer(3) + 4 * random.normal(),
  y: 33 * random.integer(4) + 4 * random.normal(),
  isCorner: false,
});

/** Through points anywhere: so many that it is no digit. */
function curve(random: RandomNumbers): Stroke[] {
  const knots = times(6 + random.integer(12), () => knotIn(random));
  return [curveThrough(knots)];
}

/** A few short curves that have nothing to do with each other. */
function curls(random: RandomNumbers): Stroke[] {
  return times(3 + random.integer(3), () => {
    const [x, y] = [between(random, 0, 100), between(random, 0, 100)];
    const reach = between(random, 15, 60);
    const knots = times(3 + random.integer(3), () => ({
      x: x + reach * random.normal(),
      y: y + reach * random.normal(),
      isCorner: random.uniform() < 0.3,
    }));
    return curveThrough(knots);
  });
}

/** From side to side, once or so often that it is a blot, in any direction. */
function zigzag(random: RandomNumbers): Stroke[] {
  const turns = 4 + random.integer(10);
  const isSharp = random.uniform() < 0.6;
  const length = between(random, 40, 160);
  const knots = times(turns, (i) => ({
    x: (length * i) / turns + 5 * random.normal(),
    y: 100 * (i % 2) + 10 * random.normal(),
    isCorner: isSharp,
  }));
  return [turned(curveThrough(knots), random)];
}

/** Two turns or more, outwards. */
function spiral(random: RandomNumbers): Stroke[] {
  const steps = 20 + random.integer(28);
  return [around(random, steps, (step) => ({ radius: 4 + step, x: 0, y: 0 }))];
}

/** Loops in a row, as on a telephone's cord. */
function coil(random: RandomNumbers): Stroke[] {
  const steps = 28 + random.integer(30);
  const pitch = between(random, 1.5, 4);
  return [
    turned(
      around(random, steps, (step) => ({ radius: 20, x: pitch * step, y: 0 })),
      random,
    ),
  ];
}

function wave(random: RandomNumbers): Stroke[] {
  const crests = 4 + random.integer(5);
  const height = between(random, 10, 40);
  const knots = times(crests, (i) => ({
    x: (120 * i) / crests + 3 * random.normal(),
    y: height * (i % 2) + 3 * random.normal(),
    isCorner: false,
  }));
  return [curveThrough(knots)];
}

/** Three lines or more, each from anywhere to anywhere. */
function lines(random: RandomNumbers): Stroke[] {
  return times(3 + random.integer(4), () => [knotIn(random), knotIn(random)]);
}

/** Lines beside each other, and perhaps others across. */
function hatching(random: RandomNumbers): Stroke[] {
  const rows = 3 + random.integer(4);
  const across = random.integer(2) * (2 + random.integer(4));
  const end = () => 5 * random.normal();
  const level = (i: number, of: number) => (100 * i) / (of - 1) + 4 * random.normal();
  const strokes = [
    ...times(rows, (i) => ({ y: level(i, rows) })).map(({ y }) => [
      { x: end(), y },
      { x: 100 + end(), y },
    ]),
    ...times(across, (i) => ({ x: level(i, across) })).map(({ x }) => [
      { x, y: end() },
      { x, y: 100 + end() },
    ]),
  ];
  const turn = turnBy(random);
  return strokes.map((stroke) => stroke.map(turn));
}

/** One, which is a point, or some, as a hand makes them. */
function dots(random: RandomNumbers): Stroke[] {
  const count = 1 + random.integer(6);
  if (count === 1) return [[{ x: 0, y: 0 }]];
  return times(count, () => {
    const { x, y } = knotIn(random);
    return [
      { x, y },
      { x: x + 2 * random.normal(), y: y + 2 * random.normal() },
    ];
  });
}

/** Three to five corners, closed. */
function polygon(random: RandomNumbers): Stroke[] {
  const corners = 3 + random.integer(3);
  const ring = times(corners, (i) => ({ i }));
  const turn = turnBy(random);
  const [flat, rough] = [between(random, 0.7, 1), between(random, 0, 12)];
  const knots = ring.map(({ i }) => {
    const { x, y } = directions[Math.floor((i * directions.length) / corners)];
    return { ...turn({ x: 50 * x + rough * random.normal(), y: 50 * flat * y }), isCorner: true };
  });
  return [curveThrough([...knots, knots[0]])];
}

/** Nearer to lying than to standing: no 1. */
function flatLine(random: RandomNumbers): Stroke[] {
  const rise = 35 * (2 * random.uniform() - 1);
  const bend = 8 * random.normal();
  return [
    curveThrough([
      { x: 0, y: 0, isCorner: false },
      { x: 50, y: rise / 2 + bend, isCorner: false },
      { x: 100, y: rise, isCorner: false },
    ]),
  ];
}

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const knotIn = (random: RandomNumbers): Knot => ({
  x: between(random, 0, 100),
  y: between(random, 0, 100),
  isCorner: random.uniform() < 0.2,
});

/** Twelve directions, clockwise; cosine and sine of 30° are √¾ and ½. */
const ROOT = Math.sqrt(0.75);
const directions = [
  [1, 0],
  [ROOT, 0.5],
  [0.5, ROOT],
  [0, 1],
  [-0.5, ROOT],
  [-ROOT, 0.5],
  [-1, 0],
  [-ROOT, -0.5],
  [-0.5, -ROOT],
  [0, -1],
  [0.5, -ROOT],
  [ROOT, -0.5],
].map(([x, y]) => ({ x, y }));

/** Round and round in twelve steps a turn, either way. */
function around(
  random: RandomNumbers,
  steps: number,
  at: (step: number) => { readonly radius: number; readonly x: number; readonly y: number },
): Stroke {
  const first = random.integer(directions.length);
  const way = oneOf(random, [1, directions.length - 1]);
  const rough = between(random, 0, 0.1);
  const knots = times(steps, (step) => {
    const direction = directions[(first + way * step) % directions.length];
    const { radius, x, y } = at(step);
    const length = radius * (1 + rough * random.normal());
    return { x: x + length * direction.x, y: y + length * direction.y, isCorner: false };
  });
  return curveThrough(knots);
}

/** By any angle, all alike. */
function turnBy(random: RandomNumbers) {
  const { x: cosine, y: sine } = oneOf(random, directions);
  const lean = 0.25 * random.normal();
  return ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: cosine * x - sine * y + lean * y,
    y: sine * x + cosine * y,
  });
}

const turned = (stroke: Stroke, random: RandomNumbers): Stroke => stroke.map(turnBy(random));
