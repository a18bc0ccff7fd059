/** Weights and biases that are set, read with their gradients, and frozen. */
import { describe, expect, test } from 'vitest';
import { optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { specFor } from '../../../src/training/exchange';
import { fileFormats } from '../../../src/training/fileFormats';
import { denseLayers, noRegularization, xorRecipe } from '../../../src/training/recipes';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { ParameterPlace, RunSpec, Trainer } from '../../../src/training/trainer';
import { bits, createTestTrainer } from '../../support/trainers';

const strict: RunSpec = { ...xorRecipe, arithmetic: 'strict' };
const moons: RunSpec = { ...shapesRecipe(usualShapes('moons')), arithmetic: 'strict' };
const all: RunSpec['regularization'] = { maxNorm: 0.1, l1: 1e-3, l2: 1e-2, weightDecay: 1e-2 };
/** A weight of the first layer and two biases. */
const places: readonly ParameterPlace[] = [
  { tensor: 'layers.0.weight', index: 5 },
  { tensor: 'layers.0.bias', index: 2 },
  { tensor: 'layers.2.bias', index: 0 },
];

async function open(spec: RunSpec): Promise<Trainer> {
  const trainer = createTestTrainer();
  await trainer.open(spec);
  return trainer;
}

async function valueBits(trainer: Trainer): Promise<number[]> {
  const readings = await Promise.all(places.map((place) => trainer.parameter(place)));
  return bits(Float32Array.from(readings, ({ value }) => value));
}

async function weightBits(trainer: Trainer): Promise<number[][]> {
  return (await trainer.weights()).map(({ values }) => bits(values));
}

describe.each(optimizers)('with %s', (type) => {
  const withDecay = type === 'adamW' ? { weightDecay: 0.1 } : {};
  const optimizer = { ...optimizerDefaults[type], ...withDecay };

  test.each([
    ['without', noRegularization],
    ['with', all],
  ])(
    'what is frozen keeps its bits over 300 steps, %s clipping, penalties and decay; the rest learns',
    async (_, regularization) => {
      const trainer = await open({ ...strict, optimizer, regularization });
      // There is momentum to be stopped.
      await trainer.train({ steps: 20 });
      await trainer.tune({ frozen: places });
      const [before, weights] = [await valueBits(trainer), await weightBits(trainer)];
      for (const steps of [1, 299]) await trainer.train({ steps });
      expect(await valueBits(trainer)).toEqual(before);
      expect((await weightBits(trainer))[0]).not.toEqual(weights[0]);
    },
  );

  test('what is frozen from the first step on learns when it is not any more', async () => {
    const trainer = await open({ ...strict, optimizer, frozen: places });
    await trainer.train({ steps: 5 });
    const before = await valueBits(trainer);
    await trainer.tune({ frozen: [] });
    await trainer.train({ steps: 5 });
    const after = await valueBits(trainer);
    expect(after.map((value, i) => value === before[i])).toEqual([false, false, false]);
  });
});

test('a network of more than 4,096 parameters freezes as exactly', async () => {
  const network = {
    inputs: 2,
    layers: denseLayers([
      { units: 64, activation: 'tanh' },
      { units: 64, activation: 'tanh' },
      { units: 1, activation: 'sigmoid' },
    ]),
  };
  const trainer = await open({ ...strict, network, frozen: places });
  const before = await valueBits(trainer);
  await trainer.train({ steps: 50 });
  expect(await valueBits(trainer)).toEqual(before);
});

test('the norm that is clipped leaves out what is frozen: with all but one frozen, one gradient is all of it', async () => {
  const spec: RunSpec = {
    ...strict,
    optimizer: { ...optimizerDefaults.sgd, rate: 1, momentum: 0 },
    regularization: { ...noRegularization, maxNorm: 1e-3 },
  };
  const trainer = await open(spec);
  const everything = (await trainer.weights()).flatMap(({ name, values }) =>
    Array.from(values, (_, index) => ({ tensor: name, index })),
  );
  const free = places[2];
  await trainer.tune({ frozen: everything.filter(({ tensor }) => tensor !== free.tensor) });
  const before = await trainer.parameter(free);
  await trainer.train({ steps: 1 });
  const { value } = await trainer.parameter(free);
  const step = before.value - value;
  expect(Math.abs(step)).toBeGreaterThan(0.99e-3);
  expect(Math.sign(step)).toBe(Math.sign(before.gradient ?? 0));
});

test('Tuning that freezes nothing leaves the bits as they were', async () => {
  const [one, other] = [await open(strict), await open(strict)];
  await other.tune({ frozen: places });
  await other.tune({ frozen: [] });
  for (const trainer of [one, other]) await trainer.train({ steps: 100 });
  expect(await weightBits(other)).toEqual(await weightBits(one));
});

describe('one parameter', () => {
  test('has the gradient that the next step goes by: plain descent moves it by rate times that, to 1e-6', async () => {
    const trainer = await open({ ...moons, optimizer: { ...optimizerDefaults.sgd, rate: 0.1, momentum: 0 } });
    await trainer.train({ steps: 7 });
    for (const place of places) {
      const before = await trainer.parameter(place);
      await trainer.train({ steps: 1 });
      const after = await trainer.parameter(place);
      expect(after.step).toBe(before.step + 1);
      expect(before.value - after.value).toBeCloseTo(0.1 * (before.gradient ?? Number.NaN), 6);
    }
  });

  test('can be looked at without changing the run by a bit, dropout included', async () => {
    const [first, ...rest] = denseLayers([
      { units: 8, activation: 'tanh' },
      { units: 1, activation: 'sigmoid' },
    ]);
    const layers = [first, rest[0], { type: 'dropout', rate: 0.3 } as const, ...rest.slice(1)];
    const spec = { ...moons, network: { inputs: 2, layers } };
    const [one, other] = [await open(spec), await open(spec)];
    for (let i = 0; i < 20; i++) {
      for (const trainer of [one, other]) await trainer.train({ steps: 1 });
      await other.parameter(places[0]);
    }
    expect(await weightBits(other)).toEqual(await weightBits(one));
  });

  test('that is set answers at once, also frozen and while it trains', async () => {
    const trainer = await open(strict);
    const before = await trainer.predict(Float32Array.of(1, 0));
    await trainer.setParameter(places[2], 3.25);
    const after = await trainer.predict(Float32Array.of(1, 0));
    expect(after.outputs[0]).toBeGreaterThan(before.outputs[0] + 0.1);
    await trainer.tune({ frozen: places });
    const end = trainer.train();
    await trainer.setParameter(places[2], -0.5);
    await trainer.stop();
    await end;
    expect(await trainer.parameter(places[2])).toMatchObject({ value: -0.5 });
  });

  test('that is set is measured anew', async () => {
    const trainer = await open(strict);
    const before = await trainer.evaluate();
    await trainer.setParameter(places[2], 10);
    expect((await trainer.evaluate()).loss).toBeGreaterThan(before.loss);
  });

  test('that is not there, or would be no number, is refused; nothing changes', async () => {
    const trainer = await open(strict);
    const before = await weightBits(trainer);
    const wrong: ParameterPlace[] = [
      { tensor: 'layers.9.weight', index: 0 },
      { tensor: 'layers.0.weight', index: 1000 },
      { tensor: 'layers.0.weight', index: 0.5 },
      { tensor: 'layers.0.weight', index: -1 },
    ];
    for (const place of wrong) {
      await expect(trainer.parameter(place)).rejects.toThrow('The network has no number');
      await expect(trainer.setParameter(place, 1)).rejects.toThrow('The network has no number');
      await expect(trainer.tune({ rate: 5, frozen: [place] })).rejects.toThrow('The network has no number');
    }
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e39])
      await expect(trainer.setParameter(places[0], value)).rejects.toThrow('must be a number');
    expect(await weightBits(trainer)).toEqual(before);
  });
});

