/** One neuron under the microscope: its numbers against float64, its step against the one that training makes. */
import { describe, expect, test } from 'vitest';
import { lossLayerOf } from '../../../src/engine/lossTerms';
import { createNetwork } from '../../../src/engine/network';
import { optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import { planNetwork } from '../../../src/engine/plan';
import { referenceKernels } from '../../../src/kernels/reference';
import { completeData } from '../../../src/training/data';
import {
  convolutionLayers,
  denseLayers,
  usualAugmentation,
  usualMixture,
  xorRecipe,
} from '../../../src/training/recipes';
import type {
  Activation,
  Dissection,
  DissectionQuestion,
  Loss,
  NeuronWork,
  OptimizerSpec,
  ParameterStep,
  RunSpec,
  Trainer,
} from '../../../src/training/trainer';
import { drawnDigits } from '../../support/drawnDigits';
import { bits, createTestTrainer, smallDigitsSpec } from '../../support/trainers';

const digits = completeData(drawnDigits(600), drawnDigits(60, 12), 200);

const convolutional: RunSpec = {
  ...smallDigitsSpec,
  data: {
    type: 'digits',
    mixture: usualMixture,
  },
  network: {
    inputs: 784,
    inputShape: [28, 28, 1],
    layers: [
      ...convolutionLayers([
        { channels: 3, kernel: 5, activation: 'relu', pool: true },
        { channels: 4, kernel: 3, activation: 'tanh', pool: true },
      ]),
      { type: 'flatten' },
      { type: 'dropout', rate: 0.3 },
      ...denseLayers([
        { units: 12, activation: 'relu' },
        { units: 10, activation: 'softmax' },
      ]),
    ],
  },
};

async function open(spec: RunSpec, steps = 5): Promise<Trainer> {
  const trainer = createTestTrainer({ openDigits: async () => digits });
  await trainer.open(spec);
  if (steps > 0) await trainer.train({ steps });
  return trainer;
}

const batch = (layer: number, unit: number, row = 0): DissectionQuestion => ({
  of: { type: 'batch', row },
  layer,
  unit,
});

function neuronOf({ work }: Dissection): NeuronWork {
  if (work.type !== 'neuron') throw new Error(`This is a ${work.type}.`);
  return work;
}

const flat = async (trainer: Trainer) => (await trainer.weights()).map(({ values }) => values);

const stepsOf = ({ inputs, bias }: NeuronWork): readonly ParameterStep[] => [
  ...(inputs?.strongest ?? []).map(({ step }) => step),
  ...(bias ? [bias] : []),
];

/** A step again, in float64, from what is told of it. */
function recomputed(told: ParameterStep, { step: { optimizer, rate, number } }: Dissection): number {
  const g = told.used;
  const [first, second] = told.momentsBefore;
  const w = told.before;
  switch (optimizer.type) {
    case 'sgd':
      return w - rate * (optimizer.momentum * first + g);
    case 'nesterov':
      return w - rate * (g + optimizer.momentum * (optimizer.momentum * first + g));
    case 'rmsprop': {
      const v = optimizer.decay * first + (1 - optimizer.decay) * g * g;
      return w - (rate * g) / (Math.sqrt(v) + optimizer.epsilon);
    }
    case 'rprop': {
      const size = number === 1 ? rate : first;
      const turn = Math.sign(g) * Math.sign(second);
      const next =
        turn > 0
          ? Math.min(size * optimizer.increase, optimizer.most)
          : turn < 0
            ? Math.max(size * optimizer.decrease, optimizer.least)
            : size;
      return w - (turn < 0 ? 0 : Math.sign(g)) * next;
    }
    default: {
      const { beta1, beta2, epsilon } = optimizer;
      const m = (beta1 * first + (1 - beta1) * g) / (1 - beta1 ** number);
      const v = (beta2 * second + (1 - beta2) * g * g) / (1 - beta2 ** number);
      const decayed = optimizer.type === 'adamW' ? w * (1 - rate * optimizer.weightDecay) : w;
      return decayed - (rate * m) / (Math.sqrt(v) + epsilon);
    }
  }
}

describe.each(optimizers)('the step of %s', (type) => {
  const optimizer: OptimizerSpec = optimizerDefaults[type];
  const plain: RunSpec = {
    ...smallDigitsSpec,
    optimizer,
    schedule: { type: 'cosine', steps: 20, least: 0.1 },
    network: {
      inputs: 784,
      layers: denseLayers([
        { units: 6, activation: 'tanh' },
        { units: 10, activation: 'softmax' },
      ]),
    },
  };
  const regularized: RunSpec = {
    ...plain,
    regularization: { maxNorm: 0.05, l1: 1e-4, l2: 1e-3, weightDecay: 0.01 },
  };

  test.each([
    ['alone', plain, 0],
    ['alone', plain, 7],
    ['with clipping, penalties and decay', regularized, 7],
  ])('%s has the bits of the one that training makes next (%#)', async (_, spec, steps) => {
    const trainer = await open(spec, steps);
    const asked = await Promise.all([0, 2].map((layer) => trainer.dissect(batch(layer, 3, 5))));
    const before = await flat(trainer);
    await trainer.train({ steps: 1 });
    const after = await flat(trainer);
    asked.forEach((dissection, i) => {
      const { inputs, bias } = neuronOf(dissection);
      const found = [
        ...(inputs?.strongest ?? []).map(({ weight, step }) => ({ tensor: 2 * i, at: weight, step })),
        ...(bias ? [{ tensor: 2 * i + 1, at: 3, step: bias }] : []),
      ];
      expect(found.length).toBeGreaterThan(6);
      for (const { tensor, at, step } of found) {
        expect(step.before).toBe(before[tensor][at]);
        expect(step.after).toBe(after[tensor][at]);
      }
    });
  });

  test.each([
    ['first', 0],
    ['eighth', 7],
  ])('follows from the numbers that are told of it within 1e-6 of the weight: %s', async (_, steps) => {
    const dissection = await (await open(plain, steps)).dissect(batch(2, 3));
    expect(dissection.step.number).toBe(steps + 1);
    for (const told of stepsOf(neuronOf(dissection))) {
      const change = Math.max(Math.abs(told.before), Math.abs(told.after));
      expect(Math.abs(recomputed(told, dissection) - told.after)).toBeLessThan(1e-6 * change);
    }
  });

  test('goes by the gradient that is clipped, and by what penalties add to it, within 1e-6 relative', async () => {
    const dissection = await (await open(regularized)).dissect(batch(2, 3));
    const { step } = dissection;
    const factor = Math.min(1, 0.05 / (step.gradientNorm + 1e-6));
    expect(factor).toBeLessThan(1);
    for (const { before, gradient, used } of stepsOf(neuronOf(dissection))) {
      const wanted = factor * gradient + 1e-3 * before + 1e-4 * Math.sign(before);
      expect(Math.abs(used - wanted)).toBeLessThan(1e-6 * Math.max(Math.abs(wanted), 1e-3));
    }
  });
});

const networks: readonly (readonly [hidden: Activation, last: Activation, Loss])[] = [
  ['tanh', 'sigmoid', 'meanSquaredError'],
  ['relu', 'softmax', 'crossEntropy'],
  ['gelu', 'sigmoid', 'binaryCrossEntropy'],
  ['elu', 'softmax', 'meanSquaredError'],
  ['sine', 'linear', 'huber'],
];

describe.each(networks)('of %s, then %s, %s', (hidden, last, loss) => {
  const spec: RunSpec = {
    ...smallDigitsSpec,
    loss,
    network: {
      inputs: 784,
      layers: denseLayers([
        { units: 8, activation: hidden },
        { units: 10, activation: last },
      ]),
    },
  };
  const { layers } = planNetwork(spec.network);

  /** The same in float64, of every row of the batch; and what it was asked of. */
  async function both(layer: number, unit: number) {
    const trainer = await open(spec);
    const rows: Dissection[] = [];
    for (let row = 0; row < spec.batchSize; row++) rows.push(await trainer.dissect(batch(layer, unit, row)));
    const network = createNetwork(referenceKernels('float64'), spec.network, {
      random: 1,
      maxBatch: spec.batchSize,
    });
    const weights = await trainer.weights();
    network.tensors.forEach(({ values }, i) => {
      values.set(weights[i].values);
    });
    rows.forEach(({ input, target }, row) => {
      network.inputBuffer.set(input, row * 784);
      network.targetBuffer.set(target, row * 10);
    });
    const gradients: Float64Array[] = [];
    const mean = network.lossAndGradient(spec.batchSize, loss, undefined, (at, dy) => {
      gradients[at] = dy.slice(0, spec.batchSize * layers[at].outputs);
    });
    return { rows, network, gradients, mean, outputs: network.layerOutputs(spec.batchSize) };
  }

  test.each([0, 2])(
    'layer %i: sum, activation, loss, δ and gradient agree with float64 within 2e-5',
    async (layer) => {
      const unit = 4;
      const { rows, network, gradients, mean, outputs } = await both(layer, unit);
      const [weight] = network.tensors.slice(layer === 0 ? 0 : 2);
      const scale = Math.max(...gradients[layer].map(Math.abs));
      rows.forEach((dissection, row) => {
        const neuron = neuronOf(dissection);
        const at = row * layers[layer].outputs + unit;
        expect(neuron.z).toBeCloseTo(outputs[layer][at], 4);
        expect(neuron.a).toBeCloseTo(outputs[neuron.lastLayer][at], 5);
        expect(Math.abs((neuron.delta ?? Number.NaN) - gradients[layer][at])).toBeLessThan(2e-5 * scale);
        const { strongest, rest } = neuron.inputs ?? { strongest: [], rest: { count: 0, sum: 0, zeros: 0 } };
        const sum = strongest.reduce(
          (all, { product }) => all + product,
          rest.sum + (neuron.bias?.before ?? 0),
        );
        expect(sum).toBeCloseTo(neuron.z, 4);
        expect(strongest.length + rest.count).toBe(layers[layer].inputs);
        for (const { weight: index, x, step } of strongest) {
          const wanted = weight.gradients[index];
          expect(step.before).toBe(weight.values[index]);
          expect(Math.abs(step.gradient - wanted)).toBeLessThan(2e-5 * Math.max(Math.abs(wanted), scale));
          expect(x).toBe(layer === 0 ? dissection.input[Math.floor(index / 8)] : x);
        }
        if (neuron.softmax) {
          const { largest, sum: all } = neuron.softmax;
          expect(Math.exp(neuron.z - largest) / all).toBeCloseTo(neuron.a, 6);
        }
      });
      const { loss: told } = rows[0];
      expect(told.mean).toBeCloseTo(mean, 5);
      const parts = rows.flatMap((dissection) => dissection.loss.terms);
      expect(parts.reduce((a, b) => a + b) / rows.length).toBeCloseTo(mean, 5);
    },
  );

  test('a weight’s gradient is the sum over the batch of δ·x, within 1e-6', async () => {
    const { rows } = await both(2, 4);
    const sums = new Map<number, { sum: number; told: number }>();
    for (const { inputs, delta } of rows.map(neuronOf)) {
      for (const { input, x, step } of inputs?.strongest ?? []) {
        const sum = (sums.get(input)?.sum ?? 0) + (delta ?? Number.NaN) * x;
        sums.set(input, { sum, told: step.gradient });
      }
    }
    expect(sums.size).toBe(8);
    for (const { sum, told } of sums.values()) expect(sum).toBeCloseTo(told, 6);
  });

  test('what the layer above sends back adds up to ∂L/∂a, within 1e-6; at the end that is the loss’s own', async () => {
    const trainer = await open(spec);
    const hiddenNeuron = neuronOf(await trainer.dissect(batch(0, 4, 3)));
    const { strongest, rest } = hiddenNeuron.errors ?? { strongest: [], rest: { count: 0, sum: 0 } };
    expect(strongest.length + rest.count).toBe(10);
    const sum = strongest.reduce((all, { product }) => all + product, rest.sum);
    expect(sum).toBeCloseTo(hiddenNeuron.outputGradient ?? Number.NaN, 6);

    const told = await trainer.dissect(batch(2, 4, 3));
    const neuron = neuronOf(told);
    const isPartOfLoss = lossLayerOf(spec.network, loss) === 2 && last !== 'linear';
    expect(neuron.outputGradient === null).toBe(isPartOfLoss);
    if (neuron.weightedGradient !== null)
      expect(neuron.a * ((neuron.outputGradient ?? 0) - neuron.weightedGradient)).toBeCloseTo(
        neuron.delta ?? Number.NaN,
        7,
      );
    expect(neuron.errors).toBe(null);
  });
});

describe('of a convolutional network', () => {
  const { layers } = planNetwork(convolutional.network);
  const at = (layer: number, row: number, column: number, channel: number) => {
    const [, width = 1, channels = 1] = layers[layer].output;
    return (row * width + column) * channels + channel;
  };

  test.each([
    [0, at(0, 9, 11, 2), 25],
    [3, at(3, 4, 5, 1), 27],
  ])('layer %i: the window’s products and the bias add up to z, within 1e-4', async (layer, unit, count) => {
    const neuron = neuronOf(await (await open(convolutional)).dissect(batch(layer, unit, 1)));
    const { strongest, rest } = neuron.inputs ?? { strongest: [], rest: { count: 0, sum: 0 } };
    expect(strongest.length + rest.count).toBe(count);
    const sum = strongest.reduce((all, { product }) => all + product, rest.sum + (neuron.bias?.before ?? 0));
    expect(sum).toBeCloseTo(neuron.z, 4);
  });

  test('its step has the bits of the one that training makes next', async () => {
    const trainer = await open(convolutional);
    const neuron = neuronOf(await trainer.dissect(batch(3, at(3, 4, 5, 1), 1)));
    await trainer.train({ steps: 1 });
    const [weight, bias] = (await flat(trainer)).slice(2);
    for (const { weight: index, step } of neuron.inputs?.strongest ?? [])
      expect(step.after).toBe(weight[index]);
    expect(neuron.bias?.after).toBe(bias[1]);
    expect(neuron.inputs?.strongest.length).toBe(8);
  });

  test('of a window the first largest is passed on; flatten and dropout say what came from where', async () => {
    const trainer = await open(convolutional);
    const { work: pool } = await trainer.dissect(batch(2, at(2, 4, 5, 1), 1));
    if (pool.type !== 'pool') throw new Error('No pool.');
    expect(pool.y).toBe(Math.max(...pool.window.map(({ x }) => x)));
    expect(pool.window[pool.winner].x).toBe(pool.y);
    expect(pool.window.map(({ input }) => input)).toEqual([
      at(1, 8, 10, 1),
      at(1, 8, 11, 1),
      at(1, 9, 10, 1),
      at(1, 9, 11, 1),
    ]);

    // Channel 2, row 1, column 3 of 4 channels of 5 × 5.
    const { work: flattened } = await trainer.dissect(batch(6, 2 * 25 + 1 * 5 + 3, 1));
    expect(flattened).toMatchObject({ type: 'passedOn', input: (1 * 5 + 3) * 4 + 2 });
    for (let unit = 0; unit < 20; unit++) {
      const { work: dropped } = await trainer.dissect(batch(7, unit, 1));
      if (dropped.type !== 'passedOn') throw new Error('Nothing passed on.');
      if (dropped.y !== 0) expect(dropped.y).toBeCloseTo(dropped.x / 0.7, 5);
    }
  });
});

test.each([
  ['convolutional, mixed and bent, with dropout', convolutional],
  ['dense', smallDigitsSpec],
  ['XOR', xorRecipe],
  ['RPROP', { ...xorRecipe, optimizer: optimizerDefaults.rprop }],
] as const)('a run that is looked at has the bits of one that is not: %s', async (_, given) => {
  const spec: RunSpec =
    given === convolutional
      ? { ...convolutional, data: { ...convolutional.data, type: 'digits', augmentation: usualAugmentation } }
      : given;
  const [asked, left] = [await open(spec), await open(spec)];
  for (let i = 0; i < 3; i++) {
    await asked.dissect(batch(0, i, i));
    await asked.dissect({ of: { type: 'row', row: i }, layer: 0, unit: 1 });
    await asked.checkGradients(0);
    await asked.train({ steps: 3 });
  }
  await left.train({ steps: 9 });
  const state = async (trainer: Trainer) => Array.from((await trainer.exportCheckpoint('', 'npz')).bytes);
  expect((await flat(asked)).map(bits)).toEqual((await flat(left)).map(bits));
  expect(await state(asked)).toEqual(await state(left));
});

test('of one row alone, and of a drawing that is meant as a class, the loss is that of the one sample', async () => {
  const trainer = await open(smallDigitsSpec);
  const row = await trainer.dissect({ of: { type: 'row', row: 17 }, layer: 2, unit: 0 });
  expect(row).toMatchObject({ rows: 1, row: 0 });
  const drawing = await trainer.dissect({
    of: { type: 'drawing', input: row.input, classIndex: row.target.indexOf(1) },
    layer: 2,
    unit: 0,
  });
  expect(drawing.loss.mean).toBeCloseTo(row.loss.mean, 6);
  expect(row.loss.terms.reduce((a, b) => a + b)).toBeCloseTo(row.loss.mean, 5);
  expect(drawing.target).toEqual(row.target);
});

test('questions without an answer are refused in a sentence', async () => {
  const trainer = await open(xorRecipe);
  await expect(trainer.dissect(batch(9, 0))).rejects.toThrow('A layer is a whole number from 0 to 3, not 9.');
  await expect(trainer.dissect(batch(0, 4))).rejects.toThrow(
    'Of layer 0 a number from 0 to 3 can be looked at, not 4.',
  );
  await expect(trainer.dissect({ of: { type: 'row', row: 4 }, layer: 0, unit: 0 })).rejects.toThrow('row');
  await expect(
    trainer.dissect({
      of: { type: 'drawing', input: new Float32Array(3), classIndex: 0 },
      layer: 0,
      unit: 0,
    }),
  ).rejects.toThrow('One drawing of 2 numbers is looked at, not 3 numbers.');
  await expect(trainer.checkGradients(4)).rejects.toThrow('A tensor is a whole number from 0 to 3, not 4.');
});
