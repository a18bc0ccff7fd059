import { describe, expect, test } from 'vitest';
import { assembleBare, type BareReading, outlineBare } from '../../../src/formats/bareNetwork';
import type { CardNetwork } from '../../../src/formats/card';
import { toEngine } from '../../../src/formats/layout';
import { FormatError, type Tensor } from '../../../src/formats/weights';
import { formatErrorOf } from './sampleWeights';

/** Numbers that say where they are: 10 · row + column, both from 1. */
function matrix(name: string, rows: number, columns: number): Tensor {
  const values = Float32Array.from(
    { length: rows * columns },
    (_, i) => 10 * (Math.floor(i / columns) + 1) + (i % columns) + 1,
  );
  return { name, shape: [rows, columns], values };
}

const vector = (name: string, ...values: number[]): Tensor => ({
  name,
  shape: [values.length],
  values: Float32Array.from(values),
});

const bare = (...tensors: Tensor[]) => ({ card: null, tensors, network: null }) as const;

const reading: BareReading = {
  activations: ['tanh', 'sigmoid'],
  input: 'zeroToOne',
  biasNode: 'last',
  layout: 'outputsFirst',
};

const dense = (units: number, bias: boolean) => ({
  type: 'dense',
  units,
  bias,
  initializer: 'glorotUniform',
});

const outlineError = (file: ReturnType<typeof bare>, onScreen: CardNetwork) =>
  formatErrorOf(() => outlineBare(file, 4, 1, onScreen));

const assemble = (file: ReturnType<typeof bare>, changes: Partial<BareReading> = {}) =>
  assembleBare(file, 2, 1, null, { ...reading, ...changes });

const valuesOf = (tensors: readonly Tensor[]) =>
  Object.fromEntries(tensors.map(({ name, values }) => [name, [...values]]));

