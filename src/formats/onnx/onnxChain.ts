/** What is known while an ONNX graph is read node by node: its values, and the layers that came of it so far. */
import type { CardNetwork } from '../card';
import { networkLimits } from '../card';
import { FormatError, type FormatErrorCode, quote, shapeText } from '../weights';
import type { OnnxAttribute, OnnxNode } from './onnxModel';
import { floatsOf, integersIn, type OnnxTensor } from './onnxTensor';

export type CardLayer = CardNetwork['layers'][number];
export type CardActivation = Extract<CardLayer, { type: 'activation' }>['activation'];

/** How weights would start if they were learned anew: the file does not say. */
export const initializer = 'glorotUniform';

/** Numbers of one sample on their way: rows `[numbers]`, images `[channels, height, width]` or `[height, width]`. */
export type Sample = {
  readonly kind: 'sample';
  /** How many steps it is behind the input: only the newest may be worked on. */
  readonly step: number;
  readonly shape: readonly number[];
  /** Of x: itself, or what stands on the way to gelu(x) = x·(1 + erf(x/√2))·½, or to x/‖x‖. */
  readonly part: 'x' | 'x/√2' | 'erf' | '1+erf' | 'x·(1+erf)' | 'x/2' | '‖x‖';
};

export type Constant = {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly floats: () => Float32Array;
  readonly integers: () => readonly number[];
  /** Of the file's own tensors: which one it is. */
  readonly tensor: OnnxTensor | null;
};

/** Sizes that are computed from a shape, or one of them; the length of the batch has no number. */
export type Sizes = {
  readonly kind: 'sizes';
  readonly values: readonly (number | 'batch')[];
  readonly scalar: boolean;
};

export type Value = Sample | Constant | Sizes;

/** What the node puts out. Throws a FormatError. */
export type Operator = (node: OnnxNode, chain: Chain) => Value;

/** A tensor of the network to be, in the layout of Weights once it is read. */
export type Parameter = {
  readonly name: string;
  /** As in the file. */
  readonly tensor: OnnxTensor;
  readonly shape: readonly number[];
  /** Whether it lies as `[inputs, outputs]`. */
  readonly turned: boolean;
};

/** The longest list of sizes. */
const MAX_SIZES = 8;

export class Chain {
  readonly layers: CardLayer[] = [];
  readonly parameters: Parameter[] = [];
  readonly values = new Map<string, Value>();
  /** Operators that take a value, by its name. */
  readonly consumers = new Map<string, Set<string>>();
  step = 0;

  /** `input` is the shape of a sample; `batch` the number of samples if that is fixed. */
  constructor(
    public input: readonly number[],
    readonly batch: number | null,
    readonly opset: number,
  ) {}

  /** One more layer, of which samples of this shape come out. */
  addLayer(node: OnnxNode, layer: CardLayer, shape: readonly number[]): Sample {
    if (this.layers.length === networkLimits.layers)
      throw failure(
        'tooLarge',
        node,
        `would be one layer more than the ${networkLimits.layers} that are read`,
      );
    this.layers.push(layer);
    return this.next(node, shape);
  }

  /** What comes after a step that is part of a layer, or changes nothing but the shape. */
  next(node: OnnxNode, shape: readonly number[]): Sample {
    if (shape.some((size) => size > networkLimits.units))
      throw failure(
        'tooLarge',
        node,
        `puts out the shape ${shapeText(shape)}; at most ${networkLimits.units} are read`,
      );
    this.step++;
    return { kind: 'sample', step: this.step, shape, part: 'x' };
  }

  /** Makes a tensor of the file the weight or bias of the layer that comes next, or came last. */
  addParameter(
    name: 'weight' | 'bias',
    layer: number,
    constant: Constant,
    shape: readonly number[],
    turned = false,
  ): void {
    if (constant.tensor)
      this.parameters.push({ name: `layers.${layer}.${name}`, tensor: constant.tensor, shape, turned });
  }
}

