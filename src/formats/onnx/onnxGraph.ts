/** From a network to the graph of an ONNX model: a chain of nodes from `input` to `output`. */
import type { CardNetwork } from '../card';
import { networkTensors } from '../networkTensors';
import type { Tensor } from '../weights';
import {
  attributeFields,
  attributeTypes,
  dataTypes,
  dimFields,
  graphFields,
  nodeFields,
  shapeFields,
  tensorFields,
  tensorTypeFields,
  typeFields,
  valueFields,
} from './onnxFields';
import { bytes, float, message, type Pieces, text, varint } from './protobuf';

/** The smallest float32 of full precision. */
const LEAST_LENGTH = 2 ** -126;

type Attribute = { readonly float: number } | { readonly int: number } | { readonly ints: readonly number[] };

/**
 * The fields of a GraphProto. The batch is a dimension of any length; images are `[batch, channels, height, width]`,
 * rows `[batch, numbers]`. Dropout and linear have no node: they change nothing in an answer.
 */
export function graphPieces(network: CardNetwork, tensors: readonly Tensor[], doc: string): Pieces {
  const { shapes } = networkTensors(network);
  const nodes = networkNodes(network, new Set(tensors.map(({ name }) => name)));
  return [
    ...nodes.flatMap((node) => message(graphFields.node, node)),
    ...text(graphFields.name, 'scratchnet'),
    ...tensors.flatMap((tensor) => message(graphFields.initializer, tensorPieces(tensor))),
    ...text(graphFields.docString, doc),
    ...message(graphFields.input, valuePieces('input', shapes[0])),
    ...message(graphFields.output, valuePieces('output', shapes[shapes.length - 1])),
  ];
}

type Node = { readonly op: string; readonly name: string; readonly pieces: (output: string) => Pieces };

function networkNodes({ inputShape, layers }: CardNetwork, tensors: ReadonlySet<string>): Pieces[] {
  const nodes: Node[] = [];
  let x = 'input';
  /** All but the batch. */
  let axes = inputShape ? [1, 2, 3] : [1];
  layers.forEach((layer, index) => {
    const layerName = `layers.${index}`;
    /** Adds a node behind the ones there are; returns the name of it and of what it puts out. */
    const add = (
      op: string,
      inputs: readonly string[],
      attributes: Record<string, Attribute> = {},
    ): string => {
      const twins = nodes.filter((node) => node.name.startsWith(`${layerName}.${op}`)).length;
      const name = `${layerName}.${op}${twins > 0 ? twins + 1 : ''}`;
      nodes.push({ op, name, pieces: (output) => nodePieces(op, name, inputs, output, attributes) });
      return name;
    };
    const constant = (value: number) => add('Constant', [], { value_float: { float: value } });
    const parameters = ['weight', 'bias']
      .map((name) => `${layerName}.${name}`)
      .filter((name) => tensors.has(name));
    switch (layer.type) {
      case 'dense':
        x = add('Gemm', [x, ...parameters], { transB: { int: 1 } });
        break;
      case 'conv2d': {
        const { kernel, stride, padding } = layer;
        x = add('Conv', [x, ...parameters], {
          kernel_shape: { ints: typeof kernel === 'number' ? [kernel, kernel] : kernel },
          pads: { ints: [padding, padding, padding, padding] },
          strides: { ints: [stride, stride] },
        });
        break;
      }
      case 'maxPool2d':
        x = add('MaxPool', [x], {
          kernel_shape: { ints: [layer.size, layer.size] },
          strides: { ints: [layer.stride, layer.stride] },
        });
        break;
      case 'flatten':
        axes = [1];
        x = add('Flatten', [x], { axis: { int: 1 } });
        break;
      case 'dropout':
        break;
      case 'standardize':
        x = add('Div', [add('Sub', [x, constant(layer.mean)]), constant(layer.deviation)]);
        break;
      case 'unitLength': {
        const length = add('ReduceL2', [x], { axes: { ints: axes }, keepdims: { int: 1 } });
        // A sample of zeros is divided by this, and stays what it is.
        x = add('Div', [x, add('Clip', [length, constant(LEAST_LENGTH)])]);
        break;
      }
      case 'activation':
        switch (layer.activation) {
          case 'linear':
            break;
          case 'leakyRelu':
            x = add('LeakyRelu', [x], { alpha: { float: 0.01 } });
            break;
          case 'elu':
            x = add('Elu', [x], { alpha: { float: 1 } });
            break;
          case 'softmax':
            x = add('Softmax', [x], { axis: { int: -1 } });
            break;
          case 'gelu': {
            // x·(1 + erf(x/√2))·½, operators that there have been since 2019; Gelu came with opset 20.
            const erf = add('Erf', [add('Div', [x, constant(Math.SQRT2)])]);
            x = add('Mul', [add('Mul', [x, add('Add', [erf, constant(1)])]), constant(0.5)]);
            break;
          }
          default:
            x = add(elementwise[layer.activation], [x]);
        }
        break;
      default:
        // A layer without a node would be left out of the answers.
        layer satisfies never;
    }
  });
  if (nodes.length === 0) return [nodePieces('Identity', 'Identity', ['input'], 'output', {})];
  return nodes.map(({ name, pieces }, index) => pieces(index === nodes.length - 1 ? 'output' : name));
}

const elementwise = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh', sine: 'Sin' } as const;

function nodePieces(
  op: string,
  name: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, Attribute>>,
): Pieces {
  return [
    ...inputs.flatMap((input) => text(nodeFields.input, input)),
    ...text(nodeFields.output, output),
    ...text(nodeFields.name, name),
    ...text(nodeFields.opType, op),
    ...Object.entries(attributes).flatMap(([attribute, value]) =>
      message(nodeFields.attribute, text(attributeFields.name, attribute), attributePieces(value)),
    ),
  ];
}

function attributePieces(value: Attribute): Pieces {
  if ('float' in value)
    return [
      ...float(attributeFields.float, value.float),
      ...varint(attributeFields.type, attributeTypes.float),
    ];
  if ('int' in value)
    return [...varint(attributeFields.int, value.int), ...varint(attributeFields.type, attributeTypes.int)];
  return [
    ...value.ints.flatMap((one) => varint(attributeFields.ints, one)),
    ...varint(attributeFields.type, attributeTypes.ints),
  ];
}

function tensorPieces({ name, shape, values }: Tensor): Pieces {
  const raw = new Uint8Array(4 * values.length);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true);
  return [
    ...shape.flatMap((size) => varint(tensorFields.dims, size)),
    ...varint(tensorFields.dataType, dataTypes.float),
    ...text(tensorFields.name, name),
    ...bytes(tensorFields.rawData, raw),
  ];
}

/** A ValueInfoProto of float32, of rows `[numbers]` or images `[height, width, channels]`. */
function valuePieces(name: string, shape: readonly number[]): Pieces {
  const [height, width, channels] = shape;
  const sizes = shape.length === 3 ? [channels, height, width] : shape;
  const dims = [text(dimFields.param, 'batch'), ...sizes.map((size) => varint(dimFields.value, size))];
  return [
    ...text(valueFields.name, name),
    ...message(
      valueFields.type,
      message(
        typeFields.tensor,
        varint(tensorTypeFields.elementType, dataTypes.float),
        message(tensorTypeFields.shape, ...dims.map((dim) => message(shapeFields.dim, dim))),
      ),
    ),
  ];
}
