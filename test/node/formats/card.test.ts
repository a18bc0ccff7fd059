import { describe, expect, test } from 'vitest';
import { augmentationKinds, augmentationLimits, noAugmentation } from '../../../src/datasets/augment';
import { patterns, shapeLimits } from '../../../src/datasets/shapes2d';
import { cardText, parseCard } from '../../../src/formats/card';
import { weightsFromTensors } from '../../../src/formats/layout';
import { networkTensors } from '../../../src/formats/networkTensors';
import type { Weights } from '../../../src/formats/weights';
import type { NamedTensor, WeightsCard } from '../../../src/training/trainer';
import { formatErrorOf, smallCard } from './sampleWeights';

// Compiles only as long as a card and tensors of the trainer can leave, and a card can come back to it.
const leave: (card: WeightsCard, tensors: readonly NamedTensor[]) => Weights = weightsFromTensors;
const come: (text: string) => WeightsCard = parseCard;

test('a card comes back as it was', () => {
  expect(come(cardText(smallCard))).toEqual(smallCard);
  expect(leave).toBe(weightsFromTensors);
});

test('parameters are counted as weights and biases', () => {
  expect(networkTensors(smallCard.network).parameters).toBe(2 * 3 + 3 + 3);
});

test('a card from before there were schedules and regularization has a constant rate and none', () => {
  const { schedule, regularization, ...old } = smallCard;
  const card = parseCard(JSON.stringify({ format: 'scratchnet-weights', version: 1, card: old }));
  expect(card).toEqual({
    ...smallCard,
    schedule: { type: 'constant' },
    regularization: { maxNorm: null, l1: 0, l2: 0, weightDecay: 0 },
  });
  expect(JSON.parse(cardText(card)).card).toMatchObject({ schedule: { type: 'constant' } });
});

test('a card of digits says how they were bent, within the limits of the datasets, or nothing', () => {
  const digitsCard = (augmentation?: object) => ({
    ...smallCard,
    data: { type: 'digits' as const, ...(augmentation ? { augmentation } : {}) },
  });
  const parse = (card: object) =>
    parseCard(JSON.stringify({ format: 'scratchnet-weights', version: 1, card })).data;
  expect(parse(digitsCard())).toEqual({ type: 'digits' });
  expect(parse(digitsCard(augmentationLimits))).toEqual({ type: 'digits', augmentation: augmentationLimits });
  for (const kind of augmentationKinds)
    for (const wrong of [augmentationLimits[kind] + 0.01, -0.1, '1', undefined])
      expect(formatErrorOf(() => parse(digitsCard({ ...noAugmentation, [kind]: wrong })))).toMatchObject({
        place: { field: `card.data.augmentation.${kind}` },
      });
});

test('a card of digits says what was mixed into them, as shares from 0 to 1, or nothing', () => {
  const parse = (mixture: object) => {
    const card = { ...smallCard, data: { type: 'digits', mixture } };
    return parseCard(JSON.stringify({ format: 'scratchnet-weights', version: 1, card })).data;
  };
  expect(parse({ drawn: 0.1, none: 0 })).toEqual({ type: 'digits', mixture: { drawn: 0.1, none: 0 } });
  for (const wrong of [1.1, -0.1, '1', undefined])
    expect(formatErrorOf(() => parse({ drawn: 0.1, none: wrong }))).toMatchObject({
      place: { field: 'card.data.mixture.none' },
    });
});

