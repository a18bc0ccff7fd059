import { expect, test } from 'vitest';
import { fittingLayers } from '../../../src/formats/fittingLayers';
import type { Tensor } from '../../../src/formats/weights';

const dense = (units: number, bias = true) => ({ type: 'dense', units, bias, initializer: 'zeros' }) as const;
const tensor = (name: string, ...shape: number[]): Tensor => ({
  name,
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(shape[0]),
});
const file = (...tensors: Tensor[]) => ({ card: null, network: null, tensors }) as const;
const network = { inputs: 4, layers: [dense(3), dense(5), dense(2, false)] };

test('layers of the same shape are found in their order, with their biases', () => {
  const found = fittingLayers(
    file(tensor('a.weight', 3, 4), tensor('a.bias', 3), tensor('b.weight', 7, 3), tensor('c.weight', 2, 5)),
    network,
  );
  expect(found.map(({ name, tensors }) => [name, tensors.map((one) => [one.name, one.values[0]])])).toEqual([
    [
      'layers.0',
      [
        ['layers.0.weight', 3],
        ['layers.0.bias', 3],
      ],
    ],
    ['layers.2', [['layers.2.weight', 2]]],
  ]);
});

test('a layer without biases fits one that has some, which become zeros; not the other way round', () => {
  const found = fittingLayers(file(tensor('a.weight', 3, 4)), network);
  expect(found[0].tensors[1]).toEqual({ name: 'layers.0.bias', shape: [3], values: new Float32Array(3) });
  expect(fittingLayers(file(tensor('c.weight', 2, 5), tensor('c.bias', 2)), network)).toEqual([]);
});

test('a layer of the file serves one layer only', () => {
  const twins = { inputs: 3, layers: [dense(3), dense(3)] };
  expect(fittingLayers(file(tensor('a.weight', 3, 3)), twins).map(({ name }) => name)).toEqual(['layers.0']);
});
