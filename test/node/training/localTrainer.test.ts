import { expect, test } from 'vitest';
import { createNodeScheduler } from '../../../src/node/scheduler';
import { completeData } from '../../../src/training/data';
import { noRegularization, originalXorRecipe, xorRecipe } from '../../../src/training/recipes';
import type { Progress, RunSpec, Trainer } from '../../../src/training/trainer';
import { readOwnNpz } from '../../support/ownWeights';
import { bits, createTestTrainer, StripeDigits, smallDigitsSpec } from '../../support/trainers';

async function weightBits(trainer: Trainer) {
  return (await trainer.weights()).map(({ name, values }) => [name, bits(values)]);
}

const corners = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);

test('the default recipe learns XOR, and says at which step it stopped', async () => {
  const trainer = createTestTrainer();
  const info = await trainer.open(xorRecipe);
  expect(info).toMatchObject({ kernels: 'wasm', trainRows: 4, testRows: 4 });
  const end = await trainer.train({ testLoss: 0.001 });
  expect(end.reason).toBe('completed');
  const evaluation = await trainer.evaluate();
  expect(evaluation).toMatchObject({ accuracy: 1, rows: 4, step: end.step });
  expect(evaluation.loss).toBeLessThanOrEqual(0.001);
});

test("the NumPy original's 2-5-1 learns XOR from its own sampler", async () => {
  const trainer = createTestTrainer();
  await trainer.open(originalXorRecipe);
  await trainer.train({ epochs: 60 });
  expect((await trainer.evaluate()).accuracy).toBe(1);
});

test.each(['wasm', 'reference'] as const)(
  'the same seed gives the same bits twice on %s kernels',
  async (kernels) => {
    const runs: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const trainer = createTestTrainer({ kernels });
      await trainer.open({ ...xorRecipe, seed: 42 });
      await trainer.train({ steps: 500 });
      runs.push(await weightBits(trainer));
    }
    expect(runs[0]).toEqual(runs[1]);
  },
);

test('training in pieces, with predictions and measurements in between, gives the bits of one piece', async () => {
  const whole = createTestTrainer();
  await whole.open(xorRecipe);
  await whole.train({ steps: 300 });
  const pieces = createTestTrainer();
  await pieces.open(xorRecipe);
  for (let i = 0; i < 30; i++) {
    await pieces.train({ steps: 10 });
    await pieces.predict(corners, { layers: true });
    await pieces.evaluate();
  }
  expect(await weightBits(pieces)).toEqual(await weightBits(whole));
});

test('opening again starts from the same weights: reset forgets everything', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const fresh = await weightBits(trainer);
  await trainer.train({ steps: 100 });
  expect(await weightBits(trainer)).not.toEqual(fresh);
  await trainer.open(xorRecipe);
  expect(await weightBits(trainer)).toEqual(fresh);
});

test('stop ends an endless run, which resolves as stopped; predictions are served while it trains', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const training = trainer.train();
  const steps = new Set<number>();
  for (let i = 0; i < 5; i++) steps.add((await trainer.predict(corners)).step);
  // Calls on the same thread answer at once; what proves that training goes on between them is below.
  while ((await trainer.predict(corners)).step < 100) await new Promise((resolve) => setImmediate(resolve));
  await trainer.stop();
  const end = await training;
  expect(end.reason).toBe('stopped');
  expect(end.step).toBeGreaterThanOrEqual(100);
  expect((await trainer.predict(corners)).step).toBe(end.step);
});

test('training that runs already is refused, and goes on', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const training = trainer.train();
  await expect(trainer.train()).rejects.toThrow('running already');
  await trainer.stop();
  await expect(training).resolves.toMatchObject({ reason: 'stopped' });
});