describe('in files', () => {
  test.each(fileFormats.filter(({ holdsRun }) => holdsRun))(
    '$name: a checkpoint goes on with what is frozen, to the same bits',
    async ({ name }) => {
      const trainer = await open(moons);
      await trainer.tune({ frozen: places });
      await trainer.train({ steps: 10 });
      const { bytes } = await trainer.exportCheckpoint('a test', name);
      const other = createTestTrainer();
      const { run } = await other.importCheckpoint(bytes, 'shapes');
      expect(run.spec.frozen).toEqual(places);
      for (const one of [trainer, other]) await one.train({ steps: 30 });
      expect(await weightBits(other)).toEqual(await weightBits(trainer));
    },
  );

  test('weights alone keep it too, with the values', async () => {
    const trainer = await open(strict);
    await trainer.setParameter(places[1], 0.75);
    await trainer.tune({ frozen: places });
    const { bytes, card } = await trainer.exportWeights('a test', 'json');
    expect(card.frozen).toEqual(places);
    const other = createTestTrainer();
    await other.importWeights(bytes, 'xor');
    const before = await valueBits(other);
    await other.train({ steps: 20 });
    expect(await valueBits(other)).toEqual(before);
  });

  test('without anything frozen the card says nothing of it', async () => {
    const trainer = await open(strict);
    await trainer.tune({ frozen: places });
    await trainer.tune({ frozen: [] });
    expect('frozen' in (await trainer.exportWeights('a test', 'json')).card).toBe(false);
  });

  test('a card that freezes what is not there is refused', async () => {
    const trainer = await open(strict);
    await trainer.tune({ frozen: places });
    const { card } = await trainer.exportWeights('a test', 'json');
    const frozen = [{ tensor: 'layers.0.weight', index: 5000 }];
    expect(() => specFor({ ...card, frozen }, 'xor')).toThrow(
      "The card of this file says what can't be: The network has no number 5000 in a tensor layers.0.weight.",
    );
  });
});
