import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { type CardNetwork, cardText, parseCard } from '../../../src/formats/card';
import { tensorsFromWeights, weightsFromTensors } from '../../../src/formats/layout';
import { writeNpz } from '../../../src/formats/npz/npz';
import { referenceKernels } from '../../../src/kernels/reference';
import { readOwnNpz } from '../../support/ownWeights';
import { largestExcess } from '../../support/randomFloats';
import { exactly, formatErrorOf, smallCard } from './sampleWeights';

const folder = new URL('../../fixtures/formats/', import.meta.url);
const bytes = new Uint8Array(readFileSync(new URL('convNet.npz', folder)));
const answers: { torch: string; inputs: number[]; outputs: number[] } = JSON.parse(
  readFileSync(new URL('convNet.json', folder), 'utf8'),
);

test(`weights of an nn.Sequential with convolutions give what PyTorch ${answers.torch} answers, within 1e-6`, () => {
  const weights = readOwnNpz(bytes);
  expect(weights.tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['layers.0.weight', [4, 1, 3, 2]],
    ['layers.0.bias', [4]],
    ['layers.3.weight', [6, 4, 3, 3]],
    ['layers.7.weight', [3, 24]],
    ['layers.7.bias', [3]],
  ]);
  const network = createNetwork(referenceKernels('float32'), weights.card.network, {
    random: 1,
    maxBatch: 3,
  });
  const tensors = tensorsFromWeights(weights);
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual(
    network.tensors.map(({ name, shape }) => [name, shape]),
  );
  network.tensors.forEach(({ values }, i) => {
    values.set(tensors[i].values);
  });
  network.inputBuffer.set(answers.inputs);
  expect(largestExcess(network.forward(3), answers.outputs, 0)).toBeLessThan(1e-6);
});

test('out to a file and back, convolutions keep every bit', () => {
  const weights = readOwnNpz(bytes);
  const engine = tensorsFromWeights(weights);
  const again = weightsFromTensors(weights.card, engine);
  expect(exactly(again)).toEqual(exactly(weights));
  expect(exactly(readOwnNpz(writeNpz(again)))).toEqual(exactly(weights));
});

test('a number that is not finite is found where it is, in all four axes', () => {
  const weights = readOwnNpz(bytes);
  const values = weights.tensors[2].values;
  values[((5 * 4 + 2) * 3 + 1) * 3 + 2] = NaN;
  expect(formatErrorOf(() => writeNpz(weights)).message).toContain(
    'The tensor “layers.3.weight” holds NaN at [5, 2, 1, 2]',
  );
});

describe('a card whose layers do not fit, or ask for too much, is refused before anything is built', () => {
  const conv = (more: object) =>
    ({
      type: 'conv2d',
      channels: 1,
      kernel: 3,
      stride: 1,
      padding: 0,
      bias: true,
      initializer: 'zeros',
      ...more,
    }) as CardNetwork['layers'][number];
  const dense = { type: 'dense', units: 2, bias: true, initializer: 'zeros' } as const;
  const image = { inputs: 784, inputShape: [28, 28, 1] as [number, number, number] };

  test.each<[string, CardNetwork, string, string]>([
    [
      'an inputShape of another size',
      { ...image, inputs: 785, layers: [dense] },
      'card.network.inputShape',
      '28 × 28 × 1 is 784 numbers, not 785',
    ],
    [
      'conv2d without images',
      { inputs: 784, layers: [conv({})] },
      'card.network.layers.0',
      'it needs an image',
    ],
    [
      'dense without flatten',
      { ...image, layers: [conv({}), dense] },
      'card.network.layers.1',
      'a dense layer needs a flatten layer before it',
    ],
    [
      'a kernel that does not fit',
      { ...image, layers: [conv({ kernel: [3, 29] })] },
      'card.network.layers.0',
      'a window of 29 does not fit into 28',
    ],
    [
      'a window that does not fit',
      { ...image, layers: [{ type: 'maxPool2d', size: 29, stride: 1 }] },
      'card.network.layers.0',
      'a window of 29',
    ],
    [
      'too many parameters',
      { ...image, layers: [conv({ channels: 65_536, kernel: 28 })] },
      'card.network',
      '51445760 parameters',
    ],
    [
      'too many outputs',
      { ...image, layers: [conv({ channels: 400 })] },
      'card.network',
      'put out 270400 numbers',
    ],
    [
      'a vast border',
      { ...image, layers: [conv({ kernel: [1, 9000], padding: 8999, stride: 60_000 })] },
      'card.network',
      'put out 324936677 numbers',
    ],
    [
      'a vast stack',
      {
        inputs: 2,
        layers: [{ ...dense, units: 65_536 }, ...Array(8).fill({ type: 'activation', activation: 'tanh' })],
      },
      'card.network',
      'put out 589824 numbers',
    ],
    [
      'everything dropped',
      { ...image, layers: [{ type: 'dropout', rate: 1 }] },
      'card.network.layers.0.rate',
      'expected <1',
    ],
    [
      'inputs divided by nothing',
      { inputs: 2, layers: [{ type: 'standardize', mean: 0, deviation: 0 }, dense] },
      'card.network.layers.0.deviation',
      'expected >=0.000001',
    ],
    [
      'a mean far from all inputs',
      { inputs: 2, layers: [{ type: 'standardize', mean: -2e6, deviation: 1 }, dense] },
      'card.network.layers.0.mean',
      'expected >=-1000000',
    ],
  ])('%s', (_, network, field, message) => {
    const text = JSON.stringify({
      format: 'scratchnet-weights',
      version: 1,
      card: { ...smallCard, network },
    });
    const error = formatErrorOf(() => parseCard(text));
    expect(error.message).toContain(message);
    expect(error.place.field).toBe(field);
  });

  test('a card with all layers comes back the same', () => {
    const { card } = readOwnNpz(bytes);
    expect(parseCard(cardText(card))).toEqual(card);
  });
});
