/** The reading that is suggested for weights without a card is one that a run can begin with. */
import { expect, test } from 'vitest';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { outlineBare } from '../../../src/formats/bareNetwork';
import type { BareWeights } from '../../../src/formats/weights';
import { referenceKernels } from '../../../src/kernels/reference';
import { readBare } from '../../../src/training/exchange';
import { suggestReading } from '../../../src/training/suggestReading';
import type { Activation, Loss } from '../../../src/training/trainer';

/** Ten images: of digit d the pixel d is ink. */
const images = Float64Array.from({ length: 10 * 784 }, (_, i) => Number(i % 784 === Math.floor(i / 784)));
const labels = Float64Array.from({ length: 100 }, (_, i) => Number(i % 10 === Math.floor(i / 10)));
const digits = new TableDataset(784, 10, images, labels);

/** One layer whose output d is `ink` for the digit d, else 0; paper that is not 0, as it is standardized, leads it astray. */
const layer = (ink: number) => ({
  name: 'w',
  shape: [10, 784],
  values: Float32Array.from({ length: 10 * 784 }, (_, i) => {
    const [digit, pixel] = [Math.floor(i / 784), i % 784];
    return pixel === 100 ? -1000 * digit : ink * Number(pixel === digit);
  }),
});

const suggest = (bare: BareWeights, test = digits) =>
  suggestReading({
    bare,
    problem: 'digits',
    outline: outlineBare(bare, 784, 10, null),
    onScreen: null,
    test,
    createKernels: () => referenceKernels('float32'),
    breathe: () => Promise.resolve(),
  });

test.each([
  ['one for the digit and zero for the rest', 1, 'linear', 'meanSquaredError'],
  ['numbers that only softmax makes shares of', 20, 'softmax', 'crossEntropy'],
] satisfies [string, number, Activation, Loss][])(
  'of a layer that puts out %s, the last activation is found, and the loss is one that goes with it',
  async (_, ink, ending, loss) => {
    const bare = { card: null, network: null, tensors: [layer(ink)] };
    const suggested = await suggest(bare);
    expect(suggested).toMatchObject({ activations: [ending], input: 'zeroToOne', loss });
    expect(readBare(bare, 'digits', suggested, null).spec.loss).toBe(loss);
  },
);

test('of logits, as PyTorch exports a classifier, softmax and cross-entropy are suggested, on what is said of the layers', async () => {
  const { values, shape } = layer(20);
  const bare: BareWeights = {
    card: null,
    network: {
      inputs: 784,
      layers: [{ type: 'dense', units: 10, bias: false, initializer: 'zeros' }],
    },
    tensors: [{ name: 'layers.0.weight', shape, values }],
  };
  const suggested = await suggest(bare);
  expect(suggested).toMatchObject({ activations: ['softmax'], input: 'zeroToOne', loss: 'crossEntropy' });
  expect(readBare(bare, 'digits', suggested, null).spec.network.layers.at(-1)).toEqual({
    type: 'activation',
    activation: 'softmax',
  });
});

test('a scale under which one answer more is right by chance is not suggested: the shares tell under which it was trained', async () => {
  // Of three images of each pixel two are of its digit and one is of the next, and so say the shares of numbers from 0 to 1.
  const values = Float32Array.from({ length: 10 * 784 }, (_, i) => {
    const [digit, pixel] = [Math.floor(i / 784), i % 784];
    if (pixel < 10) return digit === pixel ? 10 : digit === (pixel + 1) % 10 ? 10 - Math.LN2 : 0;
    // On one more image the answer is 1, and with paper that is not 0 it is 0, which is right.
    return digit === 1 ? (pixel === 10 ? 0.1 : pixel === 100 ? 1 : 0) : 0;
  });
  const pixels = [...Array.from({ length: 30 }, (_, row) => Math.floor(row / 3)), 10];
  const answers = pixels.map((pixel, row) => (pixel === 10 ? 0 : row % 3 === 2 ? (pixel + 1) % 10 : pixel));
  const oneHot = (places: readonly number[], width: number) =>
    Float64Array.from({ length: places.length * width }, (_, i) =>
      Number(i % width === places[Math.floor(i / width)]),
    );
  const test = new TableDataset(784, 10, oneHot(pixels, 784), oneHot(answers, 10));
  const bare = { card: null, network: null, tensors: [{ name: 'w', shape: [10, 784], values }] };
  const suggested = await suggest(bare, test);
  expect(suggested).toMatchObject({ activations: ['softmax'], input: 'zeroToOne' });
});
