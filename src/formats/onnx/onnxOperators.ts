/** The ONNX operators that are read, and what each adds to the chain of layers. */

import { shapeText } from '../weights';
import { arithmeticOperators } from './onnxArithmetic';
import {
  addActivation,
  type CardActivation,
  type Chain,
  type Constant,
  constantInput,
  constantOf,
  failure,
  initializer,
  inputOf,
  numberOf,
  type Operator,
  requireBias,
  requireUsual,
  type Sample,
  sampleOf,
  sizesInput,
  type Value,
} from './onnxChain';
import type { OnnxNode } from './onnxModel';
import { sizeOperators } from './onnxSizes';
import { windowOperators } from './onnxWindows';

const activation =
  (name: CardActivation): Operator =>
  (node, chain) =>
    addActivation(node, chain, name, sampleOf(chain, node, 0));

/** Inputs that a node may have, where that is not one. */
const inputCounts: Readonly<Record<string, number>> = {
  Add: 2,
  Clip: 3,
  Concat: 8,
  Constant: 0,
  Conv: 3,
  Div: 2,
  Dropout: 3,
  Expand: 2,
  Gather: 2,
  Gemm: 3,
  MatMul: 2,
  Mul: 2,
  ReduceL2: 2,
  Reshape: 2,
  Slice: 5,
  Sub: 2,
  Unsqueeze: 2,
};

/** What the node puts out. Throws a FormatError that names it, also for an operator that is not read. */
export function applyOperator(node: OnnxNode, chain: Chain): Value {
  if (!Object.hasOwn(operators, node.op))
    throw failure('unsupported', node, 'is an operator that is not read');
  const most = inputCounts[node.op] ?? 1;
  if (node.inputs.length > most)
    throw failure('unsupported', node, `has ${node.inputs.length} inputs; at most ${most} are read`);
  return operators[node.op](node, chain);
}

const operators: Readonly<Record<string, Operator>> = {
  ...sizeOperators,
  ...windowOperators,
  ...arithmeticOperators,

  Constant: constant,
  Identity: (node, chain) => inputOf(chain, node, 0) ?? sampleOf(chain, node, 0),

  /** Drops nothing when answers are given. */
  Dropout(node, chain) {
    if (inputOf(chain, node, 2))
      throw failure(
        'unsupported',
        node,
        'says itself whether it is in training',
        'Export the network after eval().',
      );
    return sampleOf(chain, node, 0);
  },

  Gemm(node, chain) {
    requireUsual(node, { transA: 0, alpha: 1, beta: 1 });
    const transposed = (node.attributes.get('transB')?.int ?? 0) !== 0;
    const bias = inputOf(chain, node, 2);
    return dense(node, chain, transposed, bias === null ? null : constantInput(chain, node, 2));
  },

  MatMul: (node, chain) => dense(node, chain, false, null),

  Flatten(node, chain) {
    const { shape } = sampleOf(chain, node, 0);
    const axis = node.attributes.get('axis')?.int ?? 1;
    if (axis !== 1 && axis + shape.length + 1 !== 1)
      throw failure('unsupported', node, `flattens from axis ${axis}; read is axis 1, the samples' own`);
    return flatten(node, chain, shape);
  },

  Reshape: reshape,

  Relu: activation('relu'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Sin: activation('sine'),

  LeakyRelu(node, chain) {
    requireUsual(node, { alpha: 0.01 });
    return activation('leakyRelu')(node, chain);
  },

  Elu(node, chain) {
    requireUsual(node, { alpha: 1 });
    return activation('elu')(node, chain);
  },

  Gelu(node, chain) {
    const form = node.attributes.get('approximate')?.text ?? 'none';
    if (form !== 'none')
      throw failure('unsupported', node, 'is the approximation of gelu; read is the exact one, through erf');
    return activation('gelu')(node, chain);
  },

  Softmax(node, chain) {
    const { shape } = sampleOf(chain, node, 0);
    const axis = node.attributes.get('axis')?.int ?? (chain.opset >= 13 ? -1 : 1);
    if (shape.length !== 1 || (axis !== 1 && axis !== -1))
      throw failure('unsupported', node, 'does not work along the one axis of a row, which is what is read');
    return activation('softmax')(node, chain);
  },

  LogSoftmax(node) {
    throw failure(
      'unsupported',
      node,
      'puts out logarithms of probabilities, and the networks here put out probabilities',
      'Export the network with Softmax instead; the weights stay the same.',
    );
  },
};

function constant(node: OnnxNode): Constant {
  const { value, value_float, value_int, value_ints } = Object.fromEntries(node.attributes);
  if (value?.tensor) return constantOf(value.tensor);
  const number = value_float?.float;
  const whole = value_int ? [value_int.int ?? 0] : value_ints?.ints;
  if (typeof number !== 'number' && !whole)
    throw failure('unsupported', node, 'holds something else than numbers');
  const refuse = () => {
    throw failure('unsupported', node, 'holds numbers of another type than what is made of them');
  };
  return {
    kind: 'constant',
    shape: value_ints ? [value_ints.ints.length] : [],
    floats: () => (typeof number === 'number' ? Float32Array.of(number) : refuse()),
    integers: () => whole ?? refuse(),
    tensor: null,
  };
}

function dense(node: OnnxNode, chain: Chain, transposed: boolean, bias: Constant | null): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const weight = constantInput(chain, node, 1);
  const [units, inputs] = transposed ? weight.shape : weight.shape.toReversed();
  if (shape.length !== 1)
    throw failure(
      'unsupported',
      node,
      `works on samples of the shape ${shapeText(shape)}; read are rows`,
      'Flatten them before.',
    );
  if (weight.shape.length !== 2 || inputs !== shape[0] || units < 1)
    throw failure(
      'shape',
      node,
      `has weights of the shape ${shapeText(weight.shape)}, which don't fit ${shape[0]} inputs`,
    );
  const layer = chain.layers.length;
  chain.addParameter('weight', layer, weight, [units, inputs], !transposed);
  if (bias) chain.addParameter('bias', layer, requireBias(node, bias, units), [units]);
  return chain.addLayer(node, { type: 'dense', units, bias: bias !== null, initializer }, [units]);
}

