/** From the engine's tensors to the outside's and back, and which tensors a network has. */
import type { CardNetwork, WeightsCard } from './card';
import { FormatError, quote, shapeText, type Tensor, type Weights } from './weights';

/** A tensor as the engine holds it: dense weights `[inputs, outputs]`, biases `[outputs]`, row-major. */
export type EngineTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
};

export type TensorShape = { readonly name: string; readonly shape: readonly number[] };

/** Names as in PyTorch for an `nn.Sequential` called `layers`, shapes as outside: `[units, inputs]` and `[units]`. */
export function tensorShapes(network: CardNetwork): TensorShape[] {
  let inputs = network.inputs;
  return network.layers.flatMap((layer, index) => {
    if (layer.type !== 'dense') return [];
    const weight = { name: `layers.${index}.weight`, shape: [layer.units, inputs] };
    inputs = layer.units;
    return layer.bias ? [weight, { name: `layers.${index}.bias`, shape: [layer.units] }] : [weight];
  });
}

/** Weights for the outside: matrices transposed into fresh memory. Throws a FormatError when they don't fit the card's network. */
export function weightsFromTensors(card: WeightsCard, tensors: readonly EngineTensor[]): Weights {
  const turned = tensors.map(toOutside);
  checkTensors(tensorShapes(card.network), turned);
  return { card, tensors: turned };
}

/** The tensors for the engine, in the network's order, matrices transposed back into fresh memory. */
export function tensorsFromWeights({ tensors }: Weights): EngineTensor[] {
  return tensors.map(toEngine);
}

/** One tensor in the outside's layout, and back, in fresh memory. */
export const toOutside = (tensor: EngineTensor): Tensor => transpose(tensor);
export const toEngine = (tensor: Tensor): EngineTensor => transpose(tensor);

/** `[R, C]` to `[C, R]`; anything else is copied. */
function transpose({ name, shape, values }: EngineTensor): Tensor {
  if (shape.length !== 2) return { name, shape, values: values.slice() };
  const [rows, columns] = shape;
  const turned = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  return { name, shape: [columns, rows], values: turned };
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
  const at = shape.length === 2 ? [Math.floor(index / shape[1]), index % shape[1]] : [index];
  throw new FormatError(
    'notFinite',
    `The tensor ${quote(name)} holds ${values[index]} at ${shapeText(at)}: the run had diverged. Use weights from before that, or train again with a lower rate.`,
    { entry: name, field: shapeText(at) },
  );
}
