/** Neurons and layers that come and go while a run goes on. */
import { describe, expect, test } from 'vitest';
import { optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { completeData } from '../../../src/training/data';
import { denseLayers, xorRecipe } from '../../../src/training/recipes';
import type { LayerOrigin, NamedTensor, NetworkSpec, RunSpec, Trainer } from '../../../src/training/trainer';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

function tanhNetwork(...hidden: number[]): NetworkSpec {
  return {
    inputs: 2,
    layers: denseLayers([
      ...hidden.map((units) => ({ units, activation: 'tanh' as const })),
      { units: 1, activation: 'sigmoid' as const },
    ]),
  };
}

const strict: RunSpec = { ...xorRecipe, network: tanhNetwork(4, 3), arithmetic: 'strict' };
const same = (layer: number, units: number): LayerOrigin => ({
  layer,
  units: Array.from({ length: units }, (_, unit) => unit),
});

async function open(spec: RunSpec, steps = 30): Promise<Trainer> {
  const trainer = createTestTrainer();
  await trainer.open(spec);
  if (steps > 0) await trainer.train({ steps });
  return trainer;
}

/** Rows of a dense layer's weights, and behind them its biases. */
function rowsOf(tensors: readonly NamedTensor[], layer: number): number[][] {
  const [weight, bias] = tensors.slice(2 * layer);
  const [inputs, units] = weight.shape;
  const rows = Array.from({ length: inputs }, (_, i) =>
    bits(weight.values.slice(i * units, (i + 1) * units)),
  );
  return [...rows, bits(bias.values)];
}

describe('a neuron', () => {
  test('that is removed goes with its weights on both sides; all others keep their bits', async () => {
    const trainer = await open(strict);
    const before = await trainer.weights();
    await trainer.changeNetwork(tanhNetwork(3, 3), [{ layer: 0, units: [0, 2, 3] }, same(1, 3), same(2, 1)]);
    const after = await trainer.weights();
    const without = <T>(list: T[]) => list.filter((_, unit) => unit !== 1);
    expect(rowsOf(after, 0)).toEqual(rowsOf(before, 0).map(without));
    expect(rowsOf(after, 1)).toEqual(without(rowsOf(before, 1)));
    expect(rowsOf(after, 2)).toEqual(rowsOf(before, 2));
  });

  test('that is added is as in a fresh network from the seed; all others keep their bits', async () => {
    const trainer = await open(strict);
    const before = await trainer.weights();
    const network = tanhNetwork(4, 4);
    await trainer.changeNetwork(network, [same(0, 4), { layer: 1, units: [0, 1, 2, null] }, same(2, 1)]);
    const after = await trainer.weights();
    const fresh = await (await open({ ...strict, network }, 0)).weights();
    expect(rowsOf(after, 0)).toEqual(rowsOf(before, 0));
    expect(rowsOf(after, 1)).toEqual(rowsOf(before, 1).map((row, i) => [...row, rowsOf(fresh, 1)[i][3]]));
    expect(rowsOf(after, 2)).toEqual([
      ...rowsOf(before, 2).slice(0, 3),
      rowsOf(fresh, 2)[3],
      rowsOf(before, 2)[3],
    ]);
  });

  test('that is added and removed again leaves a run that goes on with the bits of one that was let alone', async () => {
    const [one, other] = [await open(strict), await open(strict)];
    await other.changeNetwork(tanhNetwork(5, 3), [
      { layer: 0, units: [0, 1, 2, 3, null] },
      same(1, 3),
      same(2, 1),
    ]);
    await other.changeNetwork(strict.network, [same(0, 4), same(1, 3), same(2, 1)]);
    for (const trainer of [one, other])
      expect(await trainer.train({ steps: 50 })).toMatchObject({ step: 80 });
    const [expected, found] = [await one.weights(), await other.weights()];
    expect(found.map(({ values }) => bits(values))).toEqual(expected.map(({ values }) => bits(values)));
  });

  test.each(optimizers)('that is added learns at once with %s', async (type) => {
    const trainer = await open({ ...strict, optimizer: optimizerDefaults[type] });
    await trainer.changeNetwork(tanhNetwork(5, 3), [
      { layer: 0, units: [0, 1, 2, 3, null] },
      same(1, 3),
      same(2, 1),
    ]);
    const place = { tensor: 'layers.0.bias', index: 4 };
    const before = await trainer.parameter(place);
    await trainer.train({ steps: 3 });
    const { value } = await trainer.parameter(place);
    expect(Math.abs(value - before.value)).toBeGreaterThan(1e-7);
  });
});

describe('a layer', () => {
  test('that is added stands fresh before the output, which keeps what fits', async () => {
    const trainer = await open(strict);
    const before = await trainer.weights();
    await trainer.changeNetwork(tanhNetwork(4, 3, 3), [same(0, 4), same(1, 3), null, same(2, 1)]);
    const after = await trainer.weights();
    for (const layer of [0, 1]) expect(rowsOf(after, layer)).toEqual(rowsOf(before, layer));
    expect(rowsOf(after, 3)).toEqual(rowsOf(before, 2));
  });

  test('that is removed: the next one keeps its biases, and its weights where there are as many', async () => {
    const trainer = await open(strict);
    const before = await trainer.weights();
    const network = tanhNetwork(4);
    await trainer.changeNetwork(network, [same(0, 4), same(2, 1)]);
    const after = await trainer.weights();
    const fresh = await (await open({ ...strict, network }, 0)).weights();
    expect(rowsOf(after, 0)).toEqual(rowsOf(before, 0));
    expect(rowsOf(after, 1)).toEqual([...rowsOf(fresh, 1).slice(0, 4), rowsOf(before, 2)[3]]);
  });
});

test('what is frozen stays so in its new place, and what is gone is not', async () => {
  const trainer = await open(strict);
  await trainer.tune({
    frozen: [
      { tensor: 'layers.0.bias', index: 1 },
      { tensor: 'layers.0.bias', index: 2 },
      { tensor: 'layers.2.weight', index: 7 },
    ],
  });
  const info = await trainer.changeNetwork(tanhNetwork(3, 3), [
    { layer: 0, units: [0, 2, 3] },
    same(1, 3),
    same(2, 1),
  ]);
  expect(info.spec.frozen).toEqual([
    { tensor: 'layers.0.bias', index: 1 },
    { tensor: 'layers.2.weight', index: 4 },
  ]);
});

test('while it trains, the same training goes on with the other network, from the step that it was at', async () => {
  const trainer = await open(strict);
  const end = trainer.train();
  const info = await trainer.changeNetwork(tanhNetwork(3, 3), [
    { layer: 0, units: [0, 2, 3] },
    same(1, 3),
    same(2, 1),
  ]);
  expect(info.parameters).toBe(3 * 3 + 4 * 3 + 4);
  await trainer.stop();
  expect(await end).toMatchObject({ reason: 'stopped' });
  expect((await end).step).toBeGreaterThanOrEqual(30);
});

test('rate, batch and file position are those of the run: a checkpoint of after it goes on to the same bits', async () => {
  const trainer = await open(strict);
  await trainer.tune({ rate: 0.003 });
  await trainer.changeNetwork(tanhNetwork(3, 3), [{ layer: 0, units: [0, 2, 3] }, same(1, 3), same(2, 1)]);
  const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
  const other = createTestTrainer();
  expect(await other.importCheckpoint(bytes, 'xor')).toMatchObject({
    step: 30,
    run: { spec: { optimizer: { rate: 0.003 } } },
  });
  for (const one of [trainer, other]) await one.train({ steps: 20 });
  const [expected, found] = [await trainer.weights(), await other.weights()];
  expect(found.map(({ values }) => bits(values))).toEqual(expected.map(({ values }) => bits(values)));
});

test('digits: the training ends, and the network can learn on', async () => {
  const rows = new StripeDigits(200);
  const trainer = createTestTrainer({ openDigits: () => Promise.resolve(completeData(rows, rows)) });
  await trainer.open(smallDigitsSpec);
  const end = trainer.train();
  const network: NetworkSpec = {
    inputs: 784,
    layers: denseLayers([
      { units: 15, activation: 'relu' },
      { units: 10, activation: 'softmax' },
    ]),
  };
  await trainer.changeNetwork(network, [same(0, 15), same(1, 10)]);
  expect(await end).toMatchObject({ reason: 'stopped' });
  expect(await trainer.train({ steps: 5 })).toMatchObject({ reason: 'completed' });
});

test('origins that do not fit are refused, and nothing changes', async () => {
  const trainer = await open(strict);
  const before = (await trainer.weights()).map(({ values }) => bits(values));
  const wrong: (LayerOrigin | null)[][] = [
    [same(0, 4)],
    [{ layer: 0, units: [0, 1, 4] }, same(1, 3), same(2, 1)],
    [{ layer: 7, units: [0, 1, 2] }, same(1, 3), same(2, 1)],
  ];
  for (const origins of wrong)
    await expect(trainer.changeNetwork(tanhNetwork(3, 3), origins)).rejects.toThrow(/origins/);
  expect((await trainer.weights()).map(({ values }) => bits(values))).toEqual(before);
});
