/** What is no digit: letters and signs, scribbles, digits that lie on their side or are mirrored, two in one place. */
import { createRandom } from '../engine/random';
import type { Dataset } from './dataset';
import { digitImage, type Stroke } from './digitImage';
import { digitTemplates } from './digitTemplates';
import { drawnRows } from './drawnRows';
import { between, oneOf, type RandomNumbers, writeByHand } from './handwriting';
import { scribble } from './scribbles';
import { signTemplates } from './signTemplates';
import { parseStrokes } from './strokeTemplates';
import { isUprightBar } from './uprightBar';

const SEED = 20_000_000;

const signs = signTemplates.map(([, strokes]) => parseStrokes(strokes));
const digits = digitTemplates.map(([, , strokes]) => parseStrokes(strokes));
const digitsThatAre = (...labels: readonly number[]) =>
  digits.filter((_, i) => labels.includes(digitTemplates[i][0]));

/** Quarter turns to the right and to the left. A lying 0 is still one; 6 and 9 are none of the others then. */
const lying = digitsThatAre(1, 2, 3, 4, 5, 6, 7, 8, 9);
/** Left to right, or upside down; 2 and 5 could be each other then, 6 and 9, turned both ways, too. */
const mirrorable = digitsThatAre(3, 4, 6, 7, 9);

/** The same ones whenever they are asked for. */
export function noDigits(rows: number): Dataset {
  return drawnRows(rows, (row) => ({ label: null, image: drawNone(createRandom(SEED + row)) }));
}

/** Drawn anew until it is no upright bar: with a thick pen many people's 1 is a blot that is as slender as that. */
function drawNone(random: RandomNumbers): Float32Array {
  const image = digitImage(drawAnything(random));
  return isUprightBar(image) ? drawNone(random) : image;
}

function drawAnything(random: RandomNumbers): Stroke[] {
  const lot = random.uniform();
  if (lot < 0.5) return writeByHand(oneOf(random, signs), random);
  if (lot < 0.8) return scribble(random);
  if (lot < 0.87) return map(writeByHand(oneOf(random, lying), random), quarterTurn(random.integer(2)));
  if (lot < 0.92) return map(writeByHand(oneOf(random, mirrorable), random), mirror);
  return twoDigits(random);
}

/** Over each other by a half or less, or touching. */
function twoDigits(random: RandomNumbers): Stroke[] {
  const right = between(random, 35, 75);
  const down = 12 * random.normal();
  const [first, second] = [oneOf(random, digits), oneOf(random, digits)].map((digit) =>
    writeByHand(digit, random),
  );
  return [...first, ...map(second, ({ x, y }) => ({ x: x + right, y: y + down }))];
}

type Move = (point: { readonly x: number; readonly y: number }) => { readonly x: number; readonly y: number };

const map = (strokes: readonly Stroke[], move: Move): Stroke[] => strokes.map((stroke) => stroke.map(move));

const quarterTurn =
  (way: number): Move =>
  ({ x, y }) =>
    way === 0 ? { x: -y, y: x } : { x: y, y: -x };

const mirror: Move = ({ x, y }) => ({ x: -x, y });
