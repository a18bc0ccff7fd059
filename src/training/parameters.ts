/** Single numbers of a network, by their names. */
import { sizeOf } from '../engine/shape';
import type { NamedTensor, ParameterPlace } from './trainer';

/** So many places fit a card with room to spare. */
export const maxFrozen = 1000;

/**
 * Where a parameter lies among all of them, which follow each other in the order of `tensors`. Throws an Error for one that is
 * not there.
 */
export function parameterIndex(
  tensors: readonly Pick<NamedTensor, 'name' | 'shape'>[],
  { tensor, index }: ParameterPlace,
): number {
  let offset = 0;
  for (const { name, shape } of tensors) {
    const length = sizeOf(shape);
    if (name === tensor && Number.isInteger(index) && index >= 0 && index < length) return offset + index;
    offset += length;
  }
  throw new Error(`The network has no number ${index} in a tensor ${tensor}.`);
}

/** The places of all that is frozen, each once. Throws an Error for one that is not there, and for more than `maxFrozen`. */
export function frozenIndices(
  tensors: readonly Pick<NamedTensor, 'name' | 'shape'>[],
  frozen: readonly ParameterPlace[],
): Uint32Array {
  if (frozen.length > maxFrozen)
    throw new Error(`At most ${maxFrozen} weights and biases can be frozen, not ${frozen.length}.`);
  return Uint32Array.from(new Set(frozen.map((place) => parameterIndex(tensors, place))));
}

/** Tensors like these, with 1 in the places that are given and 0 in all others. */
export function maskOf(tensors: readonly NamedTensor[], places: readonly ParameterPlace[]): NamedTensor[] {
  return tensors.map(({ name, shape, values }) => {
    const mask = new Float32Array(values.length);
    for (const { tensor, index } of places) if (tensor === name) mask[index] = 1;
    return { name, shape, values: mask };
  });
}

/** Where such tensors are not 0. */
export function placesIn(masks: readonly NamedTensor[]): ParameterPlace[] {
  return masks.flatMap(({ name, values }) =>
    Array.from(values).flatMap((value, index) => (value === 0 ? [] : [{ tensor: name, index }])),
  );
}

/** As float32. Throws an Error for what is no number then. */
export function checkedParameter(value: number): number {
  const stored = Math.fround(value);
  if (!Number.isFinite(stored)) throw new Error(`A weight or bias must be a number, not ${value}.`);
  return stored;
}
