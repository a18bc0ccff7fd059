import { expect, test } from 'vitest';
import {
  layersOf,
  nameOf,
  placeBeside,
  strongestPlace,
  valueAt,
} from '../../../src/app/activations/layersOf';
import { convolutionLayers, denseLayers } from '../../../src/training/recipes';
import type { NetworkSpec } from '../../../src/training/trainer';

const network: NetworkSpec = {
  inputs: 784,
  inputShape: [28, 28, 1],
  layers: [
    ...convolutionLayers([{ channels: 20, kernel: 5, activation: 'relu', pool: true }]),
    { type: 'flatten' },
    ...denseLayers([
      { units: 40, activation: 'tanh' },
      { units: 10, activation: 'softmax' },
    ]),
  ],
};
const [convolution, hidden, output] = layersOf(network);

test('layers come from the first to the output, each with what it has', () => {
  expect(layersOf(network).map(({ name, detail }) => [name, detail])).toEqual([
    ['Convolution 1', '20 images of 12 × 12, relu, pooled'],
    ['Hidden layer 1', '40 neurons, tanh'],
    ['Output', '10 neurons, softmax'],
  ]);
  expect([convolution, hidden, output].map(({ images }) => images.outputLayer)).toEqual([2, 5, 7]);
});

test('the strongest number is found whatever its sign, and read back', () => {
  const outputs = new Float32Array(12 * 12 * 20).fill(0.5);
  outputs[(3 * 12 + 4) * 20 + 7] = -2;
  const place = strongestPlace(outputs, convolution.images);
  expect(place).toEqual({ channel: 7, row: 3, column: 4 });
  expect(valueAt(outputs, convolution.images, place)).toBe(-2);
  expect(nameOf(convolution, place)).toBe('image 8, row 4, column 5');
});

test('neurons are counted from 1, the output as its digits', () => {
  const third = { channel: 3, row: 0, column: 0 };
  expect(nameOf(hidden, third)).toBe('neuron 4');
  expect(nameOf(output, third)).toBe('digit 3');
});

test('beside the last pixel of an image is the first of the next; outside is nothing', () => {
  const place = { channel: 0, row: 5, column: 11 };
  expect(placeBeside(convolution, place, [1, 0])).toEqual({ channel: 1, row: 5, column: 0 });
  expect(placeBeside(convolution, place, [0, 12])).toEqual({ channel: 16, row: 5, column: 11 });
  expect(placeBeside(convolution, place, [-12, 0])).toBeNull();
  // The second row has four images.
  expect(placeBeside(convolution, { channel: 4, row: 0, column: 0 }, [0, 12])).toBeNull();
  expect(placeBeside(hidden, { channel: 31, row: 0, column: 0 }, [1, 0])).toBeNull();
});
