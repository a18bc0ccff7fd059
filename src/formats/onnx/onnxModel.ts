/** What an ONNX file says, as plain data: nodes, tensors and values in the order of the file. Judges nothing but bounds. */

import { FormatError, quote } from '../weights';
import {
  attributeFields,
  dimFields,
  entryFields,
  graphFields,
  modelFields,
  nodeFields,
  opsetFields,
  shapeFields,
  tensorTypeFields,
  typeFields,
  valueFields,
} from './onnxFields';
import { type OnnxTensor, readTensor } from './onnxTensor';
import {
  type Field,
  floatOf,
  integerOf,
  integersOf,
  type Message,
  messageOf,
  only,
  openMessage,
  readFields,
  textOf,
} from './protobuf';

const onnxLimits = {
  fileBytes: 256 * 2 ** 20,
  nodes: 1000,
  tensors: 1000,
  /** In an attribute: sizes, axes. */
  integers: 100,
  /** Of text in the metadata; a card of 131,072 characters fits. */
  textBytes: 4 * 131_072,
} as const;

export type OnnxAttribute = {
  readonly float: number | null;
  readonly int: number | null;
  readonly text: string | null;
  readonly ints: readonly number[];
  readonly tensor: OnnxTensor | null;
};

export type OnnxNode = {
  readonly op: string;
  /** Its own, or else that of what it puts out. */
  readonly name: string;
  /** An empty name stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly offset: number;
};

/** An input or output of the graph; a size that is not fixed is null. */
export type OnnxValue = {
  readonly name: string;
  readonly elementType: number;
  readonly shape: readonly (number | null)[];
  readonly offset: number;
};

export type OnnxText = { readonly key: string; readonly value: string; readonly end: number };

export type OnnxGraph = {
  /** Of the operators without a domain. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
};

export type OnnxModel = {
  readonly producer: string;
  /** `end` is the byte behind the text. */
  readonly metadata: readonly OnnxText[];
  /** Reads the graph: what the metadata says may make that needless. */
  readonly graph: () => OnnxGraph;
};

/** Throws a FormatError. Nothing of a tensor's numbers is read yet. */
export function readModel(file: Uint8Array): OnnxModel {
  if (file.length > onnxLimits.fileBytes)
    throw new FormatError(
      'tooLarge',
      `The file is ${file.length} bytes; at most ${onnxLimits.fileBytes} are read.`,
    );
  const model = readFields(openMessage(file), modelFields);
  const graph = only(model.graph, 'graph');
  if (!only(model.irVersion, 'ir_version') || !graph)
    throw new FormatError(
      'missing',
      `The file has ${graph ? 'no version' : 'no graph'}, as an ONNX model must: it is cut off, or of another kind. Download or export it again.`,
      { field: graph ? 'ir_version' : 'graph', offset: file.length },
    );
  return {
    producer: text(only(model.producerName, 'producer_name')),
    metadata: model.metadata.map(readEntry),
    graph: () => readGraph(messageOf(graph), readOpset(model.opsetImport)),
  };
}

function readEntry(field: Field): OnnxText {
  const entry = readFields(messageOf(field), entryFields);
  const key = only(entry.key, 'key');
  const value = only(entry.value, 'value');
  return {
    key: key ? textOf(key) : '',
    value: value ? textOf(value, onnxLimits.textBytes) : '',
    end: value?.end ?? field.end,
  };
}

function readOpset(fields: readonly Field[]): number {
  let opset: number | null = null;
  for (const field of fields) {
    const { domain, version } = readFields(messageOf(field), opsetFields);
    const name = text(only(domain, 'domain'));
    const number = integer(only(version, 'version'));
    if (name !== '' && name !== 'ai.onnx') continue;
    if (opset !== null)
      throw new FormatError('damaged', 'The file names two versions of the operators. Export it again.', {
        field: 'opset_import',
        offset: field.tag,
      });
    opset = number;
  }
  if (opset === null || opset < 7 || opset > 100)
    throw new FormatError(
      'unsupported',
      `The file uses ${opset === null ? 'no version' : `version ${opset}`} of the ONNX operators; those from 7 on are read. Export it again with opset_version=13.`,
      { field: 'opset_import', offset: fields[0]?.tag ?? 0 },
    );
  return opset;
}

function readGraph(message: Message, opset: number): OnnxGraph {
  const graph = readFields(message, graphFields);
  checkCount(graph.node, onnxLimits.nodes, 'nodes');
  checkCount(graph.initializer, onnxLimits.tensors, 'tensors');
  const [sparse] = graph.sparseInitializer;
  if (sparse)
    throw new FormatError('unsupported', 'The file holds sparse tensors; only dense ones are read.', {
      field: 'sparse_initializer',
      offset: sparse.tag,
    });
  return {
    opset,
    nodes: graph.node.map(readNode),
    tensors: graph.initializer.map(readTensor),
    inputs: graph.input.map(readValue),
    outputs: graph.output.map(readValue),
  };
}

function checkCount(fields: readonly Field[], most: number, what: string): void {
  if (fields.length > most)
    throw new FormatError('tooLarge', `The file has ${fields.length} ${what}; at most ${most} are read.`, {
      field: what,
      offset: fields[most].tag,
    });
}

function readNode(field: Field): OnnxNode {
  const node = readFields(messageOf(field), nodeFields);
  const op = text(only(node.opType, 'op_type'));
  const outputs = node.output.map((output) => textOf(output));
  const name = text(only(node.name, 'name')) || (outputs[0] ?? '');
  const domain = text(only(node.domain, 'domain'));
  const place = { field: name, offset: field.tag };
  if (domain !== '' && domain !== 'ai.onnx')
    throw new FormatError(
      'unsupported',
      `The node ${quote(name)} is ${quote(op)} of ${quote(domain)}; only the operators of ONNX itself are read.`,
      place,
    );
  const attributes = new Map<string, OnnxAttribute>();
  for (const attribute of node.attribute) {
    const found = readFields(messageOf(attribute), attributeFields);
    const key = text(only(found.name, 'name'));
    if (attributes.has(key))
      throw new FormatError(
        'damaged',
        `The node ${quote(name)} has the attribute ${quote(key)} twice. Export the file again.`,
        place,
      );
    const [float, int, string, tensor] = [
      only(found.float, 'f'),
      only(found.int, 'i'),
      only(found.text, 's'),
      only(found.tensor, 't'),
    ];
    attributes.set(key, {
      float: float ? floatOf(float) : null,
      int: int ? integerOf(int) : null,
      text: string ? textOf(string) : null,
      ints: integersOf(found.ints, onnxLimits.integers),
      tensor: tensor ? readTensor(tensor) : null,
    });
  }
  return {
    op,
    name,
    inputs: node.input.map((input) => textOf(input)),
    outputs,
    attributes,
    offset: field.tag,
  };
}

function readValue(field: Field): OnnxValue {
  const value = readFields(messageOf(field), valueFields);
  const name = text(only(value.name, 'name'));
  const type = only(value.type, 'type');
  const tensor = type && only(readFields(messageOf(type), typeFields).tensor, 'tensor_type');
  if (!tensor)
    throw new FormatError(
      'unsupported',
      `${quote(name)} is no tensor; a network that is read here takes and gives tensors.`,
      { field: name, offset: field.tag },
    );
  const { elementType, shape } = readFields(messageOf(tensor), tensorTypeFields);
  const dims = only(shape, 'shape');
  return {
    name,
    elementType: integer(only(elementType, 'elem_type')),
    shape: dims ? readFields(messageOf(dims), shapeFields).dim.map(readDim) : [],
    offset: field.tag,
  };
}

function readDim(field: Field): number | null {
  const value = only(readFields(messageOf(field), dimFields).value, 'dim_value');
  return value ? integerOf(value) : null;
}

const text = (field: Field | undefined) => (field ? textOf(field) : '');
const integer = (field: Field | undefined) => (field ? integerOf(field) : 0);
