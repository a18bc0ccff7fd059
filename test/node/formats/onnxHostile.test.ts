/** Files that are made to do harm, or that break the rules: each refused with a reason and a place. */
import { describe, expect, test } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/onnx';
import {
  attributeFields,
  dataTypes,
  entryFields,
  graphFields,
  modelFields,
  nodeFields,
  tensorFields,
} from '../../../src/formats/onnx/onnxFields';
import { bytes, joined, message, type Pieces, text, varint } from '../../../src/formats/onnx/protobuf';
import type { FormatErrorCode } from '../../../src/formats/weights';
import { model, node, smallGraph, tensor, tensorOf, value } from './buildOnnx';
import { formatErrorOf } from './sampleWeights';

const { input, output, weight, bias, gemm } = smallGraph;
const small = (...more: readonly Pieces[]) => model([gemm, weight, bias, input, output, ...more]);
/** With other nodes than the one Gemm. */
const graph = (...nodes: readonly Pieces[]) => model([...nodes, weight, bias, input, output]);

test('the graph that all of these are made of is read', () => {
  expect(readOnnx(small())).toEqual({
    card: null,
    network: {
      inputs: 2,
      layers: [{ type: 'dense', units: 1, bias: true, initializer: 'glorotUniform' }],
    },
    tensors: [
      { name: 'layers.0.weight', shape: [1, 2], values: Float32Array.of(1, 2) },
      { name: 'layers.0.bias', shape: [1], values: Float32Array.of(3) },
    ],
  });
});

describe('tensors', () => {
  /** The small graph with another weight. */
  const other = (one: Pieces) => model([gemm, one, bias, input, output]);
  const huge = [2 ** 30, 2 ** 30];
  test.each<[string, Uint8Array, FormatErrorCode, string]>([
    ['fewer numbers than its shape says', other(tensor('w', [1, 2], [1])), 'damaged', '1 are there'],
    ['more numbers than its shape says', other(tensor('w', [1, 2], [1, 2, 3])), 'damaged', '3 are there'],
    ['no numbers', other(tensorOf('w', [1, 2], dataTypes.float)), 'damaged', '0 bytes are there for 2'],
    ['a negative size', other(tensor('w', [-1, -2], [1, 2])), 'damaged', '[-1, -2]'],
    ['2^60 numbers', other(tensor('w', huge, [])), 'tooLarge', 'w'],
    ['a size of 2^62', other(tensor('w', [2 ** 62, 1], [])), 'damaged', 'beyond what is used'],
    ['nine axes', other(tensor('w', Array(9).fill(1), [1])), 'tooLarge', 'more than the 8 numbers'],
    [
      'whole numbers',
      other(tensorOf('w', [1, 2], dataTypes.int64, bytes(tensorFields.rawData, new Uint8Array(16)))),
      'unsupported',
      'type 7',
    ],
    ['text', other(tensorOf('w', [1, 2], 8)), 'unsupported', 'type 8'],
    [
      'its numbers in another file',
      other(
        tensor(
          'w',
          [1, 2],
          [1, 2],
          message(tensorFields.externalData, text(1, 'location'), text(2, '../../etc/passwd')),
        ),
      ),
      'unsupported',
      'another file',
    ],
    [
      'only the mark of another file',
      other(tensor('w', [1, 2], [1, 2], varint(tensorFields.dataLocation, 1))),
      'unsupported',
      'another file',
    ],
    [
      'a segment',
      other(tensor('w', [1, 2], [1, 2], message(tensorFields.segment))),
      'unsupported',
      'segments',
    ],
    ['NaN', other(tensor('w', [1, 2], [1, NaN])), 'notFinite', 'NaN at [0, 1]'],
    ['infinity', other(tensor('w', [1, 2], [-Infinity, 1])), 'notFinite', '-Infinity at [0, 0]'],
    ['a name that is there twice', small(weight), 'damaged', '“w” twice'],
    ['no use', small(tensor('u', [1], [1])), 'unexpected', '“u”'],
    ['a shape that does not fit', other(tensor('w', [1, 3], [1, 2, 3])), 'shape', '[1, 3]'],
    ['no axes', other(tensor('w', [], [1])), 'shape', '[]'],
  ])('a tensor with %s is refused by name', (_, file, code, says) => {
    const error = formatErrorOf(() => readOnnx(file));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });

  test('1,001 tensors, or nodes, are too many', () => {
    const many = (one: (index: number) => Pieces) => Array.from({ length: 1001 }, (_, index) => one(index));
    for (const pieces of [
      many((i) => tensor(`t${i}`, [1], [1])),
      many((i) => node('Relu', [`${i}`], [`${i + 1}`])),
    ])
      expect(formatErrorOf(() => readOnnx(model([...pieces, input, output])))).toMatchObject({
        code: 'tooLarge',
        message: expect.stringContaining('1001'),
      });
  });

  test('sparse tensors are refused by name', () => {
    expect(formatErrorOf(() => readOnnx(small(message(graphFields.sparseInitializer)))).code).toBe(
      'unsupported',
    );
  });
});

