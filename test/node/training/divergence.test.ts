/** Trainings that lead nowhere: noticed, named, ended with finite numbers, and gone back from. */
import { expect, test } from 'vitest';
import { readMnistFiles } from '../../../scripts/mnistShards.mjs';
import { digitRowsFromIdx } from '../../../src/datasets/digitRows';
import type { Floats } from '../../../src/kernels/kernels';
import { completeData } from '../../../src/training/data';
import { denseLayers, usualOptimizer, xorRecipe } from '../../../src/training/recipes';
import type { Scheduler } from '../../../src/training/slices';
import type {
  Activation,
  DivergenceKind,
  OptimizerSpec,
  Progress,
  RunSpec,
  TrainEnd,
  Trainer,
} from '../../../src/training/trainer';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const files = readMnistFiles();
const mnist = completeData(
  digitRowsFromIdx(files.trainImages, files.trainLabels),
  digitRowsFromIdx(files.testImages, files.testLabels),
);

/** Digits of which one row has such an input. */
class SpoiltDigits extends StripeDigits {
  constructor(readonly input: number) {
    super(640);
  }
  override writeBatch(x: Floats, target: Floats, order: Uint32Array, from: number, count: number): void {
    super.writeBatch(x, target, order, from, count);
    for (let b = 0; b < count; b++) if (order[from + b] === 100) x[b * 784 + 5] = this.input;
  }
}

