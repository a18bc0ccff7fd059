/** What `npm run bench:digits` measures on: the rows of its table. */
import type { Dataset } from '../datasets/dataset';
import { digitImage, type ImageMaking, type Stroke } from '../datasets/digitImage';
import { DIGIT_CLASSES, DIGIT_PIXELS } from '../datasets/digitRows';
import { TableDataset } from '../datasets/tableDataset';
import { type Drawn, drawOnPad, padSide } from './padDrawing';
import type { PenDigit } from './penDigits';
import type { Pointer } from './sitePad';

export type BenchRow = {
  readonly measured: string;
  readonly data: Dataset;
  /** The digits as they were given, and not drawn another way. */
  readonly isGiven: boolean;
  /** One for each row of `data`, in pixels of the pad, but where `isGiven`; none of MNIST. */
  readonly drawings: readonly (readonly Stroke[])[];
  /** What draws them on the page too; null: nothing does. */
  readonly pointer: Pointer | null;
};

export const mnistRow = (data: Dataset): BenchRow => ({
  measured: "MNIST's test digits",
  data,
  isGiven: true,
  drawings: [],
  pointer: null,
});

const usual: Drawn = { size: [0.6, 0.6], tilt: [0, 0], trace: 'asDrawn' };
const anyhow: Drawn = { size: [0.25, 1], tilt: [-15, 15], trace: 'asDrawn' };

const shrunkAlone: ImageMaking = {
  pad: { side: padSide, pen: 17 },
  taken: { crop: false, box: false, pen: false, mass: false, greys: true },
};
const centredAlone: ImageMaking = { ...shrunkAlone, taken: { ...shrunkAlone.taken, mass: true } };

type HowDrawn = Partial<Drawn> & { readonly pointer?: Pointer; readonly making?: ImageMaking };

/** The digits of a pen: as they are in the file, on the pad in all ways, and without the pad's steps for comparison. */
export function penTable(digits: readonly PenDigit[]): BenchRow[] {
  const given = digits.map(({ strokes }) => strokes);
  const row = (measured: string, { pointer, making, ...drawn }: HowDrawn = {}): BenchRow => {
    const drawings = drawOnPad(given, { ...usual, ...drawn });
    const data = imageRows(digits, drawings, making);
    return { measured, data, isGiven: false, drawings, pointer: pointer ?? null };
  };
  const data = imageRows(digits, given);
  return [
    { measured: 'pen digits', data, isGiven: true, drawings: given, pointer: null },
    row('… at 60 % of the pad', { pointer: 'mouse' }),
    ...[1, 0.5, 0.25].map((size) => row(`… at ${100 * size} %`, { size: [size, size] })),
    ...[-15, -10, -5, 5, 10, 15].map((tilt) => row(`… tilted by ${tilt}°`, { tilt: [tilt, tilt] })),
    row('… in few points, as by a quick mouse', { trace: 'sparse' }),
    row('… in many points, as by a tablet', { trace: 'dense' }),
    row('… shaky, as by a thick marker', { trace: 'shaky' }),
    row('… at 25 to 100 %, tilted by up to 15°', { ...anyhow, pointer: 'finger' }),
    row('… the same, only centred', { ...anyhow, making: centredAlone }),
    row('… the same, only shrunk to 28 × 28', { ...anyhow, making: shrunkAlone }),
  ];
}

/** As the network gets them. */
function imageRows(
  digits: readonly PenDigit[],
  drawings: readonly (readonly Stroke[])[],
  making?: ImageMaking,
): Dataset {
  const images = new Float64Array(digits.length * DIGIT_PIXELS);
  const targets = new Float64Array(digits.length * DIGIT_CLASSES);
  digits.forEach(({ label }, row) => {
    images.set(digitImage(drawings[row], making), row * DIGIT_PIXELS);
    targets[row * DIGIT_CLASSES + label] = 1;
  });
  return new TableDataset(DIGIT_PIXELS, DIGIT_CLASSES, images, targets);
}
