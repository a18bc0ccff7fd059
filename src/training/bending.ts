/** Rows of digits bent at random by the kernels, in the memory in which they are trained. */
import { type Augmentation, drawDistortions, type RandomWords } from '../datasets/augment';
import { elasticField, FIELD_SIDE } from '../datasets/elasticField';
import { distortionFloats } from '../engine/networkFloats';
import type { Kernels, SparseRows } from '../kernels/kernels';

/** Instead of `unpackRows` of the kernels: the first B rows as they are packed, each bent anew with numbers from `random`. */
export type Bending = (x: SparseRows, B: number, augmentation: Augmentation, random: RandomWords) => void;

/** Numbers for which the kernels need room. */
export function bendingFloats(maxBatch: number): number {
  return distortionFloats(maxBatch, FIELD_SIDE);
}

/** For batches of up to `maxBatch` rows. */
export function createBending(kernels: Kernels, maxBatch: number): Bending {
  const distortions = kernels.allocDistortions(maxBatch, FIELD_SIDE);
  /** Of the displacements that are there. */
  let strength = 0;
  return (x, B, augmentation, random) => {
    if (strength !== augmentation.elastic) {
      strength = augmentation.elastic;
      distortions.field.set(elasticField(strength));
    }
    drawDistortions(distortions.maps, B, augmentation, random);
    kernels.distortRows(x, distortions, B);
  };
}
