/** Why a network gives a class, as the trainer tells it. */
import { describe, expect, test } from 'vitest';
import { digitImage } from '../../../src/datasets/digitImage';
import { completeData } from '../../../src/training/data';
import { convolutionLayers, denseLayers, xorRecipe } from '../../../src/training/recipes';
import type { NetworkSpec, RunSpec, Trainer } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const seven = digitImage([
  [
    { x: 60, y: 50 },
    { x: 190, y: 50 },
    { x: 120, y: 220 },
  ],
]);

const dense: NetworkSpec = smallDigitsSpec.network;
const convolutional: NetworkSpec = {
  inputs: 784,
  inputShape: [28, 28, 1],
  layers: [
    ...convolutionLayers([{ channels: 3, kernel: 5, activation: 'relu', pool: true }]),
    { type: 'flatten' },
    { type: 'dropout', rate: 0.3 },
    ...denseLayers([{ units: 10, activation: 'softmax' }]),
  ],
};

const digits = completeData(drawnDigits(600), drawnDigits(60, 12), 200);

async function open(network: NetworkSpec, change: Partial<RunSpec> = {}): Promise<Trainer> {
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open({ ...smallDigitsSpec, ...change, network });
  await trainer.train({ steps: 30 });
  return trainer;
}

/** `level` over the square of `side` pixels around one. */
function painted(image: Float32Array, at: number, side: number, level: number): Float32Array {
  const copy = image.slice();
  for (let i = 0; i < 784; i++) {
    const rows = Math.abs(Math.floor(i / 28) - Math.floor(at / 28));
    const columns = Math.abs((i % 28) - (at % 28));
    if (Math.max(rows, columns) <= (side - 1) / 2) copy[i] = level;
  }
  return copy;
}

/** One image after the other, from probabilities, in float64. */
async function slowMaps(trainer: Trainer, classIndex: number, rival: number | null) {
  const ask = async (image: Float32Array) => {
    const p = Array.from((await trainer.predict(image)).outputs);
    const others = p.filter((_, i) => (rival === null ? i !== classIndex : i === rival));
    return {
      odds: Math.log(p[classIndex] / others.reduce((a, b) => a + b)),
      answer: p.indexOf(Math.max(...p)),
    };
  };
  const before = (await ask(seven)).odds;
  const maps: { fall: number[]; without: number[]; rise: number[]; withInk: number[] } = {
    fall: [],
    without: [],
    rise: [],
    withInk: [],
  };
  for (let at = 0; at < 784; at++) {
    const [paper, ink] = [await ask(painted(seven, at, 5, 0)), await ask(painted(seven, at, 3, 1))];
    maps.fall.push(before - paper.odds);
    maps.without.push(paper.answer);
    maps.rise.push(ink.odds - before);
    maps.withInk.push(ink.answer);
  }
  return maps;
}

function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i])));
}

describe.each([
  ['dense', dense],
  ['convolutional', convolutional],
])('of a %s network', (_, network) => {
  test.each([
    [7, null],
    [7, 1],
    [2, null],
  ])(
    'occlusion and added ink are what one prediction after the other gives, within 1e-3: %i against %o',
    async (classIndex, rival) => {
      const trainer = await open(network);
      const { occlusion, addedInk } = await trainer.explain({ input: seven, classIndex, rival });
      const slow = await slowMaps(trainer, classIndex, rival);
      expect(largestDifference(occlusion.effects, slow.fall)).toBeLessThan(1e-3);
      expect(largestDifference(addedInk.effects, slow.rise)).toBeLessThan(1e-3);
      expect(Array.from(occlusion.answers)).toEqual(slow.without);
      expect(Array.from(addedInk.answers)).toEqual(slow.withInk);
    },
  );

  test('score, probability and answer are those of the prediction, and input × gradient is the product of the two', async () => {
    const trainer = await open(network);
    const { outputs, layers } = await trainer.predict(seven, { layers: true });
    const told = await trainer.explain({ input: seven, classIndex: 7, rival: null });
    expect(told).toMatchObject({ of: 'logits', answer: outputs.indexOf(Math.max(...outputs)), step: 30 });
    expect(told.score).toBe(layers?.at(-2)?.[7]);
    expect(told.probability).toBeCloseTo(outputs[7], 6);
    const product = seven.map((ink, i) => ink * told.gradient[i]);
    expect(bits(told.inputTimesGradient)).toEqual(bits(product));
  });

  test('training with explanations in between has the bits of training without', async () => {
    const [asked, left] = [await open(network), await open(network)];
    for (let i = 0; i < 3; i++) {
      await asked.explain({ input: seven, classIndex: i, rival: null });
      await asked.train({ steps: 3 });
    }
    await left.train({ steps: 9 });
    const weights = async (trainer: Trainer) => (await trainer.weights()).map(({ values }) => bits(values));
    expect(await weights(asked)).toEqual(await weights(left));
  });
});

test('it is explained while training runs, and training goes on', async () => {
  const trainer = await open(dense);
  const training = trainer.train();
  const question = { input: seven, classIndex: 7, rival: null };
  while ((await trainer.explain(question)).step < 60) await new Promise((resolve) => setImmediate(resolve));
  await trainer.stop();
  await expect(training).resolves.toMatchObject({ reason: 'stopped' });
});

test('another network that is opened meanwhile ends an explanation', async () => {
  const trainer = await open(convolutional);
  const told = trainer.explain({ input: seven, classIndex: 7, rival: null });
  const outcome = expect(told).rejects.toThrow('Another network was opened while this one was explained.');
  await trainer.open(smallDigitsSpec);
  await outcome;
});

test('a network without a last softmax is explained by its outputs, which have no probability', async () => {
  const network = { ...dense, layers: dense.layers.slice(0, -1) };
  const trainer = await open(network, { loss: 'meanSquaredError' });
  const { outputs } = await trainer.predict(seven);
  const told = await trainer.explain({ input: seven, classIndex: 7, rival: 1 });
  expect(told).toMatchObject({ of: 'outputs', score: outputs[7] - outputs[1], probability: null });
  expect(told.logOdds).toBe(told.score);
});

test.each([
  [{ classIndex: 10, rival: null }, 'A class is a whole number from 0 to 9, not 10.'],
  [{ classIndex: 3, rival: -1 }, 'A class is a whole number from 0 to 9, not -1.'],
  [{ classIndex: 3, rival: 3 }, "Class 3 can't be explained against itself."],
  [
    { classIndex: 3, rival: null, input: seven.subarray(1) },
    'One image of 784 numbers is explained, not 783 numbers.',
  ],
])('the question %o is refused', async (question, message) => {
  const trainer = await open(dense);
  await expect(trainer.explain({ input: seven, ...question })).rejects.toThrow(message);
});

test('XOR has no image to explain', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const question = { input: Float32Array.of(0, 1), classIndex: 0, rival: null };
  await expect(trainer.explain(question)).rejects.toThrow(
    'Answers to square images are explained; this network takes 2 numbers.',
  );
});
