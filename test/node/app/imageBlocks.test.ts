import { expect, test } from 'vitest';
import { imageBlocksOf, layerImages } from '../../../src/app/imageBlocks';
import { convDigitsRecipe, convolutionLayers, digitsRecipe } from '../../../src/training/recipes';

const { network } = convDigitsRecipe;

test('every convolution is a block that ends with its activation and pooling', () => {
  expect(imageBlocksOf(network)).toEqual([
    { height: 12, width: 12, channels: 8, activation: 'relu', isPooled: true, outputLayer: 2 },
    { height: 4, width: 4, channels: 16, activation: 'relu', isPooled: true, outputLayer: 5 },
  ]);
  const bare = convolutionLayers([{ channels: 3, kernel: 3, activation: 'linear', pool: false }]);
  expect(imageBlocksOf({ ...network, layers: [...bare, ...network.layers.slice(6)] })).toEqual([
    { height: 26, width: 26, channels: 3, activation: 'linear', isPooled: false, outputLayer: 0 },
  ]);
});

test('a network without images has none, and neither has one whose layers do not fit', () => {
  expect(imageBlocksOf(digitsRecipe.network)).toEqual([]);
  expect(imageBlocksOf({ ...network, inputShape: [7, 112, 1] })).toEqual([]);
});

test('the answer of another network is no output of a block', () => {
  const [block] = imageBlocksOf(network);
  const of = (length: number) => {
    const layers = [0, 0, length].map((numbers) => new Float32Array(numbers));
    return layerImages({ outputs: new Float32Array(10), layers, step: 0 }, block);
  };
  expect(of(12 * 12 * 8)?.length).toBe(12 * 12 * 8);
  expect(of(64)).toBeNull();
  expect(layerImages(null, block)).toBeNull();
});
