/** Points of a plane through the trainer: learned, changed under way, and kept in files. */
import { describe, expect, test } from 'vitest';
import { valueTolerance } from '../../../src/datasets/points';
import { patterns, shapePoints } from '../../../src/datasets/shapes2d';
import { fileFormats } from '../../../src/training/fileFormats';
import { denseLayers } from '../../../src/training/recipes';
import { shapesEnding, shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { DrawnShapesData, OwnShapesData, RunSpec, Trainer } from '../../../src/training/trainer';
import { bits, createTestTrainer } from '../../support/trainers';

/** As many steps as take the page about four seconds at the pace that it opens with. */
const steps = 1200;

async function trained(spec: RunSpec): Promise<Trainer> {
  const trainer = createTestTrainer();
  await trainer.open({ ...spec, arithmetic: 'strict' });
  await trainer.train({ steps });
  return trainer;
}

const everyKind = [
  ...patterns.map((pattern) => usualShapes(pattern)),
  usualShapes('spirals', 2),
  usualShapes('spirals', 5),
  usualShapes('circles', 5),
  usualShapes('gaussians', 5),
  usualShapes('checkerboard', 5),
];

describe.each(everyKind)('$pattern of $classes classes', (data) => {
  test(`of three seeds each learns 93 % of the test points in ${steps} steps`, async () => {
    for (const seed of [0, 1, 2]) {
      const trainer = await trained({ ...shapesRecipe({ ...data, seed }), seed });
      expect((await trainer.evaluate()).accuracy, `seed ${seed}`).toBeGreaterThanOrEqual(0.93);
      trainer.close();
    }
  });
});

test('of values those within 0.2 count as right, in a measurement and while it is trained', async () => {
  const data = usualShapes('waves');
  const trainer = await trained(shapesRecipe(data));
  const points = shapePoints(data).test;
  const places = Float32Array.from(points.filter((_, at) => at % 3 !== 2));
  const { outputs } = await trainer.predict(places);
  const right = outputs.filter(
    (answer, row) => Math.abs(answer - points[3 * row + 2]) <= valueTolerance,
  ).length;
  const { accuracy, rows } = await trainer.evaluate();
  expect([accuracy, rows]).toEqual([right / 150, 150]);
});

const own: OwnShapesData = {
  type: 'shapes',
  pattern: 'own',
  names: ['a', 'b'],
  trainShare: 0.7,
  train: [-0.5, -0.5, 0, 0.5, 0.5, 1, -0.4, 0.1, 0],
  test: [0.25, 0.75, 1],
};

async function weightBits(trainer: Trainer) {
  return (await trainer.weights()).map(({ values }) => bits(values));
}

describe('other points for a network that goes on', () => {
  const moons = shapesRecipe(usualShapes('moons'));

  test('weights and steps stay, the new points are learned and measured', async () => {
    const trainer = await trained(moons);
    const before = await weightBits(trainer);
    const changed = await trainer.changeData(own);
    expect(changed).toMatchObject({ trainRows: 3, testRows: 1, spec: { data: own } });
    expect(await weightBits(trainer)).toEqual(before);
    expect(await trainer.evaluate()).toMatchObject({ step: steps, rows: 1 });
    await trainer.train({ steps: 300 });
    expect(await trainer.evaluate()).toMatchObject({ step: steps + 300, accuracy: 1 });
  });

  test('a checkpoint of after the change goes on to the same bits', async () => {
    const trainer = await trained(moons);
    await trainer.changeData(own);
    await trainer.train({ steps: 10 });
    const { bytes } = await trainer.exportCheckpoint('a test', 'npz');
    const other = createTestTrainer();
    expect(await other.importCheckpoint(bytes, 'shapes')).toMatchObject({ step: steps + 10 });
    for (const one of [trainer, other]) await one.train({ steps: 50 });
    expect(await weightBits(other)).toEqual(await weightBits(trainer));
  });

  test('while it trains they are learned from the next step on', async () => {
    const trainer = createTestTrainer();
    await trainer.open(moons);
    const end = trainer.train();
    await trainer.changeData(own);
    await trainer.changeData({ ...own, train: [...own.train, 0.9, 0.9, 1] });
    expect(await trainer.evaluate()).toMatchObject({ rows: 1 });
    await trainer.stop();
    expect(await end).toMatchObject({ reason: 'stopped' });
  });

  test('where none are left training ends, and does not begin; with some it does again', async () => {
    const trainer = createTestTrainer();
    await trainer.open(moons);
    const end = trainer.train();
    await trainer.changeData({ ...own, train: [], test: [] });
    expect((await end).reason).toBe('stopped');
    await expect(trainer.train()).rejects.toThrow('There are no points to learn from');
    await expect(trainer.evaluate()).rejects.toThrow('There are no points to measure');
    const question = { of: { type: 'batch', row: 0 }, layer: 0, unit: 0 } as const;
    await expect(trainer.dissect(question)).rejects.toThrow('There are no points to learn from');
    await expect(trainer.checkGradients(0)).rejects.toThrow('There are no points to learn from');
    const { bytes } = await trainer.exportCheckpoint('a test', 'safetensors');
    expect(await trainer.importCheckpoint(bytes, 'shapes')).toMatchObject({ run: { trainRows: 0 } });
    await trainer.changeData(own);
    expect(await trainer.train({ steps: 5 })).toMatchObject({ reason: 'completed' });
  });

  test('without points for the test it is made on those that are learned', async () => {
    const trainer = createTestTrainer();
    await trainer.open(shapesRecipe({ ...own, test: [] }));
    expect(await trainer.evaluate()).toMatchObject({ rows: 3 });
  });

  test('points of other classes, or none at all, are refused, and nothing has changed', async () => {
    const trainer = createTestTrainer();
    await trainer.open(moons);
    await expect(trainer.changeData(usualShapes('spirals', 3))).rejects.toThrow('3 classes need 3 outputs');
    await expect(trainer.changeData({ ...own, train: [0, 0, 7] })).rejects.toThrow('the own point 0, 0 of 7');
    await expect(trainer.changeData({ type: 'digits' })).rejects.toThrow('Only points of a plane');
    expect(await trainer.evaluate()).toMatchObject({ rows: 150 });
  });
});

describe('files', () => {
  const kinds: readonly (DrawnShapesData | OwnShapesData)[] = [
    usualShapes('spirals'),
    usualShapes('plane'),
    own,
    { ...own, names: [] },
  ];

  test.each(fileFormats.filter(({ name }) => name !== 'pickle'))(
    '$ending: the points come back with the weights, drawn and own',
    async ({ name }) => {
      for (const data of kinds) {
        const trainer = createTestTrainer();
        await trainer.open(shapesRecipe(data));
        await trainer.train({ steps: 20 });
        const { bytes } = await trainer.exportWeights('a test', name);
        const other = createTestTrainer();
        const { run } = await other.importWeights(bytes, 'shapes');
        expect(run.spec.data).toEqual(data);
        expect(await weightBits(other)).toEqual(await weightBits(trainer));
        expect((await other.evaluate()).accuracy).toBe((await trainer.evaluate()).accuracy);
      }
    },
  );

  test('5,000 own points leave and come back in every format that holds a card', async () => {
    const many = Array.from({ length: 5000 }, (_, row) => [-1.234, 1.001, row % 2]).flat();
    const data = { ...own, train: many, test: [] };
    const trainer = createTestTrainer();
    await trainer.open(shapesRecipe(data));
    for (const { name } of fileFormats.filter((format) => format.name !== 'pickle')) {
      const { bytes } = await trainer.exportWeights('a test', name);
      expect((await trainer.importWeights(bytes, 'shapes')).run.spec.data).toEqual(data);
    }
  });

  test('two classes may be told by two outputs, and no network of other outputs opens', async () => {
    const data = usualShapes('moons');
    const { loss, ...last } = { ...shapesEnding(3), units: 2 };
    const spec: RunSpec = {
      ...shapesRecipe(data),
      network: { inputs: 2, layers: denseLayers([{ units: 8, activation: 'gelu' }, last]) },
      loss,
    };
    const trainer = await trained(spec);
    const { accuracy } = await trainer.evaluate();
    expect(accuracy).toBeGreaterThan(0.9);
    const { bytes } = await trainer.exportWeights('a test', 'pickle');
    await trainer.open(shapesRecipe(data));
    const { question } = await trainer.inspectFile(bytes, 'shapes');
    expect(question?.widths).toEqual([2, 8, 2]);
    await trainer.importWeights(bytes, 'shapes', {
      ...{ activations: ['gelu', 'softmax'], input: 'zeroToOne', biasNode: 'last', layout: 'outputsFirst' },
      loss: 'crossEntropy',
    });
    expect((await trainer.evaluate()).accuracy).toBe(accuracy);
    await trainer.open(shapesRecipe(usualShapes('spirals')));
    await expect(trainer.inspectFile(bytes, 'shapes')).rejects.toThrow('of 2 inputs and 3 outputs');
  });

  test('a card with points that can’t be is refused', async () => {
    const trainer = createTestTrainer();
    await trainer.open(shapesRecipe(own));
    const { bytes } = await trainer.exportWeights('a test', 'json');
    const text = new TextDecoder().decode(bytes).replace(/\s*"sha256": "[^"]*",/, '');
    const changed = new TextEncoder().encode(
      text.replace('"pattern": "own"', '"pattern": "own"').replace('0.75,', '1.75,'),
    );
    await expect(trainer.importWeights(changed, 'shapes')).rejects.toMatchObject({ code: 'card' });
  });
});
