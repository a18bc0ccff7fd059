/**
 * From strokes to the 28 × 28 that the network sees, the way the digits of MNIST were made: scaled so that
 * the larger side fills a 20 × 20 box, then moved so that the centre of mass is in the middle of the
 * 28 × 28 (yann.lecun.com/exdb/mnist). Both steps draw the strokes anew, with one fixed pen. So neither
 * where, nor how large, nor with what pen somebody draws matters; and the final shift, which is not of
 * whole pixels, blurs nothing, as shifting pixels would.
 */

/** Where the pen went without being lifted, in any unit; x to the right, y down. A single point is a dot. */
export type Stroke = readonly { readonly x: number; readonly y: number }[];

/** The steps in their order. Each can be left out, to see what it is good for. */
export const imageSteps = ['crop', 'box', 'pen', 'mass', 'greys'] as const;
export type ImageStep = (typeof imageSteps)[number];

/**
 * - crop: the box around the ink is taken; without it, the whole pad.
 * - box: what is taken is scaled into the 20 × 20 in the middle; without it, into all of the 28 × 28.
 * - pen: drawn anew with one fixed pen; without it, the pad's pen is scaled with the drawing.
 * - mass: moved so that the centre of mass is in the middle, as far as the ink stays inside.
 * - greys: the pen's edge fades; without it, a pixel is paper or ink.
 *
 * Without any, this is the pad shrunk to 28 × 28.
 */
export type StepsTaken = Readonly<Record<ImageStep, boolean>>;

/** What the strokes were drawn on, in their unit: a square from 0, 0, with a round pen of this width. */
export type Pad = { readonly side: number; readonly pen: number };

export type ImageMaking = { readonly taken: StepsTaken; readonly pad: Pad };

export type DigitImageSteps = {
  /** Scaled, the middle of what was taken in the middle of the 28 × 28. */
  readonly boxed: Float32Array;
  /** Moved by `shift`: what the network sees. */
  readonly centred: Float32Array;
  /** Pixels, to the right and down. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Pixels for one unit of the strokes; 0 for a dot without a pad's pen. */
  readonly scale: number;
  /** Where the strokes' x = 0, y = 0 came to lie, in pixels from the left and from the top; of a dot the dot itself. */
  readonly origin: { readonly x: number; readonly y: number };
  /** The pen, in pixels. */
  readonly penRadius: number;
};

const SIZE = 28;
const MIDDLE = SIZE / 2;
const HALF_BOX = 10;
/**
 * The pen, in pixels of the 28 × 28, and over how many pixels its edge fades, half of it outside. Chosen so
 * that drawn digits have as much ink and as many grey pixels as those of MNIST: on average 102.6 (MNIST 102.4)
 * of ink, 145 (150) pixels that are not empty, 62 (58) that are full.
 */
const PEN_RADIUS = 1.2;
const FADE = 1;
/** A second round brings the centre of mass within hundredths of a pixel: the first one moved the pixel grid below the ink. */
const CENTRING_ROUNDS = 2;
/** Points closer to the one before, in pixels, change nothing that could be seen. */
const SPACING = 0.02;
/** Ink that is smaller than this share of its distance from the origin is a dot with rounding errors. */
const DOT = 1e-12;

/**
 * 784 numbers, row-major, 0 (paper) to 1 (ink); all 0 when there is no ink. Points that are not finite are
 * left out. Without `making` every step is taken, and the pad doesn't matter.
 */
export function digitImage(strokes: readonly Stroke[], making?: ImageMaking): Float32Array {
  return digitImageSteps(strokes, making)?.centred ?? new Float32Array(SIZE * SIZE);
}

/** The same in bytes, from 0 (paper) to 255 (ink), every step taken. */
export function digitImageBytes(strokes: readonly Stroke[]): Uint8Array {
  return Uint8Array.from(digitImage(strokes), (ink) => Math.round(255 * ink));
}

/** The image in its steps, for showing them; null when there is no ink. Fresh memory. */
export function digitImageSteps(strokes: readonly Stroke[], making?: ImageMaking): DigitImageSteps | null {
  const ink = inkOf(strokes);
  if (!ink) return null;
  const frame = frameOf(ink, making);
  const fade = making && !making.taken.greys ? 0 : FADE;
  const paths = strokes.map((stroke) => placePath(stroke, frame)).filter((path) => path.length > 0);
  const boxed = draw(paths, 0, 0, frame.penRadius, fade);
  const shift = { x: 0, y: 0 };
  let centred = boxed;
  const rounds = making && !making.taken.mass ? 0 : CENTRING_ROUNDS;
  for (let round = 0; round < rounds; round++) {
    const centre = centreOfMass(centred);
    // All ink can lie outside, or between the pixels of a pen without greys.
    if (!centre) break;
    shift.x = limit(shift.x + MIDDLE - centre.x, frame.freeX, frame.offsetX);
    shift.y = limit(shift.y + MIDDLE - centre.y, frame.freeY, frame.offsetY);
    centred = draw(paths, shift.x, shift.y, frame.penRadius, fade);
  }
  const { scale, middleX, middleY, penRadius } = frame;
  const origin = { x: MIDDLE - middleX * scale + shift.x, y: MIDDLE - middleY * scale + shift.y };
  return { boxed, centred, shift, scale, origin, penRadius };
}

type Ink = {
  readonly middleX: number;
  readonly middleY: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
};

type Frame = {
  /** What comes to lie in the middle of the 28 × 28. */
  readonly middleX: number;
  readonly middleY: number;
  readonly scale: number;
  readonly penRadius: number;
  /** How far the ink can be from the middle without leaving the 28 × 28. */
  readonly freeX: number;
  readonly freeY: number;
  /** How far it is. */
  readonly offsetX: number;
  readonly offsetY: number;
};

