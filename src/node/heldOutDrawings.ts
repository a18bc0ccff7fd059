/**
 * What no network here was trained on: digits in other ways than `digitTemplates` has, letters of other alphabets and
 * signs, scribbles of other kinds. Written by the same hand, `writeByHand`.
 */
import type { Dataset } from '../datasets/dataset';
import { digitImage, type Stroke } from '../datasets/digitImage';
import { drawnRows } from '../datasets/drawnRows';
import { between, oneOf, type RandomNumbers, writeByHand } from '../datasets/handwriting';
import { curveThrough, type Knot, parseStrokes } from '../datasets/strokeTemplates';
import { createRandom } from '../engine/random';

const digits: readonly (readonly [digit: number, way: string, strokes: string])[] = [
  [0, 'egg', '28,2 8,30 0,66 20,98 48,96 62,64 52,26 28,2'],
  [0, 'drawn twice', '32,2 6,24 4,70 30,98 56,72 54,24 30,4 8,28 6,74 32,96 54,66 52,26'],
  [0, 'round and slashed', '44,0 14,14 2,50 16,88 46,100 78,86 90,50 76,12 44,0 / 74,10 18,92'],
  [0, 'narrow and slashed far', '20,0 4,22 2,72 18,100 36,76 36,24 20,0 / 54,-2 -14,104'],
  [0, 'with a tail', '62,-4 40,4 12,10 2,46 10,88 34,98 56,72 56,30 40,4'],
  [1, 'flag that hangs', '0,34 20,18 28,0! 26,50 28,100'],
  [1, 'flag and wide foot', '0,26 32,0! 32,100 / -6,100 70,102'],
  [1, 'foot in one stroke', '6,22 26,0! 26,100! 52,98'],
  [1, 'curved to the left', '10,0 12,60 2,100'],
  [2, 'large head', '0,34 14,4 50,0 64,28 40,56 6,88! 30,80 66,94'],
  [2, 'flat base far', '6,20 24,2 46,14 40,50 2,96! 78,92'],
  [2, 'small loop', '0,18 26,-2 50,18 42,54 10,94 6,82 24,84 56,100'],
  [2, 'straight neck', '2,18 20,0 48,4 52,22! 2,100! 58,100'],
  [3, 'large above', '0,10 28,-4 58,18 46,46 22,52! 44,56 50,76 26,98 4,92'],
  [3, 'flat top, steep', '8,0 54,0! 36,36! 56,56 52,86 26,100 0,94'],
  [3, 'two hooks', '2,22 20,0 46,10 42,38 18,48! 56,60 50,94 14,102 -2,82'],
  [3, 'square', '2,0 52,2! 50,46! 16,48! 52,50! 54,98! 0,98'],
  [4, 'open and wide', '14,0 0,44! 80,44 / 62,6 52,100'],
  [4, 'closed and wide', '56,0 0,60! 84,60 / 56,0 54,100'],
  [4, 'open, as a lightning', '20,0 0,56! 56,46! 44,100'],
  [4, 'in one stroke, looping', '52,8 20,40 2,60 24,58 54,48 44,30! 40,100'],
  [4, 'open with a short stem', '6,0 2,58! 60,56 / 40,36 38,92'],
  [5, 'wide bar apart', '6,4 4,40! 30,30 52,50 48,86 20,100 -2,88 / 4,0 66,4'],
  [5, 'bar that slants', '2,10 2,50! 30,42 50,62 36,96 0,92 / 0,12 54,-8'],
  [5, 'one stroke, round shoulder', '56,0 30,0 8,10 8,40 28,42 54,58 50,88 26,100 0,92'],
  [5, 'one stroke, long neck', '46,0 12,0! 8,58! 36,52 48,72 34,98 2,94'],
  [6, 'upright loop', '30,-4 8,30 0,72 22,102 50,90 44,60 18,62 4,80'],
  [6, 'from a hook', '44,16 40,2 18,10 4,50 8,90 34,100 52,76 36,58 10,72'],
  [6, 'flat loop', '36,0 4,50 6,92 40,102 64,84 44,70 8,80'],
  [7, 'long serif and crossed', '-4,26 0,0! 60,2! 24,104 / 10,56 60,50'],
  [7, 'round shoulder', '0,8 34,0 54,10 46,40 26,100'],
  [7, 'round shoulder and crossed', '0,6 36,0 56,10 44,44 28,100 / 16,52 58,52'],
  [7, 'crossed twice as long', '4,2 54,0! 26,100 / -4,46 66,46'],
  [8, 'slim', '34,10 20,0 8,14 20,40 36,72 24,100 8,84 16,54 34,26 34,8'],
  [
    8,
    'two circles apart',
    '30,0 12,8 12,32 30,42 48,32 48,8 30,0 / 32,46 8,58 6,88 32,102 58,86 56,56 32,46',
  ],
  [8, 'started below', '30,50 56,72 40,100 10,94 6,70 48,30 42,4 16,2 8,22 30,50'],
  [8, 'large above', '46,20 30,0 4,10 6,36 40,56 46,82 28,100 12,84 20,56 52,34 46,16'],
  [9, 'flat loop', '56,16 30,2 0,14 14,36 46,34 56,10! 52,100'],
  [9, 'hook below', '46,16 24,2 4,24 20,46 44,28 48,8 50,80 34,102 18,90'],
  [9, 'open loop and curl', '50,14 24,0 4,24 22,44 50,28 52,8 46,76 20,100 0,86'],
  [9, 'loop, stem apart', '26,0 4,14 6,40 26,50 46,34 44,10 26,0 / 56,-4 54,100'],
];