describe('the shapes of tensors without a card', () => {
  test('matrices [outputs, inputs] with a vector each are dense layers with biases, whatever their names', () => {
    for (const names of [
      ['layers.0.weight', 'layers.0.bias', 'layers.2.weight', 'layers.2.bias'],
      ['fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'],
      ['W1', 'b1', 'W2', 'b2'],
      ['arr_0', 'arr_1', 'arr_2', 'arr_3'],
    ]) {
      const file = bare(
        matrix(names[0], 3, 2),
        vector(names[1], 1, 2, 3),
        matrix(names[2], 1, 3),
        vector(names[3], 4),
      );
      expect(outlineBare(file, 2, 1, null)).toEqual({
        widths: [2, 3, 1],
        network: null,
        layouts: ['outputsFirst'],
        hasBiasNode: false,
      });
      const { network, tensors } = assemble(file);
      expect(network.layers).toEqual([
        dense(3, true),
        { type: 'activation', activation: 'tanh' },
        dense(1, true),
        { type: 'activation', activation: 'sigmoid' },
      ]);
      expect(valuesOf(tensors)).toEqual({
        'layers.0.weight': [11, 12, 21, 22, 31, 32],
        'layers.0.bias': [1, 2, 3],
        'layers.2.weight': [11, 12, 13],
        'layers.2.bias': [4],
      });
    }
  });

  test('numbers in names are sorted as numbers: 2 before 10', () => {
    const file = bare(matrix('10.weight', 1, 3), matrix('2.weight', 3, 2));
    expect(outlineBare(file, 2, 1, null).widths).toEqual([2, 3, 1]);
  });

  test('the list of the NumPy original: a 0-d zero first, and a column for the bias node where there is one', () => {
    const zero: Tensor = { name: '1', shape: [], values: Float32Array.of(0) };
    const file = bare(zero, matrix('2', 3, 3), matrix('3', 1, 3));
    expect(outlineBare(file, 2, 1, null)).toMatchObject({ widths: [2, 3, 1], hasBiasNode: true });
    expect(valuesOf(assemble(file).tensors)).toEqual({
      'layers.0.weight': [11, 12, 21, 22, 31, 32],
      'layers.0.bias': [13, 23, 33],
      'layers.2.weight': [11, 12, 13],
    });
    expect(valuesOf(assemble(file, { biasNode: 'first' }).tensors)).toMatchObject({
      'layers.0.weight': [12, 13, 22, 23, 32, 33],
      'layers.0.bias': [11, 21, 31],
    });
  });

  test('matrices [inputs, outputs] are turned, with biases as rows', () => {
    const bias = { ...vector('b1', 7, 8, 9), shape: [1, 3] };
    const last = { ...vector('b2', 6), shape: [1, 1] };
    const file = bare(matrix('W1', 2, 3), bias, matrix('W2', 3, 1), last);
    expect(outlineBare(file, 2, 1, null).layouts).toEqual(['inputsFirst']);
    expect(valuesOf(assemble(file, { layout: 'inputsFirst' }).tensors)).toEqual({
      'layers.0.weight': [11, 21, 12, 22, 13, 23],
      'layers.0.bias': [7, 8, 9],
      'layers.2.weight': [11, 21, 31],
      'layers.2.bias': [6],
    });
  });

  test('biases as rows are known by their places too', () => {
    const row = { ...vector('arr_1', 7, 8, 9), shape: [1, 3] };
    const last = { ...vector('arr_3', 6), shape: [1, 1] };
    const file = bare(matrix('arr_0', 2, 3), row, matrix('arr_2', 3, 1), last);
    expect(valuesOf(assemble(file, { layout: 'inputsFirst' }).tensors)).toMatchObject({
      'layers.0.bias': [7, 8, 9],
      'layers.2.bias': [6],
    });
  });

  test('squares fit both ways, which is asked', () => {
    const file = bare(matrix('a', 2, 2), matrix('b', 2, 2));
    expect(outlineBare(file, 2, 2, null).layouts).toEqual(['outputsFirst', 'inputsFirst']);
  });

  test('a linear layer has no activation layer behind it', () => {
    const { network } = assemble(bare(matrix('a', 3, 2), matrix('b', 1, 3)), {
      activations: ['relu', 'linear'],
    });
    expect(network.layers.map(({ type }) => type)).toEqual(['dense', 'activation', 'dense']);
  });

  test('another scaling is a layer in front, and the names count it', () => {
    const { network, tensors } = assemble(bare(matrix('a', 3, 2), matrix('b', 1, 3)), {
      input: 'standardized',
    });
    expect(network.layers[0]).toEqual({ type: 'standardize', mean: 0.1307, deviation: 0.3081 });
    expect(tensors.map(({ name }) => name)).toEqual(['layers.1.weight', 'layers.3.weight']);
  });

  test('tensors that are just those of the network on screen are of that network, convolutions too', () => {
    const onScreen = {
      inputs: 4,
      inputShape: [2, 2, 1] as const,
      layers: [
        {
          type: 'conv2d',
          channels: 1,
          kernel: 2,
          stride: 1,
          padding: 0,
          bias: true,
          initializer: 'zeros',
        },
        { type: 'flatten' },
      ] as const,
    };
    const file = bare(vector('0.bias', 5), {
      name: '0.weight',
      shape: [1, 1, 2, 2],
      values: Float32Array.of(1, 2, 3, 4),
    });
    // As PyTorch calls the layers of a class; the safetensors library writes the bias first.
    const ofAClass = bare(
      ...file.tensors.map((tensor) => ({ ...tensor, name: `conv1.${tensor.name.slice(2)}` })),
    );
    for (const one of [file, ofAClass]) {
      expect(outlineBare(one, 4, 1, onScreen).network).toBe(onScreen);
      expect(valuesOf(assembleBare(one, 4, 1, onScreen, reading).tensors)).toEqual({
        'layers.0.weight': [1, 2, 3, 4],
        'layers.0.bias': [5],
      });
    }
    const [bias, kernel] = ofAClass.tensors;
    expect(outlineError(bare(bias, { ...kernel, shape: [1, 1, 4, 1] }), onScreen).code).toBe('unexpected');
    expect(outlineError(bare(bias, kernel, { ...bias, name: 'conv2.bias' }), onScreen).code).toBe(
      'unexpected',
    );
  });

  test('a network that ends with a dense layer leaves its last activation open, and takes the one that is read', () => {
    const network = {
      inputs: 2,
      layers: [
        { type: 'dense', units: 3, bias: false, initializer: 'zeros' },
        { type: 'activation', activation: 'relu' },
        { type: 'dense', units: 1, bias: false, initializer: 'zeros' },
      ] as const,
    };
    const file = {
      ...bare(matrix('layers.0.weight', 3, 2), matrix('layers.2.weight', 1, 3)),
      network,
    };
    expect(outlineBare(file, 2, 1, null)).toMatchObject({ network, widths: [3, 1] });
    const read = (activations: BareReading['activations']) =>
      assembleBare(file, 2, 1, null, { ...reading, activations }).network.layers;
    expect(read(['sigmoid'])).toEqual([...network.layers, { type: 'activation', activation: 'sigmoid' }]);
    expect(read(['linear'])).toEqual(network.layers);
    expect(formatErrorOf(() => read([])).message).toContain('1 layer; 0 activations');
  });

  test.each([
    ['widths that do not follow from one another', bare(matrix('a', 3, 2), matrix('b', 1, 5))],
    ['other inputs', bare(matrix('a', 3, 5), matrix('b', 1, 3))],
    ['other outputs', bare(matrix('a', 3, 2), matrix('b', 2, 3))],
    ['a bias of another length', bare(matrix('a', 3, 2), vector('c', 1, 2), matrix('b', 1, 3))],
    ['no matrix', bare(vector('c', 1, 2))],
    ['nothing', bare()],
    ['kernels of no known network', bare({ ...vector('k', 1, 2, 3, 4), shape: [1, 1, 2, 2] })],
  ])('%s: refused with the shapes that were found', (_, file) => {
    const error = formatErrorOf(() => outlineBare(file, 2, 1, null));
    expect(error.code).toBe('unexpected');
    expect(error.message).toContain('2 inputs and 1 outputs');
    for (const { name } of file.tensors) expect(error.message).toContain(name);
  });

  test('a matrix of 2⁵³ − 1 rows and no columns costs no time', () => {
    const file = bare({ name: 'w', shape: [Number.MAX_SAFE_INTEGER, 0], values: new Float32Array(0) });
    expect(formatErrorOf(() => outlineBare(file, 2, 1, null)).code).toBe('unexpected');
    expect(file.tensors.map(toEngine)).toEqual([
      { name: 'w', shape: [0, Number.MAX_SAFE_INTEGER], values: new Float32Array(0) },
    ]);
  });

  test('as many activations as layers, or an error that says how many', () => {
    const error = formatErrorOf(() =>
      assemble(bare(matrix('a', 3, 2), matrix('b', 1, 3)), { activations: ['relu'] }),
    );
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toContain('2 layers; 1 activations');
  });
});