describe('points of a plane', () => {
  const cardOf = (data: object) => ({ ...smallCard, data: { type: 'shapes', ...data } });
  const parse = (data: object) =>
    parseCard(JSON.stringify({ format: 'scratchnet-weights', version: 1, card: cardOf(data) })).data;
  const drawn = { pattern: 'spirals', classes: 3, noise: 0.02, samples: 500, trainShare: 0.7, seed: 1 };
  const own = { pattern: 'own', names: ['a', 'b'], trainShare: 0.7, train: [0, 0.5, 1], test: [] };

  test('every pattern, and own points as many as can be, come back as they were', () => {
    for (const pattern of patterns) expect(parse({ ...drawn, pattern })).toMatchObject({ pattern });
    const most = new Array<number>(3 * shapeLimits.ownPoints).fill(-1.234);
    for (const data of [own, { ...own, names: [], train: [], test: [] }, { ...own, train: most }])
      expect(parse(data)).toEqual({ type: 'shapes', ...data });
  });

  test.each<[object, string]>([
    [{ ...drawn, pattern: 'stars' }, 'pattern'],
    [{ ...drawn, classes: 6 }, 'classes'],
    [{ ...drawn, noise: 0.51 }, 'noise'],
    [{ ...drawn, samples: 2001 }, 'samples'],
    [{ ...drawn, trainShare: 0.95 }, 'trainShare'],
    [{ ...drawn, seed: 0.5 }, 'seed'],
    [{ ...drawn, train: [] }, 'train'],
    [{ ...own, names: ['1', '2', '3', '4', '5', '6'] }, 'names'],
    [{ ...own, names: ['1', 'a'.repeat(25)] }, 'names.1'],
    [{ ...own, train: [0, 0, null] }, 'train.2'],
    [{ ...own, train: [0, 0, 5] }, 'train.2'],
    [{ ...own, test: new Array<number>(3 * shapeLimits.ownPoints + 1).fill(0) }, 'test'],
  ])('%o is refused', (data, field) => {
    expect(formatErrorOf(() => parse(data)).place.field).toBe(`card.data.${field}`);
  });
});