const signs: readonly (readonly [sign: string, strokes: string])[] = [
  ['gamma', '0,0 60,0 / 4,0 4,100'],
  ['lambda', '0,0 20,4 62,100 / 32,44 0,100'],
  ['xi', '0,0 66,0 / 12,50 54,50 / 0,100 66,100'],
  ['pi', '0,4 80,0 / 20,4 14,100 / 60,4 64,100'],
  ['sigma', '62,10 60,0! 2,0! 36,48! 0,100! 64,100! 66,88'],
  ['phi', '40,14 6,34 10,72 40,84 72,70 74,32 40,14 / 40,-10 40,110'],
  ['psi', '0,10 6,54 40,66 74,52 80,8 / 40,0 40,100'],
  ['omega', '0,98! 26,98! 6,66 8,22 44,0 80,22 82,66 62,98! 90,98'],
  ['alpha', '86,6 60,60 30,100 4,74 4,30 30,6 58,40 88,100'],
  ['mu', '0,140 10,20 / 8,60 22,96 50,84 58,20! 62,96 78,98'],
  ['zhe', '0,0 44,50! 0,100 / 96,0 50,50! 96,100 / 48,0 48,100'],
  ['sha', '0,0 0,100! 80,100! 80,0 / 40,0 40,100'],
  ['yu', '0,0 0,100 / 0,50 34,50 / 66,0 36,20 34,78 66,100 96,78 96,22 66,0'],
  ['ya', '60,0 60,100 / 60,4 20,4 4,26 20,50 58,52! 0,100'],
  ['i', '0,0 0,100! 60,0! 60,100'],
  ['de', '10,76 26,0! 62,0! 62,76! / 0,100 0,76! 74,76! 74,100'],
  ['tse', '0,0 0,80! 56,80! 56,0 / 56,80 70,80! 70,104'],
  ['aleph', '4,0 72,100 / 66,0 60,36 44,50 / 24,34 8,62 10,100'],
  ['kanji tree', '0,34 90,34 / 46,0 46,100 / 44,36 4,86 / 48,36 90,86'],
  ['kanji mouth with a stem', '8,30 8,72! 82,72! 82,30! 8,30 / 46,0 46,110'],
  ['bracket', '40,0 4,0! 4,100! 40,100'],
  ['brace', '40,0 22,8 22,38 4,50! 22,62 22,92 40,100'],
  ['section of a circle', '0,100 0,0! 60,18 92,60 100,100! 0,100'],
  [
    'flower',
    '50,50 30,10 50,-4 70,10 50,50! 92,32 104,52 90,70 50,50! 68,92 50,106 32,92 50,50! 8,70 -4,50 10,30 50,50',
  ],
  ['note', '50,80 36,70 16,84 24,98 46,92 50,76! 50,0! 70,14 76,36'],
  ['umbrella', '0,50 18,12 50,0 82,12 100,50! 0,50 / 50,50 50,96 34,104 26,92'],
  ['fish', '0,30 34,4 70,24 100,56 / 0,30 34,60 70,40 100,4 / 18,24 20,26'],
  [
    'car',
    '0,60 0,40! 24,38! 36,16! 70,16! 80,40! 100,42! 100,60! 0,60 / 24,60 18,70 28,74 24,60 / 76,60 70,70 80,74 76,60',
  ],
  [
    'sun',
    '50,34 36,42 36,58 50,66 64,58 64,42 50,34 / 50,0 50,22 / 50,78 50,100 / 0,50 24,50 / 76,50 100,50',
  ],
];