test('reports that the listener has not taken are folded into one', async () => {
  const seen: Progress[] = [];
  let release = () => {};
  let time = 0;
  const trainer = createTestTrainer({
    listener: {
      progress(progress) {
        seen.push(progress);
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    },
    // Each look at the clock takes 30 ms: reports are due all the time.
    scheduler: {
      now: () => {
        time += 30;
        return time;
      },
      yield: () => new Promise((resolve) => setImmediate(resolve)),
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
    },
  });
  await trainer.open(xorRecipe);
  const training = trainer.train({ steps: 200 });
  while ((await trainer.predict(corners)).step < 200) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toHaveLength(1);
  release();
  await training;
  expect(seen).toHaveLength(2);
  expect(seen[1].step).toBe(200);
  expect(seen[1].trainLossMin).toBeLessThan(seen[1].trainLoss);
  expect(seen[1].trainLossMax).toBeGreaterThan(seen[1].trainLoss);
});

test('reports are at least 50 ms apart on the clock, but for the last: at most 20 a second', async () => {
  let time = 0;
  const at: number[] = [];
  const trainer = createTestTrainer({
    listener: { progress: () => void at.push(time) },
    scheduler: {
      now: () => {
        time += 1;
        return time;
      },
      yield: () => new Promise((resolve) => setImmediate(resolve)),
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
    },
  });
  await trainer.open(xorRecipe);
  await trainer.train({ steps: 2000 });
  expect(at.length).toBeGreaterThan(10);
  for (let i = 1; i < at.length - 1; i++) expect(at[i] - at[i - 1]).toBeGreaterThanOrEqual(50);
});

test('measuring keeps training still: what it measures is one set of weights, and the step is its own', async () => {
  const trainer = createTestTrainer();
  await trainer.open(xorRecipe);
  const training = trainer.train();
  for (let i = 0; i < 5; i++) {
    const { step } = await trainer.evaluate();
    const { card } = await trainer.exportWeights('a test', 'npz');
    expect(card.steps).toBeGreaterThanOrEqual(step);
    expect(card.testAccuracy).not.toBeNull();
  }
  await trainer.stop();
  await expect(training).resolves.toMatchObject({ reason: 'stopped' });
});

test('a pace is kept: 100 steps at 50 a second take 2 seconds of the clock, to within a step', async () => {
  let time = 0;
  const trainer = createTestTrainer({
    scheduler: {
      now: () => time,
      yield: async () => {},
      sleep: async (milliseconds) => {
        time += milliseconds;
      },
    },
  });
  await trainer.open(xorRecipe);
  await trainer.tune({ stepsPerSecond: 50 });
  await trainer.train({ steps: 100 });
  expect(time).toBeGreaterThan(1970);
  expect(time).toBeLessThan(2030);
});

test('a rate and a batch size set in flight count from the next step', async () => {
  const trainer = createTestTrainer();
  await trainer.open({ ...xorRecipe, optimizer: { type: 'sgd', rate: 0.1, momentum: 0 } });
  const before = await trainer.weights();
  await trainer.tune({ rate: 1e-30 });
  await trainer.train({ steps: 1 });
  const after = await trainer.weights();
  after.forEach(({ values }, i) => {
    values.forEach((value, j) => {
      expect(Math.abs(value - before[i].values[j])).toBeLessThan(1e-29);
    });
  });
  await trainer.tune({ batchSize: 1 });
  await expect(trainer.train({ epochs: 2 })).resolves.toEqual({
    reason: 'completed',
    step: 5,
    reached: 'epochs',
  });
});

test('each step is made at the tuned rate times the factor of the schedule, and the report says so', async () => {
  const rates: number[] = [];
  const trainer = createTestTrainer({ listener: { progress: ({ rate }) => void rates.push(rate) } });
  const warming: RunSpec = {
    ...xorRecipe,
    optimizer: { type: 'sgd', rate: 0.8, momentum: 0 },
    schedule: { type: 'warmUp', steps: 4, next: { type: 'step', every: 1, factor: 0.5 } },
  };
  await trainer.open(warming);
  await trainer.train({ steps: 1 });
  const atFactor = await weightBits(trainer);
  for (let step = 1; step < 6; step++) await trainer.train({ steps: 1 });
  await trainer.tune({ rate: 8 });
  await trainer.train({ steps: 1 });
  expect(rates).toEqual([0.8 / 4, 0.8 / 2, 0.8 * 0.75, 0.8, 0.8, 0.4, 2]);
  const constant = { ...warming, schedule: { type: 'constant' } } as const;
  await trainer.open({ ...constant, optimizer: { ...warming.optimizer, rate: 0.2 } });
  await trainer.train({ steps: 1 });
  expect(await weightBits(trainer)).toEqual(atFactor);
});

test('a large penalty keeps the weights small, weight decay too, and gradients clipped to little change little', async () => {
  const size = async (regularization: Partial<RunSpec['regularization']>) => {
    const trainer = createTestTrainer();
    const optimizer = { type: 'sgd', rate: 0.1, momentum: 0 } as const;
    await trainer.open({
      ...xorRecipe,
      optimizer,
      regularization: { ...noRegularization, ...regularization },
    });
    const before = await trainer.weights();
    await trainer.train({ steps: 200 });
    const after = await trainer.weights();
    const squares = after.flatMap(({ values }) => Array.from(values, (w) => w * w));
    const moved = after.flatMap(({ values }, i) =>
      Array.from(values, (w, j) => Math.abs(w - before[i].values[j])),
    );
    return { norm: squares.reduce((sum, square) => sum + square), moved: Math.max(...moved) };
  };
  const free = await size({});
  for (const strong of [{ l1: 1 }, { l2: 1 }, { weightDecay: 1 }])
    expect((await size(strong)).norm).toBeLessThan(free.norm / 10);
  expect((await size({ maxNorm: 1e-9 })).moved).toBeLessThan(1e-6);
});

test('regularization set in flight counts from the next step; one that makes no sense changes nothing', async () => {
  const trainer = createTestTrainer();
  await trainer.open({ ...xorRecipe, optimizer: { type: 'sgd', rate: 0.1, momentum: 0 } });
  await trainer.train({ steps: 3 });
  const before = await weightBits(trainer);
  // So large a decay at this rate leaves nothing of any parameter, and gradients clipped so far are nothing too.
  await trainer.tune({ regularization: { ...noRegularization, maxNorm: 1e-30, weightDecay: 10 } });
  await expect(trainer.tune({ rate: 7, regularization: { ...noRegularization, l1: -1 } })).rejects.toThrow(
    'regularization: l1 must be at least 0',
  );
  expect(await weightBits(trainer)).toEqual(before);
  await trainer.train({ steps: 1 });
  for (const { values } of await trainer.weights())
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-20);
});

