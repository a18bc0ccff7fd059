/** The page's commands on a real trainer in this thread: what the page shows is what there is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRunController, type RunController } from '../../../src/app/runController';
import { type ShippedName, shippedNetworks } from '../../../src/app/shippedNetworks';
import { createNodeTrainer } from '../../../src/node/trainer';
import { digitsRecipe, noRegularization, xorRecipe } from '../../../src/training/recipes';
import type { Trainer, TrainerListener } from '../../../src/training/trainer';
import { createTestTrainer } from '../../support/trainers';

type Setup = {
  readonly change?: (trainer: Trainer) => Partial<Trainer>;
  readonly stepsPerSecond?: number | null;
};

/** A controller over XOR; `change` replaces methods of its trainers. */
function createController({ change = () => ({}), stepsPerSecond = null }: Setup = {}) {
  const listeners: TrainerListener[] = [];
  const controller = createRunController({
    spec: xorRecipe,
    stepsPerSecond,
    shipped: null,
    createTrainer(listener) {
      listeners.push(listener);
      const trainer = createTestTrainer({ listener });
      return { ...trainer, ...change(trainer) };
    },
  });
  return { controller, listeners };
}

/** Resolves with the first state of which `is` holds. */
function until(controller: RunController, is: (state: ReturnType<RunController['store']['get']>) => boolean) {
  return new Promise<ReturnType<RunController['store']['get']>>((resolve) => {
    const look = () => {
      if (is(controller.store.get())) {
        stop();
        resolve(controller.store.get());
      }
    };
    const stop = controller.store.subscribe(look);
    setTimeout(look);
  });
}

const fetchShipped = async (name: ShippedName) =>
  new Uint8Array(readFileSync(`public/models/${shippedNetworks[name].file}`));

const later = <T>(milliseconds: number, work: () => Promise<T>) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds)).then(work);

test('it opens idle at step 0, measures what it has, and says what it is', async () => {
  const { controller } = createController();
  expect(controller.store.get().status).toBe('opening');
  await controller.start();
  expect(controller.store.get()).toMatchObject({ status: 'idle', step: 0, origin: 'fresh', message: null });
  expect(controller.store.get().events).toMatchObject([{ step: 0, text: '2-4-1, 17 parameters, seed 1' }]);
  expect((await until(controller, ({ test }) => test !== null)).test).toMatchObject({ step: 0, rows: 4 });
});

test('Train during a slow rebuild trains the new network, and the page shows it training', async () => {
  const { controller } = createController({
    change: ({ open }) => ({ open: (spec) => later(30, () => open(spec)) }),
  });
  await controller.start();
  void controller.rebuild({ ...xorRecipe, seed: 7 });
  await controller.train();
  expect(controller.store.get()).toMatchObject({ status: 'training', spec: { seed: 7 } });
  controller.pause();
  await until(controller, ({ status }) => status === 'idle');
});

test('of recipes changed in a row the newest is built, each being a change of the one before', async () => {
  const opened: number[] = [];
  const { controller } = createController({
    change: ({ open }) => ({
      open(spec) {
        opened.push(spec.seed);
        return later(10, () => open(spec));
      },
    }),
  });
  await controller.start();
  const rebuilds = [7, 8, 9].map((seed) => {
    const { spec } = controller.store.get();
    return controller.rebuild({ ...spec, seed, batchSize: spec.batchSize - 1 });
  });
  await Promise.all(rebuilds);
  expect(opened).toEqual([xorRecipe.seed, 9]);
  expect(controller.store.get().info?.spec).toEqual({ ...xorRecipe, seed: 9, batchSize: 1 });
});

test('a recipe that the trainer refuses is said and taken back', async () => {
  const { controller } = createController();
  await controller.start();
  const unfit = { ...xorRecipe, loss: 'crossEntropy' } as const;
  await Promise.all([controller.rebuild({ ...xorRecipe, seed: 3 }), controller.rebuild(unfit)]);
  expect(controller.store.get()).toMatchObject({
    spec: xorRecipe,
    message: { kind: 'error', text: expect.stringMatching(/softmax.*[^.]\. The recipe is as it was\.$/) },
  });
});

test('ten Steps in a row are ten steps', async () => {
  const { controller } = createController();
  await controller.start();
  await Promise.all(Array.from({ length: 10 }, () => controller.step()));
  await until(controller, ({ step }) => step === 10);
  expect(controller.store.get().status).toBe('idle');
});

test('Step while it trains pauses, and does one step more', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.train();
  await until(controller, ({ step }) => step > 0);
  await controller.step();
  expect(controller.store.get().status).toBe('idle');
});

test('after Pause the test figures are of the weights on the page', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.train();
  await until(controller, ({ step }) => step > 0);
  controller.pause();
  const state = await until(controller, ({ status, step, test }) => status === 'idle' && test?.step === step);
  expect(state.step).toBeGreaterThan(0);
});

