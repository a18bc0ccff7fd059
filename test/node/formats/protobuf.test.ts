/** The wire format, in ONNX files: what may be skipped is, and what breaks the rules is refused at its byte. */
import { describe, expect, test } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/onnx';
import { graphFields, modelFields, nodeFields, tensorFields } from '../../../src/formats/onnx/onnxFields';
import { bytes, joined, message, type Pieces, text, varint } from '../../../src/formats/onnx/protobuf';
import type { FormatErrorCode } from '../../../src/formats/weights';
import { model, node, smallGraph, tensorOf } from './buildOnnx';
import { formatErrorOf } from './sampleWeights';

const { input, output, weight, bias, gemm } = smallGraph;
const small = (...more: readonly Pieces[]) => model([gemm, weight, bias, input, output, ...more]);
/** With other nodes than the one Gemm. */
const graph = (...nodes: readonly Pieces[]) => model([...nodes, weight, bias, input, output]);

/** The same bytes as a field of the model that nobody knows. */
const unknown = (...content: readonly Pieces[]) => message(1000, ...content);
const raw = (...values: number[]): Pieces => [Uint8Array.from(values)];
const withRaw = (...values: number[]) => joined([small(), Uint8Array.from(values)]);

test('fields that nobody knows are skipped, of every wire type', () => {
  const strange = joined([
    small(),
    ...raw(0xc0, 0x3e, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01),
    ...raw(0xc1, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8),
    ...raw(0xc5, 0x3e, 1, 2, 3, 4),
    ...unknown(text(1, 'anything')),
  ]);
  expect(readOnnx(strange)).toEqual(readOnnx(small()));
});

test('messages nested 5,000 deep are skipped like any other, in the model and as a graph within a node', () => {
  let deep: Pieces = text(1, 'bottom');
  for (let level = 0; level < 5000; level++) deep = [joined(message(7, deep))];
  expect(readOnnx(joined([small(), ...unknown(deep)]))).toEqual(readOnnx(small()));
  const withGraph = [
    ...node('Identity', ['x'], ['z']).slice(1),
    ...message(nodeFields.attribute, message(6, deep)),
  ];
  const file = model([
    message(graphFields.node, withGraph),
    node('Gemm', ['z', 'w', 'b'], ['y'], { transB: 1 }),
    weight,
    bias,
    input,
    output,
  ]);
  expect(readOnnx(file)).toEqual(readOnnx(small()));
});

describe('the wire format', () => {
  test.each<[string, Uint8Array, FormatErrorCode, string]>([
    ['a length of 2^31', withRaw(0x3a, 0x80, 0x80, 0x80, 0x80, 0x08), 'damaged', 'over 2 GB'],
    ['a length of 2^31 − 1', withRaw(0x3a, 0xff, 0xff, 0xff, 0xff, 0x07), 'truncated', '2147483647 bytes'],
    ['a length of −1', withRaw(0x3a, ...Array(9).fill(0xff), 0x01), 'damaged', 'over 2 GB'],
    ['a length beyond the file by one', withRaw(0x72, 0x02, 0x00), 'truncated', '2 bytes long'],
    ['a length that is not there', withRaw(0x72), 'truncated', 'ends within a number'],
    ['a varint of 11 bytes', withRaw(0x08, ...Array(10).fill(0x80), 0x01), 'damaged', 'longer than 10'],
    ['a varint that ends with the file', withRaw(0xc0, 0x3e, 0x80), 'truncated', 'ends within a number'],
    ['a field number of 0', withRaw(0x02, 0x00), 'damaged', 'number 0'],
    ['a group, which is of 2001', withRaw(0xc3, 0x3e, 0xc4, 0x3e), 'damaged', 'type 3'],
    ['wire type 6', withRaw(0x0e), 'damaged', 'type 6'],
    ['wire type 7', withRaw(0x0f), 'damaged', 'type 7'],
    [
      'the graph as a number',
      joined([...varint(1, 7), ...varint(modelFields.graph, 1)]),
      'damaged',
      'varint instead of bytes',
    ],
    [
      'a name as a number',
      graph(message(graphFields.node, varint(nodeFields.opType, 3))),
      'damaged',
      'varint instead of bytes',
    ],
    ['a size as text', small(tensorOf('t', [], 1, text(tensorFields.dataType, 'a'))), 'damaged', 'twice'],
    ['two graphs', joined([small(), ...message(modelFields.graph, gemm)]), 'damaged', 'graph is there twice'],
    [
      'a name that is not UTF-8',
      graph(message(graphFields.node, bytes(nodeFields.opType, Uint8Array.of(0xff)))),
      'damaged',
      'not UTF-8',
    ],
    ['a name of 10,001 bytes', graph(node('x'.repeat(10_001), ['x'], ['y'])), 'tooLarge', '10001 bytes'],
  ])('%s is refused at its byte', (_, file, code, says) => {
    const error = formatErrorOf(() => readOnnx(file));
    expect([error.code, error.place.offset]).toEqual([code, expect.any(Number)]);
    expect(error.message).toContain(says);
    expect(error.place.offset).toBeLessThanOrEqual(file.length);
  });
});
