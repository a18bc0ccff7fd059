/** The reading that is suggested for weights without a card is one that a run can begin with. */
import { expect, test } from 'vitest';
import { TableDataset } from '../../../src/datasets/tableDataset';
import { outlineBare } from '../../../src/formats/bareNetwork';
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

test.each([
  ['one for the digit and zero for the rest', 1, 'linear', 'meanSquaredError'],
  ['numbers that only softmax makes shares of', 20, 'softmax', 'crossEntropy'],
] satisfies [string, number, Activation, Loss][])(
  'of a layer that puts out %s, the last activation is found, and the loss is one that goes with it',
  async (_, ink, ending, loss) => {
    const bare = { card: null, network: null, tensors: [layer(ink)] };
    const suggested = await suggestReading({
      bare,
      problem: 'digits',
      outline: outlineBare(bare, 784, 10, null),
      onScreen: null,
      test: digits,
      createKernels: () => referenceKernels('float32'),
      breathe: () => Promise.resolve(),
    });
    expect(suggested).toMatchObject({ activations: [ending], input: 'zeroToOne', loss });
    expect(readBare(bare, 'digits', suggested, null).spec.loss).toBe(loss);
  },
);