test('a tuning that the trainer refuses is said and taken back; Reset works afterwards', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.tune({ batchSize: 5000 });
  expect(controller.store.get().message).toMatchObject({
    kind: 'error',
    text: expect.stringContaining('1 to 1024'),
  });
  expect(controller.store.get().spec.batchSize).toBe(4);
  await controller.reset();
  expect(controller.store.get()).toMatchObject({ status: 'idle', message: null });
});

test('tunings in a row make one event, from the first value to the last', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.step();
  await until(controller, ({ step }) => step === 1);
  for (const rate of [0.02, 0.03, 0.05]) await controller.tune({ rate });
  expect(controller.store.get().events.map(({ text }) => text)).toEqual([
    'rate 0.01 → 0.05',
    '2-4-1, 17 parameters, seed 1',
  ]);
  for (const l2 of [1e-5, 2e-5])
    await controller.tune({ regularization: { ...noRegularization, l2, maxNorm: 1 } });
  expect(controller.store.get().events[0].text).toBe('rate 0.01 → 0.05, largest norm off → 1, L2 off → 2e-5');
});

test('"all four corners right" is said once, at the same step at every speed', async () => {
  const steps: number[] = [];
  for (const stepsPerSecond of [null, 2000]) {
    const { controller } = createController({ stepsPerSecond });
    await controller.start();
    await controller.train({ testLoss: 0.001 });
    await until(controller, ({ status }) => status === 'idle');
    const said = controller.store.get().events.filter(({ text }) => text === 'all four corners right');
    expect(said).toHaveLength(1);
    steps.push(said[0].step);
  }
  expect(steps[0]).toBe(steps[1]);
});

test('a first opening that fails leaves Reset to try again, which starts afresh', async () => {
  let isBroken = true;
  const { controller } = createController({
    change: ({ open }) => ({
      open: (spec) => (isBroken ? Promise.reject(new Error('No memory.')) : open(spec)),
    }),
  });
  await controller.start();
  expect(controller.store.get()).toMatchObject({
    status: 'failed',
    message: { kind: 'error', text: 'No memory. Press Reset to try again.' },
  });
  isBroken = false;
  await controller.reset();
  expect(controller.store.get()).toMatchObject({ status: 'idle', message: null });
});

test('a worker that is lost while it trains fails the run; Reset makes another and it trains again', async () => {
  const { controller, listeners } = createController();
  await controller.start();
  await controller.train();
  listeners[0].failed?.(new Error('The training worker stopped answering.'));
  expect(controller.store.get()).toMatchObject({
    status: 'failed',
    message: { text: expect.stringContaining('Press Reset to start again') },
  });
  await controller.reset();
  expect(listeners).toHaveLength(2);
  await controller.train();
  expect(controller.store.get().status).toBe('training');
  controller.pause();
  await until(controller, ({ status }) => status === 'idle');
});

test('a wrong file while it trains is said with its name, and training goes on', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.train();
  await controller.openFile('notes.txt', new TextEncoder().encode('hello'));
  expect(controller.store.get().status).toBe('training');
  expect(controller.store.get().message?.text).toMatch(/^notes\.txt: .* Nothing was changed\.$/);
  controller.pause();
  await until(controller, ({ status }) => status === 'idle');
});

test('weights that are open go on counting from their card when they are exported again', async () => {
  const { controller } = createController();
  await controller.start();
  await controller.train({ steps: 60 });
  await until(controller, ({ step, status }) => step === 60 && status === 'idle');
  const exported = await controller.exportWeights('a test', { format: 'npz', withRun: false });
  await controller.openFile('mine.npz', exported?.bytes ?? new Uint8Array());
  expect(controller.store.get()).toMatchObject({ origin: 'file', step: 0, card: { steps: 60 } });
  await controller.step();
  expect((await controller.exportWeights('a test', { format: 'npz', withRun: false }))?.card.steps).toBe(61);
});

test('the shipped network can be had back after Reset, with its measured accuracy', async () => {
  const controller = createRunController({
    spec: digitsRecipe,
    stepsPerSecond: null,
    shipped: { first: 'dense', fetch: fetchShipped },
    createTrainer: createNodeTrainer,
  });
  await controller.start();
  expect(controller.store.get()).toMatchObject({ origin: 'dense', status: 'idle' });
  await controller.reset();
  expect(controller.store.get()).toMatchObject({ origin: 'fresh', card: null });
  await controller.openShipped('dense');
  const { test: measured, card } = await until(controller, (state) => state.test !== null);
  expect(controller.store.get().origin).toBe('dense');
  expect(measured?.accuracy).toBe(card?.testAccuracy);
});
