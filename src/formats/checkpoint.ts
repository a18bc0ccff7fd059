/**
 * What a file of weights holds when it is a checkpoint: besides the weights the optimizer's moments, in the same
 * layout, and the position in the run. Whoever wants only the weights finds them under their usual names.
 */
import type { WeightsCard } from './card';
import { checkTensors, type EngineTensor, toEngine, toOutside } from './layout';
import { networkTensors, type TensorShape } from './networkTensors';
import type { RunPosition } from './position';
import { FormatError, type Tensor, type Weights } from './weights';

/** A run in the middle, as the engine holds it. */
export type EngineState = {
  readonly position: RunPosition;
  readonly tensors: readonly EngineTensor[];
  /** `optimizer.0.layers.0.weight`: that moment of these weights, in their shape. */
  readonly moments: readonly EngineTensor[];
};

/** Moments of each optimizer: how many numbers it keeps for every parameter. */
export const momentCounts: Record<WeightsCard['optimizer']['type'], number> = {
  sgd: 1,
  nesterov: 1,
  rprop: 2,
  rmsprop: 1,
  adam: 2,
  adamW: 2,
};

/** A checkpoint for the outside, in fresh memory. Throws a FormatError when the state does not fit the card. */
export function weightsFromState(card: WeightsCard, { position, tensors, moments }: EngineState): Weights {
  const weights = {
    card,
    tensors: tensors.map(toOutside),
    saved: { position, moments: moments.map(toOutside) },
  };
  fileTensors(weights);
  return weights;
}

/** The state for the engine, in fresh memory. Throws a FormatError (`missing`) for weights without one. */
export function stateFromWeights({ tensors, saved }: Weights): EngineState {
  if (!saved) throw noState();
  return {
    position: saved.position,
    tensors: tensors.map(toEngine),
    moments: saved.moments.map(toEngine),
  };
}

export function noState(): FormatError {
  return new FormatError(
    'missing',
    'The file holds weights, but not the state of a run that could go on from there. Choose a checkpoint, or open the weights alone.',
    { field: 'position' },
  );
}

/** All tensors of a file in the order in which it holds them. Throws a FormatError unless they fit the card. */
export function fileTensors({ card, tensors, saved }: Weights): Tensor[] {
  checkTensors(networkTensors(card.network).tensors, tensors);
  if (!saved) return [...tensors];
  checkTensors(momentShapes(card), saved.moments);
  return [...tensors, ...saved.moments];
}

/**
 * Puts what a reader found, in any order, in its place; `position` is null where the file has none, and then there
 * must be no moments. Throws a FormatError that names the first tensor that is missing, left over or wrong.
 */
export function weightsFromFile(
  card: WeightsCard,
  position: RunPosition | null,
  found: readonly Tensor[],
): Weights {
  const expected = networkTensors(card.network).tensors;
  const wanted = position ? [...expected, ...momentShapes(card)] : expected;
  const places = new Map(wanted.map(({ name }, place) => [name, place]));
  const placeOf = ({ name }: Tensor) => places.get(name) ?? wanted.length;
  const sorted = found.toSorted((a, b) => placeOf(a) - placeOf(b));
  checkTensors(wanted, sorted);
  const tensors = sorted.slice(0, expected.length);
  return position
    ? { card, tensors, saved: { position, moments: sorted.slice(expected.length) } }
    : { card, tensors };
}

/** Each moment like the weights, one after the other. */
export function momentShapes({ network, optimizer }: WeightsCard): TensorShape[] {
  const shapes = networkTensors(network).tensors;
  return Array.from({ length: momentCounts[optimizer.type] }, (_, moment) =>
    shapes.map(({ name, shape }) => ({ name: `optimizer.${moment}.${name}`, shape })),
  ).flat();
}