/** A line that turns this way and that, and runs on and on. */
function ramble(random: RandomNumbers): Stroke[] {
  let [x, y, dx, dy] = [0, 0, 1, 0];
  const knots: Knot[] = [];
  const steps = 30 + random.integer(20);
  for (let step = 0; step < steps; step++) {
    const turn = 0.8 * random.normal();
    const length = Math.sqrt(1 + turn * turn);
    [dx, dy] = [(dx - turn * dy) / length, (dy + turn * dx) / length];
    x += 20 * dx;
    y += 20 * dy;
    knots.push({ x, y, isCorner: false });
  }
  return [curveThrough(knots)];
}

/** A letter crossed out. */
function crossedOut(random: RandomNumbers): Stroke[] {
  const times = 3 + random.integer(4);
  const knots = Array.from({ length: 2 * times }, (_, i) => ({
    x: i % 2 === 0 ? between(random, -20, 0) : between(random, 80, 110),
    y: (100 * i) / (2 * times) + 8 * random.normal(),
    isCorner: true,
  }));
  return [...writeByHand(oneOf(random, signStrokes), random), curveThrough(knots)];
}

/** Two letters in one place. */
function twoSigns(random: RandomNumbers): Stroke[] {
  return [0, 1].flatMap(() => writeByHand(oneOf(random, signStrokes), random));
}

/** Rings inside each other. */
function rings(random: RandomNumbers): Stroke[] {
  const ring = parseStrokes('0,-50 -36,-36 -50,0 -36,36 0,50 36,36 50,0 36,-36 0,-50');
  return [1, 0.6, 0.25].flatMap((size) =>
    writeByHand(ring, random).map((stroke) => stroke.map(({ x, y }) => ({ x: size * x, y: size * y }))),
  );
}

const wild = [ramble, ramble, crossedOut, twoSigns, rings];
const signStrokes = signs.map(([, strokes]) => parseStrokes(strokes));
const SEED = 30_000_000;

/** Every way equally often. */
export function heldOutDigits(rows: number): Dataset {
  const ways = digits.map(([label, , strokes]) => ({ label, template: parseStrokes(strokes) }));
  return drawnRows(rows, (row) => {
    const { label, template } = ways[row % ways.length];
    return { label, image: digitImage(writeByHand(template, createRandom(SEED + row))) };
  });
}

export function heldOutSigns(rows: number): Dataset {
  return drawnRows(rows, (row) => ({
    label: null,
    image: digitImage(writeByHand(signStrokes[row % signStrokes.length], createRandom(SEED + row))),
  }));
}

export function heldOutScribbles(rows: number): Dataset {
  return drawnRows(rows, (row) => ({
    label: null,
    image: digitImage(oneOf(createRandom(SEED + row), wild)(createRandom(SEED + rows + row))),
  }));
}
