/** The ONNX operators that are read, and what each adds to the chain of layers. */
import {
  type CardLayer,
  type Chain,
  type Constant,
  constantInput,
  constantOf,
  failure,
  inputOf,
  type Sample,
  sampleOf,
  sizesInput,
  type Value,
} from './onnxChain';
import type { OnnxAttribute, OnnxNode } from './onnxModel';
import { sizeOperators } from './onnxSizes';
import { shapeText } from './weights';

/** What the node puts out. Throws a FormatError. */
export type Operator = (node: OnnxNode, chain: Chain) => Value;

/** How weights would start if they were learned anew: the file does not say. */
const initializer = 'glorotUniform';
const halfRoot = Math.fround(Math.SQRT2);

const activation =
  (name: Extract<CardLayer, { type: 'activation' }>['activation']): Operator =>
  (node, chain) =>
    activate(node, chain, name, sampleOf(chain, node, 0));

function activate(
  node: OnnxNode,
  chain: Chain,
  name: Extract<CardLayer, { type: 'activation' }>['activation'],
  { shape }: Sample,
): Sample {
  return chain.addLayer(node, { type: 'activation', activation: name }, shape);
}

export const operators: Readonly<Record<string, Operator>> = {
  ...sizeOperators,

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

  Conv: convolution,
  MaxPool: maxPool,

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

  Div(node, chain) {
    const x = sampleOf(chain, node, 0);
    if (isNumber(constantInput(chain, node, 1), halfRoot) && leadsTo(chain, node, 'Erf'))
      return { ...x, part: 'x/√2' };
    throw failure('unsupported', node, 'divides by a constant');
  },

  Erf: (node, chain) => ({ ...sampleOf(chain, node, 0, 'x/√2'), part: 'erf' }),

  Add(node, chain) {
    const place = inputOf(chain, node, 0)?.kind === 'sample' ? 0 : 1;
    const x = inputOf(chain, node, place);
    const added = constantInput(chain, node, 1 - place);
    if (x?.kind === 'sample' && x.part === 'erf' && isNumber(added, 1))
      return { ...sampleOf(chain, node, place, 'erf'), part: '1+erf' };
    return addBias(node, chain, sampleOf(chain, node, place), added);
  },

  Mul: geluProduct,
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

/** Throws unless these attributes are as usual, which is what they are where they are left out. */
function requireUsual(node: OnnxNode, usual: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(usual)) {
    const found = numberOf(node.attributes.get(name)) ?? value;
    if (Math.fround(found) !== Math.fround(value))
      throw failure('unsupported', node, `has ${name} = ${found}; read is ${value}`);
  }
}

const numberOf = (attribute: OnnxAttribute | undefined) => attribute?.float ?? attribute?.int ?? null;

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

function requireBias(node: OnnxNode, bias: Constant, units: number): Constant {
  const numbers = bias.shape.reduce((product, size) => product * size, 1);
  if (numbers !== units || bias.shape.at(-1) !== units)
    throw failure(
      'shape',
      node,
      `adds ${shapeText(bias.shape)} to ${units} outputs; a bias is a number for each`,
    );
  return bias;
}

/** What PyTorch makes of `x @ w + b`. */
function addBias(node: OnnxNode, chain: Chain, { shape }: Sample, added: Constant): Sample {
  const last = chain.layers.length - 1;
  const layer = chain.layers[last];
  if (layer?.type !== 'dense' || layer.bias)
    throw failure('unsupported', node, 'adds a constant to something else than a product with weights');
  chain.addParameter('bias', last, requireBias(node, added, layer.units), [layer.units]);
  chain.layers[last] = { ...layer, bias: true };
  return chain.next(node, shape);
}

function convolution(node: OnnxNode, chain: Chain): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const weight = constantInput(chain, node, 1);
  if (shape.length !== 3 || weight.shape.length !== 4)
    throw failure('unsupported', node, 'is not over images in two dimensions');
  const [channels, inputs, kernelHeight, kernelWidth] = weight.shape;
  requireUsual(node, { group: 1 });
  if (inputs !== shape[0] || weight.shape.some((size) => size < 1))
    throw failure(
      'shape',
      node,
      `has kernels of the shape ${shapeText(weight.shape)}, which don't fit ${shape[0]} channels`,
    );
  const { stride, padding } = windowOf(node, [kernelHeight, kernelWidth]);
  if (padding >= Math.max(kernelHeight, kernelWidth))
    throw failure('unsupported', node, `pads by ${padding}, as much as the kernel or more`);
  const output = [
    channels,
    windows(node, shape[1] + 2 * padding, kernelHeight, stride),
    windows(node, shape[2] + 2 * padding, kernelWidth, stride),
  ];
  const layer = chain.layers.length;
  chain.addParameter('weight', layer, weight, weight.shape);
  const bias = inputOf(chain, node, 2) === null ? null : constantInput(chain, node, 2);
  if (bias) chain.addParameter('bias', layer, requireBias(node, bias, channels), [channels]);
  return chain.addLayer(
    node,
    {
      type: 'conv2d',
      channels,
      kernel: kernelHeight === kernelWidth ? kernelHeight : [kernelHeight, kernelWidth],
      stride,
      padding,
      bias: bias !== null,
      initializer,
    },
    output,
  );
}