/** Halves are added, not sums halved: that cannot overflow. */
function inkOf(strokes: readonly Stroke[]): Ink | null {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const stroke of strokes)
    for (const { x, y } of stroke) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  if (left > right) return null;
  return {
    middleX: left / 2 + right / 2,
    middleY: top / 2 + bottom / 2,
    halfWidth: right / 2 - left / 2,
    halfHeight: bottom / 2 - top / 2,
  };
}

function frameOf(ink: Ink, making: ImageMaking | undefined): Frame {
  const { halfWidth, halfHeight } = ink;
  const half = Math.max(halfWidth, halfHeight);
  const isDot = half <= DOT * Math.max(Math.abs(ink.middleX), Math.abs(ink.middleY)) || half < 1e-300;
  const { taken, pad } = making ?? {};
  const halfBox = taken?.box === false ? MIDDLE : HALF_BOX;
  let { middleX, middleY } = ink;
  let scale = isDot ? 0 : (halfBox - PEN_RADIUS) / half;
  let penRadius = PEN_RADIUS;
  if (pad && taken) {
    const wholePad = halfBox / (pad.side / 2);
    if (!taken.crop) {
      middleX = pad.side / 2;
      middleY = pad.side / 2;
      scale = wholePad;
    } else if (!taken.pen) scale = isDot ? wholePad : halfBox / (half + pad.pen / 2);
    if (!taken.pen) penRadius = (pad.pen / 2) * scale;
  }
  const margin = penRadius + FADE / 2;
  return {
    middleX,
    middleY,
    scale,
    penRadius,
    freeX: Math.max(0, MIDDLE - margin - halfWidth * scale),
    freeY: Math.max(0, MIDDLE - margin - halfHeight * scale),
    offsetX: (ink.middleX - middleX) * scale,
    offsetY: (ink.middleY - middleY) * scale,
  };
}

/** x0, y0, x1, y1, … in pixels, what was taken in the middle. */
function placePath(stroke: Stroke, { middleX, middleY, scale }: Frame): number[] {
  const path: number[] = [];
  stroke.forEach(({ x, y }, index) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const [px, py] = [MIDDLE + (x - middleX) * scale, MIDDLE + (y - middleY) * scale];
    const [dx, dy] = [px - path[path.length - 2], py - path[path.length - 1]];
    const isNear = path.length > 0 && dx * dx + dy * dy < SPACING * SPACING;
    if (!isNear || index === stroke.length - 1) path.push(px, py);
  });
  return path;
}

/**
 * Round pen, caps and joins: a pixel is as dark as its middle is close to the nearest point of any path,
 * 1 inside the pen, falling to 0 over `fade` at its edge.
 */
function draw(
  paths: readonly number[][],
  shiftX: number,
  shiftY: number,
  penRadius: number,
  fade: number,
): Float32Array {
  const reach = penRadius + FADE / 2;
  const nearest = new Float64Array(SIZE * SIZE).fill(Infinity);
  for (const path of paths)
    for (let at = 0; at < Math.max(2, path.length - 2); at += 2) {
      const end = path.length > 2 ? at + 2 : at;
      measureSegment(
        nearest,
        path[at] + shiftX,
        path[at + 1] + shiftY,
        path[end] + shiftX,
        path[end + 1] + shiftY,
        reach,
      );
    }
  const image = new Float32Array(SIZE * SIZE);
  for (let pixel = 0; pixel < image.length; pixel++) {
    const inside = penRadius - Math.sqrt(nearest[pixel]);
    image[pixel] = fade > 0 ? Math.min(1, Math.max(0, inside / fade + 0.5)) : Number(inside >= 0);
  }
  return image;
}

/** Lowers `nearest`, squared distances of the pixels' middles, to those from the segment a to b, as far as the pen reaches. */
function measureSegment(
  nearest: Float64Array,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reach: number,
): void {
  const [dx, dy] = [bx - ax, by - ay];
  const squaredLength = dx * dx + dy * dy;
  const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx) - reach - 0.5));
  const lastColumn = Math.min(SIZE - 1, Math.floor(Math.max(ax, bx) + reach - 0.5));
  const firstRow = Math.max(0, Math.ceil(Math.min(ay, by) - reach - 0.5));
  const lastRow = Math.min(SIZE - 1, Math.floor(Math.max(ay, by) + reach - 0.5));
  for (let row = firstRow; row <= lastRow; row++)
    for (let column = firstColumn; column <= lastColumn; column++) {
      const [x, y] = [column + 0.5 - ax, row + 0.5 - ay];
      const along = squaredLength > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / squaredLength)) : 0;
      const [offX, offY] = [x - along * dx, y - along * dy];
      const squared = offX * offX + offY * offY;
      const pixel = row * SIZE + column;
      if (squared < nearest[pixel]) nearest[pixel] = squared;
    }
}

/** In pixels from the top left corner; null where there is no ink. */
function centreOfMass(image: Float32Array): { x: number; y: number } | null {
  let mass = 0;
  let x = 0;
  let y = 0;
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++) {
      const ink = image[row * SIZE + column];
      mass += ink;
      x += ink * (column + 0.5);
      y += ink * (row + 0.5);
    }
  return mass > 0 ? { x: x / mass, y: y / mass } : null;
}

/** A shift that keeps what is `offset` from the middle within `most` of it. */
function limit(shift: number, most: number, offset: number): number {
  return Math.min(most - offset, Math.max(-most - offset, shift));
}
