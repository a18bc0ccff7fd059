/** ONNX files with anything in them, well-formed or not. */
import {
  attributeFields,
  attributeTypes,
  dataTypes,
  dimFields,
  entryFields,
  graphFields,
  modelFields,
  nodeFields,
  opsetFields,
  shapeFields,
  tensorFields,
  tensorTypeFields,
  typeFields,
  valueFields,
} from '../../../src/formats/onnx/onnxFields';
import { bytes, float, joined, message, type Pieces, text, varint } from '../../../src/formats/onnx/protobuf';

export type Attribute = number | string | readonly number[] | { readonly float: number };

export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Pieces {
  return message(
    graphFields.node,
    ...inputs.map((name) => text(nodeFields.input, name)),
    ...outputs.map((name) => text(nodeFields.output, name)),
    text(nodeFields.opType, op),
    ...Object.entries(attributes).map(([name, value]) =>
      message(nodeFields.attribute, text(attributeFields.name, name), attribute(value)),
    ),
  );
}

function attribute(value: Attribute): Pieces {
  const [type, pieces] = typed(value);
  return [...pieces, ...varint(attributeFields.type, attributeTypes[type])];
}

function typed(value: Attribute): [keyof typeof attributeTypes, Pieces] {
  if (typeof value === 'number') return ['int', varint(attributeFields.int, value)];
  if (typeof value === 'string') return ['text', text(attributeFields.text, value)];
  if ('float' in value) return ['float', float(attributeFields.float, value.float)];
  return ['ints', value.flatMap((one) => varint(attributeFields.ints, one))];
}

/** Raw float32; `more` comes at its end. */
export function tensor(
  name: string,
  shape: readonly number[],
  values: readonly number[],
  ...more: readonly Pieces[]
): Pieces {
  return message(
    graphFields.initializer,
    ...tensorHead(name, shape, dataTypes.float),
    bytes(tensorFields.rawData, new Uint8Array(Float32Array.from(values).buffer)),
    ...more,
  );
}

/** Name, shape and type, and whatever holds the numbers. */
export function tensorOf(
  name: string,
  shape: readonly number[],
  dataType: number,
  ...data: readonly Pieces[]
): Pieces {
  return message(graphFields.initializer, ...tensorHead(name, shape, dataType), ...data);
}

function tensorHead(name: string, shape: readonly number[], dataType: number): Pieces[] {
  return [
    ...shape.map((size) => varint(tensorFields.dims, size)),
    varint(tensorFields.dataType, dataType),
    text(tensorFields.name, name),
  ];
}

/** A size of null is open, and a shape of null is not said. */
export function value(
  field: 'input' | 'output',
  name: string,
  shape: readonly (number | null)[] | null,
): Pieces {
  return message(
    graphFields[field],
    text(valueFields.name, name),
    message(
      valueFields.type,
      message(
        typeFields.tensor,
        varint(tensorTypeFields.elementType, dataTypes.float),
        shape === null ? [] : shapePieces(shape),
      ),
    ),
  );
}

function shapePieces(shape: readonly (number | null)[]): Pieces {
  return message(
    tensorTypeFields.shape,
    ...shape.map((size) =>
      message(shapeFields.dim, size === null ? text(dimFields.param, 'n') : varint(dimFields.value, size)),
    ),
  );
}

export function model(
  graph: readonly Pieces[],
  { opset = 13, metadata = {} }: { opset?: number; metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  return joined([
    ...varint(modelFields.irVersion, 7),
    ...text(modelFields.producerName, 'a test'),
    ...message(modelFields.graph, ...graph),
    ...message(modelFields.opsetImport, text(opsetFields.domain, ''), varint(opsetFields.version, opset)),
    ...Object.entries(metadata).flatMap(([key, entry]) =>
      message(modelFields.metadata, text(entryFields.key, key), text(entryFields.value, entry)),
    ),
  ]);
}

/** `[n, 2]` to `[n, 1]` through x @ w + b. */
export const smallGraph = {
  input: value('input', 'x', [null, 2]),
  output: value('output', 'y', [null, 1]),
  weight: tensor('w', [1, 2], [1, 2]),
  bias: tensor('b', [1], [3]),
  gemm: node('Gemm', ['x', 'w', 'b'], ['y'], { transB: 1 }),
};
