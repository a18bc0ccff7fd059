/** From the graph of an ONNX model to a network and its tensors: one chain from the one input to the one output, or an error. */
import { type CardNetwork, checkNetworkSize } from '../card';
import { checkTensors } from '../layout';
import { networkTensors } from '../networkTensors';
import { type BareWeights, FormatError, quote, type Tensor } from '../weights';
import { Chain, constantOf, failure, type Parameter, type Value } from './onnxChain';
import { dataTypes } from './onnxFields';
import type { OnnxGraph, OnnxNode, OnnxValue } from './onnxModel';
import { applyOperator } from './onnxOperators';
import { floatsOf } from './onnxTensor';

/** Throws a FormatError that names the node, tensor or value. No number of a weight is read before all are known to fit. */
export function networkFromGraph(graph: OnnxGraph): BareWeights {
  // Old exporters list the tensors among the inputs.
  const names = new Set(graph.tensors.map(({ name }) => name));
  const input = onlyValue(
    graph.inputs.filter(({ name }) => !names.has(name)),
    'input',
  );
  const output = onlyValue(graph.outputs, 'output');
  const chain = new Chain(sampleShape(input), input.shape[0] ?? null, graph.opset);
  define(chain, input.name, { kind: 'sample', step: 0, shape: chain.input, part: 'x' }, input.offset);
  for (const tensor of graph.tensors) define(chain, tensor.name, constantOf(tensor), tensor.offset);
  for (const { inputs, op } of graph.nodes)
    for (const name of inputs) {
      const ops = chain.consumers.get(name);
      if (ops) ops.add(op);
      else chain.consumers.set(name, new Set([op]));
    }
  for (const node of graph.nodes) readNode(chain, node, output.name);
  for (const { name, offset } of graph.tensors)
    if (!chain.consumers.has(name))
      throw new FormatError('unexpected', `No node uses the tensor ${quote(name)}. Export the file again.`, {
        entry: name,
        offset,
      });
  checkOutput(chain, output);
  const network = networkOf(chain);
  checkNetworkSize(network, 'tooLarge', 'graph');
  const tensors = chain.parameters.map(readParameter);
  checkTensors(networkTensors(network).tensors, tensors);
  return { card: null, network, tensors };
}

function onlyValue(values: readonly OnnxValue[], what: 'input' | 'output'): OnnxValue {
  const [value, second] = values;
  if (value && !second) return value;
  throw new FormatError(
    value ? 'unsupported' : 'missing',
    `The graph has ${values.length} ${what}s${
      second
        ? ` (${values
            .slice(0, 3)
            .map(({ name }) => quote(name))
            .join(', ')})`
        : ''
    }; read are networks with one. Export it so.`,
    { field: what, offset: (second ?? value)?.offset },
  );
}

/** Without the batch: `[numbers]`, `[height, width]` or `[channels, height, width]`. */
function sampleShape({ name, shape, elementType, offset }: OnnxValue): number[] {
  const sizes = shape.slice(1);
  const readable: readonly number[] = [
    dataTypes.float,
    dataTypes.double,
    dataTypes.float16,
    dataTypes.bfloat16,
  ];
  const text = `[${shape.map((size) => size ?? '?').join(', ')}]`;
  if (!readable.includes(elementType))
    throw new FormatError('unsupported', `The input ${quote(name)} is not of floating-point numbers.`, {
      field: name,
      offset,
    });
  if (sizes.length < 1 || sizes.length > 3 || sizes.some((size) => size === null || size < 1))
    throw new FormatError(
      'unsupported',
      `The input ${quote(name)} has the shape ${text}; read are [batch, numbers], [batch, height, width] and [batch, channels, height, width], with only the batch left open.`,
      { field: name, offset },
    );
  return sizes.map(Number);
}

function define(chain: Chain, name: string, value: Value, offset: number): void {
  if (chain.values.has(name) || name === '')
    throw new FormatError(
      'damaged',
      name === ''
        ? 'A value of the graph has no name.'
        : `The graph has ${quote(name)} twice. Export it again.`,
      { field: name, offset },
    );
  chain.values.set(name, value);
}

function readNode(chain: Chain, node: OnnxNode, output: string): void {
  const unknown = node.inputs.find((name) => name !== '' && !chain.values.has(name));
  if (unknown !== undefined)
    throw failure(
      'damaged',
      node,
      `takes ${quote(unknown)}, which nothing before it puts out`,
      'Nodes must be in order, without a circle. Export the file again.',
    );
  const value = applyOperator(node, chain);
  const [result, ...others] = node.outputs;
  const used = (name: string) => chain.consumers.has(name) || name === output;
  if (result === undefined || !used(result))
    throw failure('unexpected', node, 'puts out what nothing uses', 'Export the file again.');
  const second = others.find((name) => name !== '' && used(name));
  if (second !== undefined)
    throw failure('unsupported', node, `puts out ${quote(second)} besides its result`);
  define(chain, result, value, node.offset);
}

function checkOutput({ values, step }: Chain, { name, offset }: OnnxValue): void {
  const value = values.get(name);
  if (!value)
    throw new FormatError('damaged', `No node puts out ${quote(name)}, the output of the graph.`, {
      field: name,
      offset,
    });
  if (value.kind !== 'sample' || value.step !== step || value.part !== 'x')
    throw new FormatError(
      'unsupported',
      `The output ${quote(name)} is not the end of one chain of layers; other graphs are not read.`,
      { field: name, offset },
    );
}

function networkOf({ input, layers, parameters }: Chain): CardNetwork {
  if (parameters.length === 0)
    throw new FormatError(
      'missing',
      'The graph has no layer with weights: there is nothing in it that was learned.',
      {
        field: 'graph',
      },
    );
  const inputs = input.reduce((product, size) => product * size, 1);
  if (input.length === 1) return { inputs, layers };
  const [channels, height, width] = input.length === 3 ? input : [1, ...input];
  return { inputs, inputShape: [height, width, channels], layers };
}

/** In fresh memory; what lies as `[inputs, outputs]` is turned. */
function readParameter({ name, tensor, shape, turned }: Parameter): Tensor {
  const found = floatsOf(tensor);
  if (!turned) return { name, shape, values: found };
  const [units, inputs] = shape;
  const values = new Float32Array(found.length);
  for (let unit = 0; unit < units; unit++)
    for (let input = 0; input < inputs; input++) values[unit * inputs + input] = found[input * units + unit];
  return { name, shape, values };
}