/** Rows stay rows; an input of one channel lies as the row that a network takes anyway. */
function flatten(node: OnnxNode, chain: Chain, shape: readonly number[]): Sample {
  const row = [shape.reduce((product, size) => product * size, 1)];
  if (shape.length === 1) return chain.next(node, shape);
  if (chain.layers.length === 0 && (shape.length === 2 || shape[0] === 1)) {
    chain.input = row;
    return chain.next(node, row);
  }
  return chain.addLayer(node, { type: 'flatten' }, row);
}

/** To rows, or of the input to images of one channel: what neither mixes samples nor needs another order of numbers. */
function reshape(node: OnnxNode, chain: Chain): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const { values } = sizesInput(chain, node, 1);
  const [batch, ...rest] = values;
  const keepsZeros = numberOf(node.attributes.get('allowzero')) === 1;
  const numbers = shape.reduce((product, size) => product * size, 1);
  const fail = () =>
    failure(
      'unsupported',
      node,
      `makes ${shapeText(values.map((size) => (size === 'batch' ? (chain.batch ?? -1) : size)))} of samples of the shape ${shapeText(shape)}; read is what makes a row of each sample`,
    );
  const batchStays =
    batch === 'batch' || batch === -1 || batch === chain.batch || (batch === 0 && !keepsZeros);
  if (!batchStays || rest.length === 0 || rest.includes('batch')) throw fail();
  let wanted = rest.map((size, axis) => (size === 0 && !keepsZeros ? shape[axis] : Number(size)));
  const open = wanted.indexOf(-1);
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  if (open >= 0 && batch !== -1) wanted = wanted.with(open, numbers / known);
  if (
    wanted.some((size) => !(Number.isInteger(size) && size > 0)) ||
    wanted.reduce((product, size) => product * size, 1) !== numbers
  )
    throw fail();
  if (wanted.length === 1) return flatten(node, chain, shape);
  if (wanted.length === shape.length && wanted.every((size, axis) => size === shape[axis]))
    return chain.next(node, shape);
  if (chain.layers.length > 0 || shape.length === 3 || wanted.length !== 3 || wanted[0] !== 1) throw fail();
  chain.input = wanted;
  return chain.next(node, wanted);
}