function maxPool(node: OnnxNode, chain: Chain): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const kernel = node.attributes.get('kernel_shape')?.ints ?? [];
  if (shape.length !== 3 || kernel.length !== 2 || kernel[0] !== kernel[1] || kernel[0] < 1)
    throw failure(
      'unsupported',
      node,
      `has windows of ${shapeText(kernel)} on samples of ${shapeText(shape)}`,
    );
  requireUsual(node, { ceil_mode: 0, storage_order: 0 });
  const { stride, padding } = windowOf(node, kernel);
  if (padding > 0) throw failure('unsupported', node, `pads by ${padding}; read are pools without`);
  const [size] = kernel;
  const output = [shape[0], windows(node, shape[1], size, stride), windows(node, shape[2], size, stride)];
  return chain.addLayer(node, { type: 'maxPool2d', size, stride }, output);
}

/** Stride and padding, the same in both directions and on all sides. */
function windowOf(node: OnnxNode, kernel: readonly number[]): { stride: number; padding: number } {
  const list = (name: string, length: number, usual: number) => {
    const found = node.attributes.get(name)?.ints ?? [];
    return found.length === 0 ? Array<number>(length).fill(usual) : found;
  };
  const automatic = node.attributes.get('auto_pad')?.text ?? 'NOTSET';
  const strides = list('strides', 2, 1);
  const pads = list('pads', 4, 0);
  const dilations = list('dilations', 2, 1);
  const size = list('kernel_shape', 2, 0);
  const equal = (values: readonly number[], length: number) =>
    values.length === length && values.every((value) => value === values[0]);
  if (automatic !== 'NOTSET' && automatic !== 'VALID')
    throw failure('unsupported', node, `has auto_pad = ${automatic}; read are paddings in numbers`);
  if (!equal(strides, 2) || !equal(pads, 4) || !equal(dilations, 2) || dilations[0] !== 1)
    throw failure(
      'unsupported',
      node,
      `has strides ${shapeText(strides)}, pads ${shapeText(pads)}, dilations ${shapeText(dilations)}; read are the same in all directions, and dilation 1`,
    );
  if (size[0] !== 0 && (size[0] !== kernel[0] || size[1] !== kernel[1]))
    throw failure(
      'damaged',
      node,
      `says that its kernels are ${shapeText(size)}; they are ${shapeText(kernel)}`,
    );
  if (strides[0] < 1 || pads[0] < 0)
    throw failure('damaged', node, `has stride ${strides[0]} and padding ${pads[0]}`);
  return { stride: strides[0], padding: pads[0] };
}

function windows(node: OnnxNode, inputs: number, size: number, stride: number): number {
  if (size > inputs)
    throw failure('shape', node, `has a window of ${size}, which does not fit into ${inputs}`);
  return Math.floor((inputs - size) / stride) + 1;
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

/** The two products of gelu, in either order: x·(1 + erf)·½. */
function geluProduct(node: OnnxNode, chain: Chain): Sample {
  const factors = [inputOf(chain, node, 0), inputOf(chain, node, 1)];
  const place = (part: Sample['part']) =>
    factors.findIndex((value) => value?.kind === 'sample' && value.part === part);
  const isHalf = factors.some((value) => value?.kind === 'constant' && isNumber(value, 0.5));
  if (isHalf && place('x·(1+erf)') >= 0)
    return activate(node, chain, 'gelu', sampleOf(chain, node, place('x·(1+erf)'), 'x·(1+erf)'));
  if (isHalf && place('x') >= 0) return { ...sampleOf(chain, node, place('x')), part: 'x/2' };
  if (place('1+erf') >= 0) {
    const outer = sampleOf(chain, node, place('1+erf'), '1+erf');
    if (place('x/2') >= 0) {
      sampleOf(chain, node, place('x/2'), 'x/2');
      return activate(node, chain, 'gelu', outer);
    }
    if (place('x') >= 0) return { ...sampleOf(chain, node, place('x')), part: 'x·(1+erf)' };
  }
  throw failure('unsupported', node, 'multiplies by something that is no part of a gelu');
}

/** Whether a constant is that one number. */
function isNumber({ shape, floats }: Constant, value: number): boolean {
  return shape.every((size) => size === 1) && floats()[0] === value;
}

function leadsTo(chain: Chain, { outputs }: OnnxNode, op: string): boolean {
  return (chain.consumers.get(outputs[0]) ?? []).every((consumer) => consumer === op);
}