describe('graphs', () => {
  const relu = (from: string, to: string) => node('Relu', [from], [to]);
  test.each<[string, Uint8Array, FormatErrorCode, string]>([
    ['nothing in it', model([]), 'missing', '0 inputs'],
    ['no nodes', model([input, value('output', 'x', [null, 2])]), 'missing', 'no layer with weights'],
    ['two inputs', small(value('input', 'z', [null, 2])), 'unsupported', '2 inputs'],
    ['two outputs', small(value('output', 'x', [null, 2])), 'unsupported', '2 outputs'],
    [
      'an output that nothing puts out',
      model([gemm, weight, bias, input, value('output', 'q', [null, 1])]),
      'unexpected',
      'what nothing uses',
    ],
    [
      'a weight as its output',
      model([gemm, weight, bias, input, value('output', 'w', [1, 2])]),
      'unexpected',
      'what nothing uses',
    ],
    ['a cycle', graph(relu('b2', 'a2'), relu('a2', 'b2'), gemm), 'damaged', 'nothing before it puts out'],
    [
      'a node that takes its own result',
      graph(relu('a2', 'a2'), gemm),
      'damaged',
      'nothing before it puts out',
    ],
    [
      'nodes in the wrong order',
      graph(relu('a2', 'y'), node('Gemm', ['x', 'w', 'b'], ['a2'], { transB: 1 })),
      'damaged',
      '“a2”',
    ],
    ['a result that is there twice', graph(relu('x', 'x'), gemm), 'damaged', '“x” twice'],
    ['a node that nobody uses', graph(relu('x', 'dead'), gemm), 'unexpected', 'what nothing uses'],
    [
      'a branch',
      graph(
        relu('x', 'a2'),
        node('Gemm', ['x', 'w', 'b'], ['c2'], { transB: 1 }),
        node('Add', ['c2', 'a2'], ['y']),
      ),
      'unsupported',
      'makes a branch',
    ],
    [
      'half a gelu at its end',
      model([
        node('Constant', [], ['c'], { value_float: { float: Math.SQRT2 } }),
        node('Div', ['x', 'c'], ['e']),
        node('Erf', ['e'], ['y']),
        input,
        value('output', 'y', [null, 2]),
      ]),
      'unsupported',
      'not the end of one chain',
    ],
    [
      'an operator of another domain',
      graph(
        message(
          graphFields.node,
          text(nodeFields.opType, 'Gemm'),
          text(nodeFields.output, 'y'),
          text(nodeFields.domain, 'com.evil'),
        ),
      ),
      'unsupported',
      'com.evil',
    ],
    [
      'an operator called like a method of objects',
      graph(node('constructor', ['x'], ['y'])),
      'unsupported',
      'constructor',
    ],
    ['an operator called __proto__', graph(node('__proto__', ['x'], ['y'])), 'unsupported', '__proto__'],
    ['a loop', graph(node('Loop', ['x'], ['y'])), 'unsupported', 'Loop'],
    [
      'an attribute twice',
      graph(
        message(
          graphFields.node,
          ...['x', 'w', 'b'].map((name) => text(nodeFields.input, name)),
          text(nodeFields.output, 'y'),
          text(nodeFields.opType, 'Gemm'),
          message(nodeFields.attribute, text(1, 'transB'), varint(3, 1)),
          message(nodeFields.attribute, text(1, 'transB'), varint(3, 0)),
        ),
      ),
      'damaged',
      '“transB” twice',
    ],
    [
      'a Gemm with alpha 2',
      graph(node('Gemm', ['x', 'w', 'b'], ['y'], { transB: 1, alpha: { float: 2 } })),
      'unsupported',
      'alpha = 2',
    ],
    [
      'a Gemm that turns its input',
      graph(node('Gemm', ['x', 'w', 'b'], ['y'], { transB: 1, transA: 1 })),
      'unsupported',
      'transA = 1',
    ],
    ['a Relu of two', graph(node('Relu', ['x', 'x'], ['y'])), 'unsupported', 'has 2 inputs'],
    [
      '65 layers',
      graph(
        ...Array.from({ length: 64 }, (_, i) => relu(i ? `r${i}` : 'x', `r${i + 1}`)),
        node('Gemm', ['r64', 'w', 'b'], ['y'], { transB: 1 }),
      ),
      'tooLarge',
      'more than the 64',
    ],
    [
      'operators of version 6',
      model([gemm, weight, bias, input, output], { opset: 6 }),
      'unsupported',
      'version 6',
    ],
    [
      'a softmax over the samples',
      graph(node('Softmax', ['x'], ['s'], { axis: 0 }), node('Gemm', ['s', 'w', 'b'], ['y'], { transB: 1 })),
      'unsupported',
      'axis',
    ],
    [
      'an input that is open in two sizes',
      model([gemm, weight, bias, value('input', 'x', [null, null]), output]),
      'unsupported',
      '[?, ?]',
    ],
    [
      'an input of 2^40 numbers',
      model([relu('x', 'y'), value('input', 'x', [null, 2 ** 20, 2 ** 20]), value('output', 'y', [null])]),
      'tooLarge',
      '65536',
    ],
  ])('a graph with %s is refused', (_, file, code, says) => {
    const error = formatErrorOf(() => readOnnx(file));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });

  const ones = new Uint8Array(10_000_000).fill(1);
  const empty = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at % 2 === 0 ? 0x0a : 0));
  test.each([
    [
      'ten million axes',
      small(message(graphFields.initializer, bytes(tensorFields.dims, ones))),
      'the 8 numbers',
    ],
    [
      'ten million numbers in an attribute',
      graph(message(graphFields.node, message(nodeFields.attribute, bytes(attributeFields.ints, ones)))),
      'the 100 numbers',
    ],
    ['half a million empty nodes', model([[empty]]), 'more than 200000 protobuf fields'],
    [
      'half a million inputs of a node',
      graph(message(graphFields.node, [empty])),
      'more than 200000 protobuf fields',
    ],
  ])('%s are refused before they are all looked at', (_, file, says) => {
    const error = formatErrorOf(() => readOnnx(file));
    expect(error.code).toBe('tooLarge');
    expect(error.message).toContain(says);
  });

  test('sizes that double with every node are refused long before they are many', () => {
    const doubling = Array.from({ length: 60 }, (_, i) =>
      node('Concat', [`s${i}`, `s${i}`], [`s${i + 1}`], { axis: 0 }),
    );
    const file = graph(node('Shape', ['x'], ['s0']), ...doubling, node('Reshape', ['x', 's60'], ['y']));
    expect(formatErrorOf(() => readOnnx(file)).message).toContain('at most 8');
  });

  test('a network of more parameters than a page takes is refused before a number is read', () => {
    const wide = tensorOf('w', [65_536, 65_536], dataTypes.float);
    const file = model([
      node('Gemm', ['x', 'w'], ['y'], { transB: 1 }),
      wide,
      value('input', 'x', [null, 65_536]),
      value('output', 'y', [null, 65_536]),
    ]);
    expect(formatErrorOf(() => readOnnx(file))).toMatchObject({ code: 'tooLarge' });
  });
});

describe('a card of ours', () => {
  test.each([
    ['without a checksum', { scratchnet: '{}' }, 'damaged'],
    [
      'with a checksum that is no last word',
      { 'scratchnet.sha256': '0'.repeat(64), scratchnet: '{}' },
      'damaged',
    ],
  ])('%s is refused', (_, metadata, code) => {
    expect(formatErrorOf(() => readOnnx(model([gemm, weight, bias, input, output], { metadata }))).code).toBe(
      code,
    );
  });

  test('that is there twice is refused', () => {
    const entry = message(
      modelFields.metadata,
      text(entryFields.key, 'scratchnet'),
      text(entryFields.value, '{}'),
    );
    const error = formatErrorOf(() => readOnnx(joined([small(), ...entry, ...entry])));
    expect([error.code, error.message]).toEqual(['damaged', expect.stringContaining('“scratchnet” twice')]);
  });

  test('metadata of others says nothing', () => {
    const file = model([gemm, weight, bias, input, output], { metadata: { author: 'somebody' } });
    expect(readOnnx(file)).toEqual(readOnnx(small()));
  });
});
