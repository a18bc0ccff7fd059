/** The same layers in the forms that exporters of other versions give them. */
import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/onnx';
import { dataTypes, tensorFields } from '../../../src/formats/onnx/onnxFields';
import { bytes, type Pieces } from '../../../src/formats/onnx/protobuf';
import { model, node, smallGraph, tensor, tensorOf, value } from './buildOnnx';

const { weight, bias, gemm } = smallGraph;
const rows = value('input', 'x', [null, 2]);
const images = value('input', 'x', [null, 2, 1, 1]);
const output = value('output', 'y', [null, 1]);
const int64 = (name: string, shape: readonly number[], values: readonly number[]) =>
  tensorOf(
    name,
    shape,
    dataTypes.int64,
    bytes(tensorFields.rawData, new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
  );
const number = (name: string, value_float: number) =>
  node('Constant', [], [name], { value_float: { float: value_float } });
const flat = node('Gemm', ['f', 'w', 'b'], ['y'], { transB: 1 });

const dense = { type: 'dense', units: 1, bias: true };
const flatten = { type: 'flatten' };
const apply = (activation: string) => ({ type: 'activation', activation });

const half = number('half', 0.5);
const one = number('one', 1);
const root = number('root', Math.SQRT2);
const geluStart = [root, node('Div', ['x', 'root'], ['a']), node('Erf', ['a'], ['e']), one];

test.each<[string, readonly Pieces[], readonly object[]]>([
  [
    'Gemm with weights [inputs, outputs]',
    [node('Gemm', ['x', 'v', 'b'], ['y']), tensor('v', [2, 1], [1, 2]), bias, rows],
    [dense],
  ],
  [
    'MatMul, then Add with the bias first',
    [
      node('MatMul', ['x', 'v'], ['p']),
      node('Add', ['b', 'p'], ['y']),
      tensor('v', [2, 1], [1, 2]),
      bias,
      rows,
    ],
    [dense],
  ],
  [
    'weights behind an Identity, and tensors among the inputs',
    [
      node('Identity', ['w'], ['i']),
      node('Gemm', ['x', 'i', 'b'], ['y'], { transB: 1 }),
      weight,
      bias,
      rows,
      value('input', 'w', [1, 2]),
      value('input', 'b', [1]),
    ],
    [dense],
  ],
  ['a bias of the shape [1, outputs]', [gemm, weight, tensor('b', [1, 1], [3]), rows], [dense]],
  [
    'Dropout, which drops nothing',
    [node('Dropout', ['x'], ['f', 'mask']), flat, weight, bias, rows],
    [dense],
  ],
  [
    'Flatten with a negative axis',
    [node('Flatten', ['x'], ['f'], { axis: -3 }), flat, weight, bias, images],
    [flatten, dense],
  ],
  [
    'Flatten of [n, height, width], which are rows already',
    [node('Flatten', ['x'], ['f']), flat, weight, bias, value('input', 'x', [null, 1, 2])],
    [dense],
  ],
  [
    'Reshape to [0, -1]',
    [int64('s', [2], [0, -1]), node('Reshape', ['x', 's'], ['f']), flat, weight, bias, images],
    [flatten, dense],
  ],
  [
    'Reshape to [-1, 2]',
    [int64('s', [2], [-1, 2]), node('Reshape', ['x', 's'], ['f']), flat, weight, bias, images],
    [flatten, dense],
  ],
  [
    'Reshape to [batch, -1] through Slice',
    [
      int64('zero', [1], [0]),
      int64('one', [1], [1]),
      int64('open', [1], [-1]),
      node('Shape', ['x'], ['n']),
      node('Slice', ['n', 'zero', 'one', 'zero'], ['m']),
      node('Concat', ['m', 'open'], ['s'], { axis: 0 }),
      node('Reshape', ['x', 's'], ['f']),
      flat,
      weight,
      bias,
      images,
    ],
    [flatten, dense],
  ],
  [
    'Reshape to [batch, -1] through Shape with an end',
    [
      int64('open', [1], [-1]),
      node('Shape', ['x'], ['m'], { start: 0, end: 1 }),
      node('Concat', ['m', 'open'], ['s'], { axis: 0 }),
      node('Reshape', ['x', 's'], ['f']),
      flat,
      weight,
      bias,
      images,
    ],
    [flatten, dense],
  ],
  ['Gelu as one operator', [node('Gelu', ['x'], ['f']), flat, weight, bias, rows], [apply('gelu'), dense]],
  [
    'gelu as x·(1 + erf)·½',
    [
      ...geluStart,
      node('Add', ['one', 'e'], ['s']),
      node('Mul', ['s', 'x'], ['p']),
      half,
      node('Mul', ['half', 'p'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [apply('gelu'), dense],
  ],
  [
    'gelu as ½x·(1 + erf)',
    [
      ...geluStart,
      node('Add', ['e', 'one'], ['s']),
      half,
      node('Mul', ['x', 'half'], ['h']),
      node('Mul', ['h', 's'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [apply('gelu'), dense],
  ],
  [
    'LeakyRelu, Elu and Softmax without attributes',
    [
      node('LeakyRelu', ['x'], ['p']),
      node('Elu', ['p'], ['q']),
      node('Softmax', ['q'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [apply('leakyRelu'), apply('elu'), apply('softmax'), dense],
  ],
  [
    'Sub alone',
    [half, node('Sub', ['x', 'half'], ['f']), flat, weight, bias, rows],
    [{ type: 'standardize', mean: 0.5, deviation: 1 }, dense],
  ],
  [
    'Div alone, also by √2',
    [root, node('Div', ['x', 'root'], ['f']), flat, weight, bias, rows],
    [{ type: 'standardize', mean: 0, deviation: Math.fround(Math.SQRT2) }, dense],
  ],
  [
    'Sub and Div',
    [
      half,
      number('two', 2),
      node('Sub', ['x', 'half'], ['p']),
      node('Div', ['p', 'two'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [{ type: 'standardize', mean: 0.5, deviation: 2 }, dense],
  ],
  [
    'x / ‖x‖ without a bound',
    [
      node('ReduceL2', ['x'], ['l'], { axes: [-1] }),
      node('Div', ['x', 'l'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [{ type: 'unitLength' }, dense],
  ],
  [
    'x / ‖x‖ with its axes and bound as they were in other versions',
    [
      int64('axes', [1], [1]),
      node('ReduceL2', ['x', 'axes'], ['l']),
      node('Clip', ['l'], ['c'], { min: { float: 1e-12 } }),
      node('Div', ['x', 'c'], ['f']),
      flat,
      weight,
      bias,
      rows,
    ],
    [{ type: 'unitLength' }, dense],
  ],
])('%s', (_, pieces, layers) => {
  const contents = readOnnx(model([...pieces, output]));
  if (contents.card !== null) throw new Error('It has a card.');
  expect(contents.network?.layers).toMatchObject(layers);
  expect(contents.network?.layers).toHaveLength(layers.length);
  expect(contents.tensors.map(({ values }) => [...values])).toEqual([[1, 2], [3]]);
});

test('rows that become images of one channel are images to the network', () => {
  const contents = readOnnx(
    model([
      int64('s', [4], [-1, 1, 2, 3]),
      node('Reshape', ['x', 's'], ['i']),
      node('Conv', ['i', 'k'], ['y']),
      tensor('k', [1, 1, 2, 2], [1, 2, 3, 4]),
      value('input', 'x', [null, 6]),
      value('output', 'y', [null, 1, 1, 2]),
    ]),
  );
  expect(contents).toMatchObject({
    network: {
      inputs: 6,
      inputShape: [2, 3, 1],
      layers: [{ type: 'conv2d', channels: 1, kernel: 2, bias: false }],
    },
  });
});
