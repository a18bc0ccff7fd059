/** Runs on digits that are bent whenever they are trained, and mixed with others. */
import { describe, expect, test } from 'vitest';
import { noAugmentation, usualAugmentation } from '../../../src/datasets/augment';
import type { Dataset } from '../../../src/datasets/dataset';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { completeData } from '../../../src/training/data';
import { cardOf, specFor } from '../../../src/training/exchange';
import { createRun, type Run, runFloats } from '../../../src/training/run';
import type { RunSpec } from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(drawnDigits(200), drawnDigits(30, 12), 60);
const augmentedSpec: RunSpec = {
  ...smallDigitsSpec,
  data: { type: 'digits', augmentation: usualAugmentation },
};
const mixedSpec: RunSpec = {
  ...smallDigitsSpec,
  data: { type: 'digits', augmentation: usualAugmentation, mixture: { drawn: 0.2, none: 0.2 } },
};
const imageSpec: RunSpec = {
  ...augmentedSpec,
  network: {
    inputs: 784,
    inputShape: [28, 28, 1],
    layers: [
      { type: 'conv2d', channels: 2, kernel: 5, stride: 2, padding: 0, bias: true, initializer: 'heNormal' },
      { type: 'flatten' },
      { type: 'dropout', rate: 0.2 },
      { type: 'dense', units: 10, bias: true, initializer: 'glorotUniform' },
      { type: 'activation', activation: 'softmax' },
    ],
  },
};

const start = (spec: RunSpec, data = digits) =>
  createRun(spec, openKernels(kernelBuilds, runFloats(spec), spec.arithmetic), data);
const losses = (run: Run, steps: number) => Array.from({ length: steps }, () => run.trainBatch().loss);
const weightBits = (run: Run) => run.weights().flatMap(({ values }) => bits(values));

describe.each([
  ['dense', augmentedSpec],
  ['dense, with others mixed in', mixedSpec],
  ['convolutional, with dropout', imageSpec],
])('%s', (_, spec) => {
  test('the same seed gives the same bits, another seed and no augmentation others', () => {
    const [one, same, other, plain] = [
      spec,
      spec,
      { ...spec, seed: 6 },
      { ...spec, data: { type: 'digits' } } as const,
    ].map((each) => losses(start(each), 20));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(one).not.toEqual(plain);
  });

  test.each([0, 3, 7, 12])('taken up again after %i steps it goes on with the same bits', (steps) => {
    const whole = start(spec);
    losses(whole, steps);
    const state = whole.saveState();
    const resumed = start(spec);
    resumed.restore(state);
    expect(losses(resumed, 20)).toEqual(losses(whole, 20));
    expect(weightBits(resumed)).toEqual(weightBits(whole));
    expect(resumed.saveState().position).toEqual(whole.saveState().position);
  });

  test('measuring and predicting bend nothing, and change nothing that follows', () => {
    const [run, undisturbed] = [start(spec), start(spec)];
    const evaluations = [0, 1].map(() => {
      const evaluation = run.startEvaluation(digits.test);
      while (!evaluation.advance());
      run.predict(new Float32Array(784).fill(0.5), false);
      return evaluation.result();
    });
    expect(evaluations[0]).toEqual(evaluations[1]);
    expect(losses(run, 10)).toEqual(losses(undisturbed, 10));
  });
});

test('strengths of 0 give the bits of a run without augmentation', () => {
  const off = start({ ...augmentedSpec, data: { type: 'digits', augmentation: noAugmentation } });
  expect(losses(off, 20)).toEqual(losses(start(smallDigitsSpec), 20));
});

test('others that are mixed in are bent too', () => {
  const plain = { ...mixedSpec, data: { type: 'digits', mixture: { drawn: 0.5, none: 0.5 } } } as const;
  const bent = { ...plain, data: { ...plain.data, augmentation: usualAugmentation } };
  // No row of MNIST is left, so that what differs is theirs.
  expect(losses(start(bent), 2)[1]).not.toBe(losses(start(plain), 2)[1]);
});

test('rows of no digit count neither as right nor as wrong', () => {
  const run = start({ ...mixedSpec, data: { type: 'digits', mixture: { drawn: 0, none: 0.5 } } });
  const { samples, labelled } = run.trainBatch();
  expect(labelled).toBeGreaterThan(0.2 * samples);
  expect(labelled).toBeLessThan(0.8 * samples);
});

test('bent digits reach a dense network as ink, not pixel by pixel', () => {
  const { train } = digits;
  const asked: string[] = [];
  const watched: Dataset = {
    inputs: train.inputs,
    outputs: train.outputs,
    rows: train.rows,
    ready: train.ready,
    writeBatch: () => asked.push('pixels'),
    writeSparseBatch: (...batch) => {
      asked.push('ink');
      train.writeSparseBatch?.(...batch);
    },
  };
  const run = start(augmentedSpec, { ...digits, train: watched });
  expect(losses(run, 3)).toEqual(losses(start(augmentedSpec), 3));
  expect(asked).toEqual(['ink', 'ink', 'ink']);
});

test.each([augmentedSpec, mixedSpec])(
  'a card says how digits were trained, and opens a run that does so',
  (spec) => {
    const card = cardOf(spec, { kernels: 'wasm', steps: 1, epochs: 1, test: null, madeBy: '' });
    expect(specFor(card, 'digits')).toEqual(spec);
  },
);

test('a card with more mixed in than there are rows is refused with its field', () => {
  const spec = { ...mixedSpec, data: { type: 'digits', mixture: { drawn: 0.7, none: 0.7 } } } as const;
  const card = cardOf(spec, { kernels: 'wasm', steps: 1, epochs: 1, test: null, madeBy: '' });
  expect(() => specFor(card, 'digits')).toThrow(
    'mixture: drawn and none must be at most 1 together, not 1.4',
  );
  expect(() => start(spec)).toThrow('mixture: drawn and none must be at most 1 together, not 1.4');
});