/** Every look at the clock takes a millisecond: what is done now and then does not depend on the machine. */
function tickingScheduler(): Scheduler {
  let time = 0;
  return {
    now: () => ++time,
    yield: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function xor(
  type: OptimizerSpec['type'],
  rate: number,
  hidden: Activation = 'tanh',
  last: Activation = 'sigmoid',
) {
  const layers = denseLayers([
    { units: 4, activation: hidden },
    { units: 1, activation: last },
  ]);
  return { ...xorRecipe, network: { inputs: 2, layers }, optimizer: withRate(type, rate) };
}

function digits(type: OptimizerSpec['type'], rate: number): RunSpec {
  return { ...smallDigitsSpec, optimizer: withRate(type, rate) };
}

const withRate = (type: OptimizerSpec['type'], rate: number) => ({
  ...usualOptimizer(xorRecipe.data, type),
  rate,
});

const zeros = (spec: RunSpec): RunSpec => ({
  ...spec,
  network: {
    ...spec.network,
    layers: spec.network.layers.map((layer) =>
      layer.type === 'dense' ? { ...layer, initializer: 'zeros' } : layer,
    ),
  },
});

const linear: RunSpec = {
  ...digits('sgd', 10),
  loss: 'meanSquaredError',
  network: { inputs: 784, layers: denseLayers([{ units: 10, activation: 'linear' }]) },
};

type Setting = {
  readonly name: string;
  readonly spec: RunSpec;
  readonly kind: DivergenceKind;
  readonly input?: number;
  /** Nothing earlier is better. */
  readonly hopeless?: true;
};

const settings: readonly Setting[] = [
  { name: 'XOR, Adam, rate 10', spec: xor('adam', 10), kind: 'stuck' },
  { name: 'XOR, Adam, rate 100', spec: xor('adam', 100), kind: 'stuck' },
  { name: 'XOR, SGD, rate 100', spec: xor('sgd', 100), kind: 'stuck' },
  { name: 'XOR, RMSProp, rate 10', spec: xor('rmsprop', 10), kind: 'stuck' },
  { name: 'XOR, RMSProp, rate 100', spec: xor('rmsprop', 100), kind: 'stuck' },
  { name: 'XOR, RPROP, first step 10', spec: xor('rprop', 10), kind: 'stuck' },
  { name: 'XOR, RPROP, first step 100', spec: xor('rprop', 100), kind: 'stuck' },
  { name: 'XOR, relu, Adam, rate 10', spec: xor('adam', 10, 'relu'), kind: 'stuck' },
  { name: 'XOR, relu, Adam, rate 100', spec: xor('adam', 100, 'relu'), kind: 'stuck' },
  { name: 'XOR, linear output, SGD, rate 10', spec: xor('sgd', 10, 'tanh', 'linear'), kind: 'notFinite' },
  {
    name: 'XOR, relu, linear output, SGD, rate 100',
    spec: xor('sgd', 100, 'relu', 'linear'),
    kind: 'notFinite',
  },
  { name: 'digits, Adam, rate 10', spec: digits('adam', 10), kind: 'stuck' },
  { name: 'digits, Adam, rate 100', spec: digits('adam', 100), kind: 'exploded' },
  { name: 'digits, SGD, rate 10', spec: digits('sgd', 10), kind: 'stuck' },
  { name: 'digits, SGD, rate 100', spec: digits('sgd', 100), kind: 'exploded' },
  { name: 'digits, linear, squared error, SGD, rate 10', spec: linear, kind: 'notFinite' },
  { name: 'XOR, all weights zero', spec: zeros(xor('adam', 0.01)), kind: 'stuck', hopeless: true },
  { name: 'digits, all weights zero', spec: zeros(digits('adam', 0.01)), kind: 'stuck', hopeless: true },
  {
    name: 'XOR, dead relu at the output',
    spec: xor('sgd', 0.1, 'relu', 'relu'),
    kind: 'stuck',
    hopeless: true,
  },
  {
    name: 'digits, an infinite input',
    spec: smallDigitsSpec,
    kind: 'notFinite',
    input: Infinity,
    hopeless: true,
  },
  {
    name: 'digits, an input that is no number',
    spec: smallDigitsSpec,
    kind: 'notFinite',
    input: NaN,
    hopeless: true,
  },
];

/** Until it ends; what was reported is checked on the way. */
async function diverge({ spec, input }: Pick<Setting, 'spec' | 'input'>) {
  const reports: Progress[] = [];
  const trainer = createTestTrainer({
    scheduler: tickingScheduler(),
    openDigits: async () =>
      input === undefined ? mnist : completeData(new SpoiltDigits(input), new StripeDigits(100)),
    listener: { progress: (progress) => void reports.push(progress) },
  });
  const { layers } = await trainer.open(spec);
  const end = await trainer.train({ steps: 20_000 });
  return { trainer, layers, end, reports };
}

function divergenceOf(end: TrainEnd) {
  if (end.reason !== 'diverged') throw new Error(`It ended as ${end.reason} at step ${end.step}.`);
  return end.divergence;
}

async function weightsAreFinite(trainer: Trainer): Promise<boolean> {
  return (await trainer.weights()).every(({ values }) => values.every(Number.isFinite));
}

const numbersOf = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(numbersOf)
      : [];

test.each(settings)('$name: $kind', async (setting) => {
  const { trainer, layers, end, reports } = await diverge(setting);
  const { kind, step, layer, text, norm, rewindTo } = divergenceOf(end);
  expect(kind).toBe(setting.kind);
  expect(text).toMatch(/^(Step [\d,]+ can't be made: |Since step [\d,]+ ).*\.$/);
  if (layer !== null) {
    expect(text).toContain(layers[layer].title);
    expect(norm.points.length).toBeGreaterThan(0);
    expect(norm.points.at(-1)?.step).toBeLessThanOrEqual(end.step);
  }
  expect(step).toBeLessThanOrEqual(end.step + 1);
  // A network that is far out may still have a test loss without end.
  expect(
    reports.every(({ test: _, bestTest: __, ...report }) => numbersOf(report).every(Number.isFinite)),
  ).toBe(true);
  expect(await weightsAreFinite(trainer)).toBe(true);
  expect(rewindTo === null).toBe(setting.hopeless === true);
  if (rewindTo === null) return;
  expect(await trainer.rewind(rewindTo)).toMatchObject({ step: rewindTo });
  expect(await weightsAreFinite(trainer)).toBe(true);
  expect(Number.isFinite((await trainer.evaluate()).loss)).toBe(true);
});

test('rewound with a third of the rate again and again, XOR at rate 100 is learned at last', async () => {
  const trainer = createTestTrainer({ scheduler: tickingScheduler() });
  await trainer.open(xor('sgd', 100));
  let rate = 100;
  let end = await trainer.train({ testLoss: 0.001, steps: 20_000 });
  while (end.reason === 'diverged') {
    await trainer.rewind(end.divergence.rewindTo ?? -1);
    rate /= 3;
    await trainer.tune({ rate });
    end = await trainer.train({ testLoss: 0.001, steps: 20_000 });
  }
  expect(end).toMatchObject({ reason: 'completed', reached: 'testLoss' });
});

test('a rate raised while it learns breaks it; rewound to before that, it is as good as it was', async () => {
  const trainer = createTestTrainer({ scheduler: tickingScheduler(), openDigits: async () => mnist });
  await trainer.open({ ...linear, optimizer: withRate('sgd', 0.01) });
  await trainer.train({ steps: 1000 });
  const learned = await trainer.evaluate();
  await trainer.tune({ rate: 10 });
  const { rewindTo, step } = divergenceOf(await trainer.train({ steps: 1000 }));
  expect(step).toBeGreaterThan(1000);
  expect(rewindTo).toBe(1000);
  await trainer.rewind(1000);
  expect(await trainer.evaluate()).toEqual(learned);
});

test('the step that can’t be made is the first one, and the run stands before it, whatever was measured', async () => {
  const spec = xor('sgd', 10, 'tanh', 'linear');
  const { trainer, end } = await diverge({ spec });
  const failed = divergenceOf(end).step;
  expect(end.step).toBe(failed - 1);
  const other = createTestTrainer();
  await other.open(spec);
  await other.train({ steps: failed - 1 });
  const weights = async (of: Trainer) => (await of.weights()).map(({ values }) => bits(values));
  expect(await weights(trainer)).toEqual(await weights(other));
  // A single step more is refused there too.
  expect(divergenceOf(await other.train({ steps: 1 })).step).toBe(failed);
  expect(await weights(trainer)).toEqual(await weights(other));
});

test('weights that are written over by numbers without end are found where they are, at once', async () => {
  const { trainer } = await diverge({ spec: { ...smallDigitsSpec, seed: 7 }, input: Number.NaN });
  const end = await trainer.train({ steps: 1 });
  expect(divergenceOf(end)).toMatchObject({ kind: 'notFinite', layer: null, rewindTo: null });
});
