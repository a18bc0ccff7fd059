import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Augmentation,
  augmentationKinds,
  augmentationLimits,
  checkAugmentation,
  drawDistortions,
  noAugmentation,
  usualAugmentation,
} from '../../../src/datasets/augment';
import { elasticField } from '../../../src/datasets/elasticField';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { createRandom } from '../../../src/engine/random';
import { bentImages, openBending, packedImages } from '../../support/bending';
import { drawnDigits } from '../../support/drawnDigits';

const rows = 40;
const digits = drawnDigits(rows);
const images = Array.from({ length: rows }, (_, i) => digits.pixels((7 * i) % rows));

/** All images in one batch, or in some, and where the generator stands then. */
function bent(augmentation: Augmentation, seed = 1, batches = [rows]) {
  const random = createRandom(seed);
  const bending = openBending('wasm', rows);
  bending.distortions.field.set(elasticField(augmentation.elastic));
  let from = 0;
  const all = batches.flatMap((count) => {
    drawDistortions(bending.distortions.maps, count, augmentation, random);
    const batch = images.slice(from, from + count);
    from += count;
    return bentImages(bending, batch).map(({ image }) => image);
  });
  return { images: all, state: random.state() };
}

test('the same seed gives the same bits, everywhere these', () => {
  const all = { shift: 1.5, rotate: 12, scale: 0.15, shear: 0.15, elastic: 1.2, thickness: 0.5 };
  const { ink } = packedImages(bent(all).images);
  expect(packedImages(bent(all).images).ink).toEqual(ink);
  expect(packedImages(bent(all, 2).images).ink).not.toEqual(ink);
  expect(createHash('sha256').update(ink).digest('hex')).toBe(
    '4c42e8b92e940dd87fcc4da45c1b366512bd64853a98ef5f6f172f14cb49ade8',
  );
});

test('with every strength at 0 digits stay as they are, to the bit, and nothing is drawn', () => {
  expect(bent(noAugmentation)).toEqual({ images, state: createRandom(1).state() });
});

describe.each(augmentationKinds)('%s', (kind) => {
  const only = (strength: number) => ({ ...noAugmentation, [kind]: strength });

  test('alone changes digits', () => {
    expect(bent(only(usualAugmentation[kind])).images).not.toEqual(images);
  });

  test('draws as often for every digit, however strong it is', () => {
    expect(bent(only(0.1)).state).toEqual(bent(only(usualAugmentation[kind])).state);
  });

  test('is refused when it is negative, too strong, or no number', () => {
    for (const strength of [-1, augmentationLimits[kind] + 0.01, Number.NaN])
      expect(() => checkAugmentation(only(strength), digits)).toThrow(
        `augmentation: ${kind} must be from 0 to`,
      );
  });
});

test('a weaker one is nearer to the digit than a stronger one', () => {
  const distances = [0.01, 0.1, 0.5, 1].map((factor) => {
    const weaker = Object.fromEntries(
      augmentationKinds.map((kind) => [kind, factor * usualAugmentation[kind]]),
    );
    const { images: changed } = bent({ ...noAugmentation, ...weaker }, 3);
    return changed
      .flatMap((image, b) => Array.from(image, (level, at) => (level - images[b][at]) ** 2))
      .reduce((sum, square) => sum + square, 0);
  });
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
});

test('two small batches are a large one', () => {
  expect(bent(usualAugmentation, 1, [15, rows - 15])).toEqual(bent(usualAugmentation));
});

test('data that is not images on paper is refused', () => {
  const table = new TableDataset(2, 1, Float64Array.of(0, 1), Float64Array.of(1));
  expect(() => checkAugmentation(usualAugmentation, table)).toThrow('mostly paper');
});