test.each<[Partial<RunSpec>, string]>([
  [
    { schedule: { type: 'cosine', steps: 0, least: 0 } },
    'schedule: steps must be a whole number from 1, not 0',
  ],
  [{ regularization: { ...noRegularization, l2: -1 } }, 'regularization: l2 must be at least 0'],
])('a run with %j is refused by name', async (part, message) => {
  await expect(createTestTrainer().open({ ...xorRecipe, ...part })).rejects.toThrow(message);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'a rate of %d is refused and the old one stays',
  async (rate) => {
    const trainer = createTestTrainer();
    await trainer.open(xorRecipe);
    await expect(trainer.tune({ rate })).rejects.toThrow('above 0');
    await trainer.train({ steps: 1 });
    expect(Number.isFinite((await trainer.evaluate()).loss)).toBe(true);
  },
);

test('a run that diverges resolves as such, before a broken step is counted', async () => {
  const spec: RunSpec = {
    ...smallDigitsSpec,
    loss: 'meanSquaredError',
    network: {
      inputs: 784,
      layers: [{ type: 'dense', units: 10, bias: true, initializer: 'heNormal' }],
    },
    optimizer: { type: 'sgd', rate: 1e6, momentum: 0.9 },
  };
  const digits = completeData(new StripeDigits(640), new StripeDigits(100));
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open(spec);
  const end = await trainer.train();
  expect(end.reason).toBe('diverged');
  expect((await trainer.predict(new Float32Array(784))).step).toBe(end.step);
});

test('training begins with the first shard, waits for the next, and the bits do not depend on when it comes', async () => {
  const atOnce = createTestTrainer({
    openDigits: async () => completeData(new StripeDigits(600), new StripeDigits(100), 200),
  });
  await atOnce.open(smallDigitsSpec);
  await atOnce.train({ epochs: 2 });

  const train = new StripeDigits(600, 0);
  const asked: number[] = [];
  const steps: number[] = [];
  const later: Trainer = createTestTrainer({
    openDigits: async () => ({
      ...completeData(train, new StripeDigits(100), 200),
      async untilTrainRows(rows) {
        asked.push(rows);
        steps.push((await later.predict(new Float32Array(784))).step);
        train.ready += 200;
      },
    }),
  });
  await later.open(smallDigitsSpec);
  await later.train({ epochs: 2 });
  expect(asked).toHaveLength(3);
  // 200 rows are 6 whole batches of 32, and 400 are 12: what straddles the edge waits.
  expect(steps).toEqual([0, 6, 12]);
  expect(await weightBits(later)).toEqual(await weightBits(atOnce));
});

test('data that cannot be loaded rejects train with the reason; training may be tried again', async () => {
  const train = new StripeDigits(64, 0);
  let isBroken = true;
  const trainer = createTestTrainer({
    openDigits: async () => ({
      ...completeData(train, new StripeDigits(100)),
      async untilTrainRows() {
        if (isBroken) throw new Error('The digits could not be fetched.');
        train.ready = 64;
      },
    }),
  });
  await trainer.open(smallDigitsSpec);
  await expect(trainer.train({ steps: 1 })).rejects.toThrow('could not be fetched');
  isBroken = false;
  await expect(trainer.train({ steps: 1 })).resolves.toEqual({
    reason: 'completed',
    step: 1,
    reached: 'steps',
  });
});

test('stop is served while training waits for data', async () => {
  const trainer = createTestTrainer({
    openDigits: async () => ({
      ...completeData(new StripeDigits(64, 0), new StripeDigits(100)),
      untilTrainRows: () => new Promise(() => {}),
    }),
  });
  await trainer.open(smallDigitsSpec);
  const training = trainer.train();
  await trainer.stop();
  await expect(training).resolves.toEqual({ reason: 'stopped', step: 0 });
});

test('exported weights open again with the same predictions to the bit', async () => {
  const trainer = createTestTrainer();
  await trainer.open({ ...xorRecipe, seed: 9 });
  await trainer.train({ steps: 250 });
  const before = await trainer.predict(corners);
  const { bytes } = await trainer.exportWeights('a test', 'npz');
  const other = createTestTrainer();
  await other.open(xorRecipe);
  const { run, card } = await other.importWeights(bytes, 'xor');
  expect(bits((await other.predict(corners)).outputs)).toEqual(bits(before.outputs));
  expect(run.spec).toEqual({ ...xorRecipe, seed: 9 });
  expect(card).toMatchObject({ steps: 250, epochs: 250, testAccuracy: 1, testRows: 4, madeBy: 'a test' });
  await other.tune({ rate: 0.5 });
  await other.train({ steps: 50 });
  expect(readOwnNpz((await other.exportWeights('a test', 'npz')).bytes).card).toMatchObject({
    steps: 300,
    epochs: 300,
    optimizer: { rate: 0.5 },
  });
});

test('a file that does not fit is refused, and training goes on with the weights there were', async () => {
  const digits = completeData(new StripeDigits(64), new StripeDigits(100));
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open(smallDigitsSpec);
  const { bytes: foreign } = await trainer.exportWeights('a test', 'npz');
  await trainer.open(xorRecipe);
  const training = trainer.train();
  await expect(trainer.importWeights(foreign, 'xor')).rejects.toThrow(
    'These weights are for Digits, not for XOR.',
  );
  await expect(trainer.importWeights(Uint8Array.of(1, 2, 3), 'xor')).rejects.toMatchObject({
    name: 'FormatError',
  });
  await trainer.stop();
  await expect(training).resolves.toMatchObject({ reason: 'stopped' });
  expect((await trainer.evaluate()).rows).toBe(4);
});

test('inputs of a wrong length and a network of the wrong width are refused with both numbers', async () => {
  const trainer = createTestTrainer();
  await expect(trainer.predict(corners)).rejects.toThrow('open a run first');
  await trainer.open(xorRecipe);
  await expect(trainer.predict(new Float32Array(3))).rejects.toThrow('rows of 2 numbers; 3');
  await expect(
    trainer.open({ ...xorRecipe, network: smallDigitsSpec.network, loss: 'crossEntropy' }),
  ).rejects.toThrow('takes 784 numbers and gives 10; the data has 2 and 1');
});

test('a measurement gives way to training that begins and to a network that is opened', async () => {
  let now = 0;
  const node = createNodeScheduler();
  // Every look at the clock is the end of a slice: many would pass before all rows are measured.
  const scheduler = { ...node, now: () => (now += 100) };
  const data = completeData(new StripeDigits(200), new StripeDigits(20_000), 100);
  const trainer = createTestTrainer({ scheduler, openDigits: async () => data });
  await trainer.open(smallDigitsSpec);
  const overtaken = expect(trainer.evaluate()).rejects.toThrow('Training began');
  await node.yield();
  const end = await trainer.train({ steps: 1 });
  await overtaken;
  expect(end).toEqual({ reason: 'completed', step: 1, reached: 'steps' });
  await trainer.open(smallDigitsSpec);
  const replaced = expect(trainer.evaluate()).rejects.toThrow('Another network was opened');
  await trainer.open({ ...smallDigitsSpec, seed: 6 });
  await replaced;
  expect((await trainer.evaluate()).rows).toBe(20_000);
});

test('weights of 16 bits are measured as they are in the file, and the network that is open stays as it is', async () => {
  const trainer = createTestTrainer();
  await trainer.open({ ...xorRecipe, arithmetic: 'strict' });
  await trainer.train({ steps: 100 });
  const before = await trainer.weights();
  const { bytes, card } = await trainer.exportWeights('a test', 'safetensors', 'float16');
  expect((await trainer.weights()).map(({ values }) => bits(values))).toEqual(
    before.map(({ values }) => bits(values)),
  );
  const exact = (await trainer.evaluate()).loss;
  const opened = await trainer.importWeights(bytes, 'xor');
  expect(opened.card).toEqual(card);
  expect(card).toMatchObject({ steps: 100, epochs: 100, testRows: 4 });
  const rounded = await trainer.weights();
  expect(rounded.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  for (const [i, { values }] of rounded.entries())
    for (const [j, value] of values.entries())
      expect(Math.abs(value - before[i].values[j])).toBeLessThanOrEqual(Math.abs(before[i].values[j]) / 2048);
  expect((await trainer.evaluate()).loss).toBeCloseTo(card.testLoss ?? Number.NaN, 6);
  expect(card.testLoss).not.toBe(exact);
});
