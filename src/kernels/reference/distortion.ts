import type { Distortions, Floats, Kernels } from '../kernels';
import { imageSide, mapNumbers } from '../sizes';

/** With a row and a column of paper on each side. */
const paddedSide = imageSide + 2;

export function allocDistortions(rows: number, fieldSide: number): Distortions {
  return { field: new Int16Array(fieldSide ** 2), fieldSide, maps: new Int32Array(rows * mapNumbers) };
}

export const distortRows: Kernels<Floats>['distortRows'] = (x, { field, fieldSide, maps }, B) => {
  const { starts, columns, values, packed } = x;
  let first = 0;
  let entries = 0;
  for (let b = 0; b < B; b++) {
    const next = starts[b + 1];
    const plain = unpackedImage(packed.subarray(3 * first, 3 * next));
    const map = maps.subarray(b * mapNumbers, (b + 1) * mapNumbers);
    const [fromX, rightX, downX, fromY, rightY, downY, elasticX, elasticY, windowX, windowY, pen] = map;
    const image = pen === 0 ? plain : withPen(plain, pen);
    for (let row = 0; row < imageSide; row++)
      for (let column = 0; column < imageSide; column++) {
        const inField = row * fieldSide + column;
        const x = fromX + column * rightX + row * downX + elasticX * field[windowX + inField];
        const y = fromY + column * rightY + row * downY + elasticY * field[windowY + inField];
        const level = levelBetween(image, x, y);
        if (level === 0) continue;
        columns[entries] = row * imageSide + column;
        values[entries++] = level / 255;
      }
    first = next;
    starts[b + 1] = entries;
  }
};

/** `[paddedSide, paddedSide]` of places, two bytes each, and then as many levels. */
function unpackedImage(packed: Uint8Array): Uint8Array {
  const image = new Uint8Array(paddedSide ** 2);
  const count = packed.length / 3;
  for (let i = 0; i < count; i++) {
    const place = packed[2 * i] + 256 * packed[2 * i + 1];
    const row = Math.floor(place / imageSide);
    image[(row + 1) * paddedSide + (place % imageSide) + 1] = packed[2 * count + i];
  }
  return image;
}

function withPen(image: Uint8Array, pen: number): Uint8Array {
  const extreme = pen > 0 ? Math.max : Math.min;
  const changed = new Uint8Array(paddedSide ** 2);
  for (let row = 1; row <= imageSide; row++)
    for (let at = row * paddedSide + 1; at <= row * paddedSide + imageSide; at++) {
      const level = image[at];
      const beside = extreme(image[at - 1], image[at + 1]);
      const reached = extreme(level, beside, image[at - paddedSide], image[at + paddedSide]);
      changed[at] = level + ((Math.abs(pen) * (reached - level) + 128) >> 8);
    }
  return changed;
}

/** At a place in 1/65,536 of a pixel, taken to 1/256. */
function levelBetween(image: Uint8Array, x: number, y: number): number {
  const end = (paddedSide - 1) << 16;
  // From the first row and column of paper to the last.
  if (!(x >= 0 && x < end && y >= 0 && y < end)) return 0;
  const at = (y >> 16) * paddedSide + (x >> 16);
  const partX = (x >> 8) & 255;
  const partY = (y >> 8) & 255;
  const upper = (256 - partX) * image[at] + partX * image[at + 1];
  const lower = (256 - partX) * image[at + paddedSide] + partX * image[at + paddedSide + 1];
  return ((256 - partY) * upper + partY * lower + 32_768) >> 16;
}
