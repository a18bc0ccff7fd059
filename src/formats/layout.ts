/** From the engine's tensors to the outside's and back. */
import type { WeightsCard } from './card';
import { networkTensors, type TensorShape } from './networkTensors';
import { type BareWeights, FormatError, quote, shapeText, type Tensor, type Weights } from './weights';

/** A tensor as the engine holds it: dense weights `[inputs, outputs]`, kernels `[height, width, inputs, outputs]`, biases `[outputs]`, row-major. */
export type EngineTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
};

/** Weights for the outside: outputs first, in fresh memory. Throws a FormatError when they don't fit the card's network. */
export function weightsFromTensors(card: WeightsCard, tensors: readonly EngineTensor[]): Weights {
  const turned = tensors.map(toOutside);
  checkTensors(networkTensors(card.network).tensors, turned);
  return { card, tensors: turned };
}

/** The tensors for the engine, in the network's order, outputs last, in fresh memory. */
export function tensorsFromWeights({ tensors }: Weights): EngineTensor[] {
  return tensors.map(toEngine);
}

/** One tensor in the outside's layout, and back, in fresh memory. */
export const toOutside = (tensor: EngineTensor): Tensor => permute(tensor, [3, 2, 0, 1]);
export const toEngine = (tensor: Tensor): EngineTensor => permute(tensor, [2, 3, 1, 0]);

/**
 * A kernel with its axes in another order: axis k of the result is axis `order[k]`. Of a matrix the two are swapped;
 * a bias is copied.
 */
function permute({ name, shape, values }: EngineTensor, order: readonly number[]): Tensor {
  const axes = shape.length === 4 ? order : shape.length === 2 ? [1, 0] : [0];
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const turned = new Float32Array(values.length);
  let to = 0;
  const copy = (depth: number, from: number): void => {
    if (depth === axes.length) {
      turned[to++] = values[from];
      return;
    }
    for (let i = 0; i < shape[axes[depth]]; i++) copy(depth + 1, from + i * steps[axes[depth]]);
  };
  // A shape without numbers can have 2⁵³ rows.
  if (values.length > 0) copy(0, 0);
  return { name, shape: axes.map((axis) => shape[axis]), values: turned };
}

/**
 * Checks that exactly the tensors that the card asks for are there, in the outside's shapes, all finite.
 * Throws a FormatError that names the tensor, what was found and what was expected.
 */
export function checkTensors(expected: readonly TensorShape[], tensors: readonly Tensor[]): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { name, shape } of expected) {
    const tensor = byName.get(name);
    if (!tensor) throw new FormatError('missing', missingText(name, shape, byName.keys()), { entry: name });
    checkShape(tensor, shape);
    checkFinite(tensor);
    byName.delete(name);
  }
  const [extra] = byName.keys();
  if (extra !== undefined)
    throw new FormatError(
      'unexpected',
      `There is a tensor ${quote(extra)} that the card does not ask for. Its tensors are ${expected.map(({ name }) => name).join(', ')}.`,
      { entry: extra },
    );
  if (tensors.length !== expected.length) throw new FormatError('unexpected', 'A tensor is there twice.', {});
}

function missingText(name: string, shape: readonly number[], found: Iterable<string>): string {
  const names = [...found].slice(0, 10).map(quote).join(', ');
  return `The tensor ${quote(name)} of shape ${shapeText(shape)} is missing. ${names ? `Left in the file: ${names}.` : 'No other is left in the file.'}`;
}

/** Of a file without a card. Throws a FormatError that names the first tensor that holds a number that is not finite. */
export function bareWeights(tensors: readonly Tensor[]): BareWeights {
  tensors.forEach(checkFinite);
  return { card: null, tensors, network: null };
}

function checkShape({ name, shape, values }: Tensor, expected: readonly number[]): void {
  const same = shape.length === expected.length && shape.every((size, axis) => size === expected[axis]);
  const turned = shape.length === 2 && shape[0] === expected[1] && shape[1] === expected[0];
  if (!same)
    throw new FormatError(
      'shape',
      `The tensor ${quote(name)} has the shape ${shapeText(shape)}; the network of the card needs ${shapeText(expected)}.` +
        (turned ? ' It looks transposed: outputs come first.' : ''),
      { entry: name },
    );
  if (values.length !== expected.reduce((product, size) => product * size, 1))
    throw new FormatError(
      'shape',
      `The tensor ${quote(name)} holds ${values.length} numbers, not ${shapeText(expected)}.`,
      {
        entry: name,
      },
    );
}

function checkFinite({ name, shape, values }: Tensor): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const at = shape.map((size, axis) => {
    const step = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    return Math.floor(index / step) % size;
  });
  throw new FormatError(
    'notFinite',
    `The tensor ${quote(name)} holds ${values[index]} at ${shapeText(at)}: the run had diverged. Use weights from before that, or train again with a lower rate.`,
    { entry: name, field: shapeText(at) },
  );
}
