/** The ONNX operators of which gelu, standardize, unitLength and biases are composed: a layer comes of the last of them. */
import {
  addActivation,
  type CardLayer,
  type Chain,
  type Constant,
  constantInput,
  failure,
  inputOf,
  numberOf,
  type Operator,
  requireBias,
  requireUsual,
  type Sample,
  sampleOf,
  sizesInput,
} from './onnxChain';
import type { OnnxNode } from './onnxModel';

const halfRoot = Math.fround(Math.SQRT2);
/** Below which length a sample may be treated as one of zeros: PyTorch's normalize has 1e-12. */
const MOST_LEAST_LENGTH = 1e-6;

export const arithmeticOperators: Readonly<Record<string, Operator>> = {
  Erf: (node, chain) => ({ ...sampleOf(chain, node, 0, 'x/√2'), part: 'erf' }),

  Add(node, chain) {
    const place = inputOf(chain, node, 0)?.kind === 'sample' ? 0 : 1;
    const x = inputOf(chain, node, place);
    const added = constantInput(chain, node, 1 - place);
    if (x?.kind === 'sample' && x.part === 'erf' && numberIn(added) === 1)
      return { ...sampleOf(chain, node, place, 'erf'), part: '1+erf' };
    return addBias(node, chain, sampleOf(chain, node, place), added);
  },

  Mul: geluProduct,

  Sub(node, chain) {
    const x = sampleOf(chain, node, 0);
    const mean = numberIn(constantInput(chain, node, 1));
    return standardize(node, chain, x, { type: 'standardize', mean: mean ?? NaN, deviation: 1 });
  },

  Div(node, chain) {
    const x = sampleOf(chain, node, 0);
    const divisor = inputOf(chain, node, 1);
    if (divisor?.kind === 'sample') {
      sampleOf(chain, node, 1, '‖x‖');
      return chain.addLayer(node, { type: 'unitLength' }, x.shape);
    }
    const deviation = numberIn(constantInput(chain, node, 1));
    if (deviation === halfRoot && leadsTo(chain, node, 'Erf')) return { ...x, part: 'x/√2' };
    const last = chain.layers.at(-1);
    const mean = last?.type === 'standardize' && last.deviation === 1 ? last.mean : null;
    // What a Sub made, and this Div, are one layer.
    if (mean !== null) chain.layers.pop();
    return standardize(node, chain, x, { type: 'standardize', mean: mean ?? 0, deviation: deviation ?? NaN });
  },

  ReduceL2(node, chain) {
    const x = sampleOf(chain, node, 0);
    const axes = inputOf(chain, node, 1)
      ? sizesInput(chain, node, 1).values
      : (node.attributes.get('axes')?.ints ?? []);
    const rank = x.shape.length + 1;
    const own = new Set(axes.map((axis) => (axis !== 'batch' && axis < 0 ? axis + rank : axis)));
    if (own.size !== rank - 1 || x.shape.some((_, axis) => !own.has(axis + 1)))
      throw failure('unsupported', node, 'is not the length of each sample over all its numbers');
    requireUsual(node, { keepdims: 1 });
    return { ...x, part: '‖x‖' };
  },

  /** Keeps samples of zeros from being divided by zero. */
  Clip(node, chain) {
    const length = sampleOf(chain, node, 0, '‖x‖');
    const least = inputOf(chain, node, 1)
      ? numberIn(constantInput(chain, node, 1))
      : numberOf(node.attributes.get('min'));
    const hasMost = inputOf(chain, node, 2) !== null || node.attributes.has('max');
    if (hasMost || least === null || !(least >= 0 && least <= MOST_LEAST_LENGTH))
      throw failure(
        'unsupported',
        node,
        `keeps lengths from ${least} on; read is a bound that keeps from dividing by 0`,
      );
    return length;
  },

  Expand(node, chain) {
    const length = sampleOf(chain, node, 0, '‖x‖');
    const { values } = sizesInput(chain, node, 1);
    const [batch, ...rest] = values;
    const isSame =
      rest.length === length.shape.length && length.shape.every((size, axis) => size === rest[axis]);
    if (!isSame || (batch !== 'batch' && batch !== chain.batch))
      throw failure('unsupported', node, 'spreads a length over something else than its sample');
    return length;
  },
};

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

/** Throws a FormatError unless mean and deviation are what a card may hold. */
function standardize(
  node: OnnxNode,
  chain: Chain,
  { shape }: Sample,
  layer: Extract<CardLayer, { type: 'standardize' }>,
): Sample {
  const { mean, deviation } = layer;
  if (!(Math.abs(mean) <= 1e6 && deviation >= 1e-6 && deviation <= 1e6))
    throw failure(
      'unsupported',
      node,
      'scales by something else than one number for all, of a usual size',
      'What is read is (x − mean) / deviation.',
    );
  return chain.addLayer(node, layer, shape);
}

/** The two products of gelu, in either order: x·(1 + erf)·½. */
function geluProduct(node: OnnxNode, chain: Chain): Sample {
  const factors = [inputOf(chain, node, 0), inputOf(chain, node, 1)];
  const place = (part: Sample['part']) =>
    factors.findIndex((value) => value?.kind === 'sample' && value.part === part);
  const isHalf = factors.some((value) => value?.kind === 'constant' && numberIn(value) === 0.5);
  if (isHalf && place('x·(1+erf)') >= 0)
    return addActivation(node, chain, 'gelu', sampleOf(chain, node, place('x·(1+erf)'), 'x·(1+erf)'));
  if (isHalf && place('x') >= 0) return { ...sampleOf(chain, node, place('x')), part: 'x/2' };
  if (place('1+erf') >= 0) {
    const outer = sampleOf(chain, node, place('1+erf'), '1+erf');
    if (place('x/2') >= 0) {
      sampleOf(chain, node, place('x/2'), 'x/2');
      return addActivation(node, chain, 'gelu', outer);
    }
    if (place('x') >= 0) return { ...sampleOf(chain, node, place('x')), part: 'x·(1+erf)' };
  }
  throw failure('unsupported', node, 'multiplies by something that is no part of a gelu');
}

/** The one number of a constant, or null if it has more. */
function numberIn({ shape, floats }: Constant): number | null {
  return shape.every((size) => size === 1) ? floats()[0] : null;
}

function leadsTo(chain: Chain, { outputs }: OnnxNode, op: string): boolean {
  const consumers = chain.consumers.get(outputs[0]);
  return consumers?.size === 1 && consumers.has(op);
}