describe('a card that is not right is refused with the field', () => {
  const file = JSON.parse(cardText(smallCard));
  const [dense, activation] = file.card.network.layers;
  const withCard = (change: object) => ({ ...file, card: { ...file.card, ...change } });
  const withNetwork = (change: object) => withCard({ network: { ...file.card.network, ...change } });
  const withLayer = (change: object) => withNetwork({ layers: [{ ...dense, ...change }] });
  const withOptimizer = (change: object) => withCard({ optimizer: { ...file.card.optimizer, ...change } });

  const withRegularization = (change: object) =>
    withCard({ regularization: { ...file.card.regularization, ...change } });

  test.each<[string, unknown, string]>([
    ['null', null, 'card'],
    ['a list', [], 'format'],
    ['another format', { ...file, format: 'x' }, 'format'],
    ['version 0', { ...file, version: 0 }, 'version'],
    ['a newer version', { ...file, version: 2 }, 'version'],
    ['no card', { format: file.format, version: 1 }, 'card'],
    ['an unknown field', { ...file, x: 1 }, 'x'],
    ['an unknown field of the card', withCard({ x: 1 }), 'card.x'],
    ['no seed', withCard({ seed: undefined }), 'card.seed'],
    ['a fraction as seed', withCard({ seed: 1.5 }), 'card.seed'],
    ['a seed beyond 32 bits', withCard({ seed: 2 ** 32 }), 'card.seed'],
    ['text as number', withCard({ steps: '5' }), 'card.steps'],
    ['negative steps', withCard({ steps: -1 }), 'card.steps'],
    ['an accuracy over 1', withCard({ testAccuracy: 1.1 }), 'card.testAccuracy'],
    ['a negative loss', withCard({ testLoss: -1 }), 'card.testLoss'],
    ['a batch of 0', withCard({ batchSize: 0 }), 'card.batchSize'],
    ['an unknown loss', withCard({ loss: 'hinge' }), 'card.loss'],
    ['no layers', withNetwork({ layers: [] }), 'card.network.layers'],
    ['65 layers', withNetwork({ layers: new Array(65).fill(activation) }), 'card.network.layers'],
    ['0 inputs', withNetwork({ inputs: 0 }), 'card.network.inputs'],
    ['0 units', withLayer({ units: 0 }), 'card.network.layers.0.units'],
    ['a billion units', withLayer({ units: 1e9 }), 'card.network.layers.0.units'],
    ['an unknown initializer', withLayer({ initializer: 'x' }), 'card.network.layers.0.initializer'],
    ['bias 1', withLayer({ bias: 1 }), 'card.network.layers.0.bias'],
    ['an unknown kind of layer', withLayer({ type: 'lstm' }), 'card.network.layers.0.type'],
    [
      'an unknown activation',
      withNetwork({ layers: [{ ...activation, activation: 'eval' }] }),
      'card.network.layers.0.activation',
    ],
    [
      'more parameters than are read',
      withNetwork({ inputs: 65_536, layers: [{ ...dense, units: 65_536 }] }),
      'card.network',
    ],
    ['an unknown optimizer', withOptimizer({ type: 'x' }), 'card.optimizer.type'],
    [
      'a momentum of 1',
      withCard({ optimizer: { type: 'sgd', rate: 1, momentum: 1 } }),
      'card.optimizer.momentum',
    ],
    ['a negative rate', withOptimizer({ rate: -1 }), 'card.optimizer.rate'],
    ['a null rate, as JSON writes NaN', withOptimizer({ rate: null }), 'card.optimizer.rate'],
    ['an unknown schedule', withCard({ schedule: { type: 'poly' } }), 'card.schedule.type'],
    [
      'a cosine over 0 steps',
      withCard({ schedule: { type: 'cosine', steps: 0, least: 0 } }),
      'card.schedule.steps',
    ],
    [
      'a warm-up after a warm-up',
      withCard({ schedule: { ...file.card.schedule, next: file.card.schedule } }),
      'card.schedule.next.type',
    ],
    ['a negative penalty', withRegularization({ l1: -1 }), 'card.regularization.l1'],
    ['gradients clipped to 0', withRegularization({ maxNorm: 0 }), 'card.regularization.maxNorm'],
    ['half a regularization', withCard({ regularization: { l1: 0 } }), 'card.regularization.maxNorm'],
    [
      'samples where there are none',
      withCard({ data: { type: 'xor', sampler: 'table', samples: 5 } }),
      'card.data.samples',
    ],
    ['unknown data', withCard({ data: { type: 'cifar' } }), 'card.data.type'],
  ])('%s', (_, value, field) => {
    const error = formatErrorOf(() => parseCard(JSON.stringify(value)));
    expect(error.code).toBe('card');
    expect(error.place.field).toBe(field);
    expect(error.message.length).toBeLessThan(400);
  });

  test('no JSON, half of one, JSON nested 10,000 deep and a megabyte of text', () => {
    for (const text of ['', 'hello', cardText(smallCard).slice(0, -1), '['.repeat(10_000), ' '.repeat(1e6)])
      expect(formatErrorOf(() => parseCard(text)).code).toBe('card');
  });

  test('__proto__ changes no prototype', () => {
    const text = cardText(smallCard).replace('"format"', '"__proto__":{"polluted":1},"format"');
    expect(formatErrorOf(() => parseCard(text)).code).toBe('card');
    expect('polluted' in {}).toBe(false);
  });
});

test('text for the page loses control and direction characters and is cut to 200', () => {
  const madeBy = `a\u202e\u0000\n<b>${'x'.repeat(1000)}`;
  const card = parseCard(
    JSON.stringify({ format: 'scratchnet-weights', version: 1, card: { ...smallCard, madeBy } }),
  );
  expect(card.madeBy).toBe(`a<b>${'x'.repeat(196)}`);
});

test('a card with numbers that JSON cannot hold is not written', () => {
  expect(formatErrorOf(() => cardText({ ...smallCard, testLoss: Number.NaN })).place.field).toBe(
    'card.testLoss',
  );
  expect(formatErrorOf(() => cardText({ ...smallCard, epochs: Infinity })).place.field).toBe('card.epochs');
});