/** An error that names the node and what it does. */
export function failure(
  code: FormatErrorCode,
  { op, name, offset }: OnnxNode,
  what: string,
  advice = 'What is read are chains of Gemm, MatMul and Add, Conv, MaxPool, Flatten, Reshape and activations, as PyTorch exports them.',
): FormatError {
  return new FormatError(code, `The node ${quote(name)} (${quote(op).slice(1, -1)}) ${what}. ${advice}`, {
    field: name,
    offset,
  });
}

export function constantOf(tensor: OnnxTensor): Constant {
  return {
    kind: 'constant',
    shape: tensor.shape,
    floats: () => floatsOf(tensor),
    integers: () => integersIn(tensor),
    tensor,
  };
}

/** The value that a node takes in this place, or null if it takes none there. */
export function inputOf(chain: Chain, node: OnnxNode, place: number): Value | null {
  const name = node.inputs[place] ?? '';
  return name === '' ? null : (chain.values.get(name) ?? null);
}

/** The newest sample, whole or that part of it. */
export function sampleOf(chain: Chain, node: OnnxNode, place: number, part: Sample['part'] = 'x'): Sample {
  const value = inputOf(chain, node, place);
  if (value?.kind !== 'sample')
    throw failure(
      'unsupported',
      node,
      `takes something else than the network's numbers as input ${place + 1}`,
    );
  if (value.step !== chain.step)
    throw failure('unsupported', node, 'makes a branch: it takes what another node took before it');
  if (value.part !== part)
    throw failure(
      'unsupported',
      node,
      'takes a part of what could become gelu or x/‖x‖, and makes something else of it',
    );
  return value;
}

export function constantInput(chain: Chain, node: OnnxNode, place: number): Constant {
  const value = inputOf(chain, node, place);
  if (value?.kind !== 'constant')
    throw failure(
      'unsupported',
      node,
      `takes ${quote(node.inputs[place] ?? '')} as input ${place + 1}, where only a tensor of the file is read`,
    );
  return value;
}

/** Sizes or constants of whole numbers as a list. */
export function sizesInput(chain: Chain, node: OnnxNode, place: number): Sizes {
  const value = inputOf(chain, node, place);
  if (value?.kind === 'sizes') return value;
  const { shape, integers } = constantInput(chain, node, place);
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > 1 || count > MAX_SIZES)
    throw failure('unsupported', node, `takes ${shapeText(shape)} sizes; at most ${MAX_SIZES} are read`);
  return { kind: 'sizes', values: integers(), scalar: shape.length === 0 };
}

export function sizes(node: OnnxNode, values: readonly (number | 'batch')[], scalar = false): Sizes {
  if (values.length > MAX_SIZES)
    throw failure('unsupported', node, `puts out ${values.length} sizes; at most ${MAX_SIZES} are read`);
  return { kind: 'sizes', values, scalar };
}

/** Throws unless these attributes are as usual, which is what they are where they are left out. */
export function requireUsual(node: OnnxNode, usual: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(usual)) {
    const found = numberOf(node.attributes.get(name)) ?? value;
    if (Math.fround(found) !== Math.fround(value))
      throw failure('unsupported', node, `has ${name} = ${found}; read is ${value}`);
  }
}

export const numberOf = (attribute: OnnxAttribute | undefined) => attribute?.float ?? attribute?.int ?? null;

export function addActivation(node: OnnxNode, chain: Chain, name: CardActivation, { shape }: Sample): Sample {
  return chain.addLayer(node, { type: 'activation', activation: name }, shape);
}

/** Throws a FormatError unless it is a number for each output. */
export function requireBias(node: OnnxNode, bias: Constant, units: number): Constant {
  const numbers = bias.shape.reduce((product, size) => product * size, 1);
  if (numbers !== units || bias.shape.at(-1) !== units)
    throw failure(
      'shape',
      node,
      `adds ${shapeText(bias.shape)} to ${units} outputs; a bias is a number for each`,
    );
  return bias;
}
