/** How trainings end, on a real trainer in this thread: what is said, what is noted, and how they go on. */
import { afterEach, expect, test } from 'vitest';
import { createRunController, type RunController } from '../../../src/app/runController';
import { withNeuronAdded } from '../../../src/app/space2d/networkEdit';
import type { RunState } from '../../../src/app/state';
import { denseLayers, usualOptimizer, xorRecipe } from '../../../src/training/recipes';
import { shapesRecipe, usualShapes } from '../../../src/training/shapesRecipes';
import type { RunSpec } from '../../../src/training/trainer';
import { createTestTrainer } from '../../support/trainers';

let controller: RunController;

/** Where a test fails, nothing goes on training behind it. */
afterEach(() => controller.pause());

async function open(spec: RunSpec = xorRecipe) {
  controller = createRunController({
    spec,
    stepsPerSecond: null,
    shipped: null,
    createTrainer: (listener) => createTestTrainer({ listener }),
  });
  await controller.start();
}

const now = () => controller.store.get();

function until(is: (state: RunState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!is(now())) return;
      stop();
      resolve();
    };
    const stop = controller.store.subscribe(look);
    setTimeout(look);
  });
}

const isOver = ({ status }: RunState) => status === 'idle';

/** A linear output on steps that are far too large: after a few of them nothing is finite. */
const wild: RunSpec = {
  ...xorRecipe,
  network: {
    inputs: 2,
    layers: denseLayers([
      { units: 4, activation: 'tanh' },
      { units: 1, activation: 'linear' },
    ]),
  },
  optimizer: { ...usualOptimizer(xorRecipe.data, 'sgd'), rate: 10 },
};

async function diverge(spec = wild) {
  await open(spec);
  await controller.train();
  await until(isOver);
  const divergence = now().message?.divergence;
  if (!divergence) throw new Error('It did not diverge.');
  return divergence;
}

test('the end that was asked for is said with what was measured, and noted; Train goes on beyond it', async () => {
  await open();
  await controller.endAt({ testAccuracy: 1 });
  await controller.train();
  await until(isOver);
  const { step, message, events, test } = now();
  expect(test).toMatchObject({ accuracy: 1, step });
  const text = 'topped: test accuracy 100 % reached, it is 100.00 %';
  expect(message).toEqual({ kind: 'notice', text: `S${text}, at step ${step}. Train goes on.` });
  expect(events[0]).toMatchObject({ step, text: `s${text}`, isChange: false });
  await controller.train();
  await until((state) => state.step > step + 100);
  expect(now()).toMatchObject({ status: 'training', message: null });
});

test('an end that is set while it trains counts from there; taken back, it is none', async () => {
  await open();
  await controller.train();
  await until(({ step }) => step > 100);
  await controller.endAt({ steps: 50 });
  await until(isOver);
  expect(now().message?.text).toMatch(/^Stopped: 50 steps reached, at step \d/);
  const { step } = now();
  await controller.train();
  await until(isOver);
  expect(now().step).toBe(step + 50);
  await controller.endAt({});
  await controller.train();
  await until((state) => state.step > step + 500);
  expect(now().status).toBe('training');
});

test('an end that cuts a training short ends neither a single step nor the opening with a message', async () => {
  await open();
  await controller.endAt({ steps: 1 });
  await controller.step();
  expect(now()).toMatchObject({ step: 1, message: null });
  await controller.train({ steps: 5 });
  await until(isOver);
  expect(now()).toMatchObject({ step: 6, message: null });
  expect(now().events[0].text).toBe('learned; Train goes on, Reset starts again');
});

test('what diverged stands before the step that can’t be made, with its layer, and is noted', async () => {
  const { step, layer, rewindTo, text } = await diverge();
  expect(now()).toMatchObject({ status: 'idle', step: step - 1 });
  expect(now().message).toMatchObject({ kind: 'error', text });
  expect(now().events[0]).toMatchObject({ step: step - 1, text: 'diverged' });
  expect(layer).not.toBeNull();
  expect(rewindTo).toBe(0);
});

test('rewound with another rate, what came after that step is gone, the change is marked there, and it trains', async () => {
  const { step } = await diverge();
  await controller.rewind(0, 0.1);
  expect(now()).toMatchObject({ status: 'training', message: null });
  expect(now().spec.optimizer.rate).toBe(0.1);
  const text = `back from step ${step - 1}, rate 10 → 0.1`;
  expect(now().events).toMatchObject([
    { step: 0, text, isChange: true },
    { step: 0, isChange: false },
  ]);
  await until((state) => state.step > 200);
  const steps = now().curve.map((point) => point.step);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(now().status).toBe('training');
});

test('a rewind that is asked for twice is done once', async () => {
  await diverge();
  await Promise.all([controller.rewind(0, 0.1), controller.rewind(0, 0.03)]);
  expect(now().spec.optimizer.rate).toBe(0.1);
  expect(now().events.filter(({ text }) => text.startsWith('back from'))).toHaveLength(1);
});

test('rewound without another rate it stands there, measured anew, and waits for Train', async () => {
  await diverge();
  await controller.rewind(0, null);
  await until(({ test }) => test?.step === 0);
  expect(now()).toMatchObject({ status: 'idle', step: 0, message: null, curve: [] });
});

test('what is said of a divergence offers no way back once the network or the data is another', async () => {
  const { text } = await diverge();
  await controller.changeNetwork(withNeuronAdded(now().spec, 0));
  expect(now().message).toMatchObject({ kind: 'error', text, divergence: { rewindTo: null } });
  const waves = shapesRecipe(usualShapes('waves'));
  const { rewindTo } = await diverge({
    ...waves,
    optimizer: { ...usualOptimizer(waves.data, 'sgd'), rate: 1e4 },
  });
  expect(rewindTo).toBe(0);
  await controller.changeData(usualShapes('plane'));
  expect(now().message).toMatchObject({ divergence: { rewindTo: null } });
});
