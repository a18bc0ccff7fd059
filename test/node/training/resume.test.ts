/** A run that was saved and taken up again is the run without a break, to the bit. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { completeData, openData, type RunData } from '../../../src/training/data';
import { optimizerDefaults, originalXorRecipe } from '../../../src/training/recipes';
import { createRun, type Run, runFloats } from '../../../src/training/run';
import type { RunState } from '../../../src/training/runState';
import type { RunSpec, ScheduleSpec } from '../../../src/training/trainer';
import { bits, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const schedules: readonly ScheduleSpec[] = [
  { type: 'constant' },
  { type: 'step', every: 40, factor: 0.7 },
  { type: 'warmUp', steps: 60, next: { type: 'cosine', steps: 200, least: 0.1 } },
  { type: 'oneCycle', steps: 280, warmUp: 0.3, rise: 25, fall: 100 },
];

const regularization = { maxNorm: 0.5, l1: 1e-5, l2: 1e-4, weightDecay: 1e-3 };

/** 50 rows in batches of 7: seven steps and one of a single row to a pass. */
const xorSpec: RunSpec = {
  ...originalXorRecipe,
  data: { type: 'xor', sampler: 'divisibility', samples: 50 },
  batchSize: 7,
  regularization,
};
const digitsSpec: RunSpec = { ...smallDigitsSpec, regularization };
const digits = completeData(new StripeDigits(200), new StripeDigits(10), 60);

const start = (spec: RunSpec, data: RunData) =>
  createRun(spec, openKernels(kernelBuilds, runFloats(spec)), data);

/** Losses of the next steps. */
const losses = (run: Run, steps: number) => Array.from({ length: steps }, () => run.trainBatch().loss);

/** Everything in a state, in a form in which equal means equal to the bit. */
const exactly = ({ position, tensors, moments }: RunState) => ({
  position,
  tensors: [...tensors, ...moments].map(({ name, values }) => [name, bits(values)]),
});

const cases = Object.values(optimizerDefaults).flatMap((optimizer, i) => [
  { problem: 'xor', spec: { ...xorSpec, optimizer, schedule: schedules[i % 4] }, breaks: 50 },
  { problem: 'digits', spec: { ...digitsSpec, optimizer, schedule: schedules[(i + 1) % 4] }, breaks: 5 },
]);

test.each(cases)(
  '$problem with $spec.optimizer.type, $spec.schedule.type: after a break at $breaks random steps the next 100 losses and then the whole state are equal to the bit',
  async ({ problem, spec, breaks }) => {
    const data = problem === 'xor' ? await openData(spec, async () => digits) : digits;
    const random = createRandom(7);
    const steps = [0, ...Array.from({ length: breaks - 1 }, () => random.integer(200))];
    const whole = start(spec, data);
    const states: RunState[] = [];
    const wholeLosses: number[] = [];
    for (let step = 0; step <= 300; step++) {
      states.push(whole.saveState());
      wholeLosses.push(whole.trainBatch().loss);
    }
    for (const step of steps) {
      const resumed = start(spec, data);
      resumed.restore(states[step]);
      expect([resumed.step, resumed.epoch]).toEqual([
        step,
        states[step].position.epoch + states[step].position.row / data.train.rows,
      ]);
      expect(losses(resumed, 100)).toEqual(wholeLosses.slice(step, step + 100));
      expect(exactly(resumed.saveState())).toEqual(exactly(states[step + 100]));
    }
    expect(new Set(wholeLosses).size).toBeGreaterThan(100);
  },
);

test('a rate and a batch size set in flight are in the spec of the run, from which it goes on', () => {
  const spec: RunSpec = { ...digitsSpec, schedule: schedules[2] };
  const whole = start(spec, digits);
  losses(whole, 10);
  whole.tune({ rate: 0.02, batchSize: 13 });
  losses(whole, 11);
  const resumed = start(whole.spec, digits);
  resumed.restore(whole.saveState());
  expect(losses(resumed, 60)).toEqual(losses(whole, 60));
});

test('a network for images that drops out goes on with the same drops', () => {
  const spec: RunSpec = {
    ...digitsSpec,
    network: {
      inputs: 784,
      inputShape: [28, 28, 1],
      layers: [
        {
          type: 'conv2d',
          channels: 3,
          kernel: 5,
          stride: 2,
          padding: 1,
          bias: true,
          initializer: 'heNormal',
        },
        { type: 'activation', activation: 'relu' },
        { type: 'maxPool2d', size: 2, stride: 2 },
        { type: 'flatten' },
        { type: 'dropout', rate: 0.3 },
        { type: 'dense', units: 10, bias: true, initializer: 'glorotUniform' },
        { type: 'activation', activation: 'softmax' },
      ],
    },
  };
  const whole = start(spec, digits);
  losses(whole, 10);
  const resumed = start(spec, digits);
  resumed.restore(whole.saveState());
  expect(losses(resumed, 20)).toEqual(losses(whole, 20));
  expect(exactly(resumed.saveState())).toEqual(exactly(whole.saveState()));
});

test('on the reference kernels too the bits are the same after a break', () => {
  const begin = () => createRun(digitsSpec, openKernels(null, runFloats(digitsSpec)), digits);
  const whole = begin();
  losses(whole, 10);
  const resumed = begin();
  resumed.restore(whole.saveState());
  expect(resumed.info.kernels).toBe('reference');
  expect(losses(resumed, 20)).toEqual(losses(whole, 20));
  expect(exactly(resumed.saveState())).toEqual(exactly(whole.saveState()));
});

test('a state is a copy, and goes into a run that has trained as well as into a fresh one', () => {
  const run = start(digitsSpec, digits);
  losses(run, 9);
  const state = run.saveState();
  const before = exactly(state);
  const following = losses(run, 30);
  expect(exactly(state)).toEqual(before);
  run.restore(state);
  expect(losses(run, 30)).toEqual(following);
});

test('a state that does not fit is refused by name, and the run goes on as if nothing had been', () => {
  const whole = start(digitsSpec, digits);
  losses(whole, 9);
  const state = whole.saveState();
  const run = start(digitsSpec, digits);
  run.restore(state);
  const [first, ...others] = state.moments;
  const wrong: [RunState, string][] = [
    [{ ...state, moments: others }, 'optimizer.0.layers.0.weight is missing'],
    [{ ...state, moments: [...state.moments, first] }, 'no place for a tensor optimizer.0.layers.0.weight'],
    [{ ...state, moments: [{ ...first, values: new Float32Array(3) }, ...others] }, 'another size'],
    [{ ...state, tensors: [] }, 'layers.0.weight is missing'],
    [{ ...state, position: { ...state.position, row: 200 } }, 'row 200; the data has 200 rows'],
  ];
  for (const [bad, message] of wrong) expect(() => run.restore(bad)).toThrow(message);
  expect(losses(run, 20)).toEqual(losses(whole, 20));
});
