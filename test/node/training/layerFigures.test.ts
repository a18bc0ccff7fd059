/** The figures by layer against float64, and a measured step against one that nobody looks at. */
import { expect, test } from 'vitest';
import type { Dataset } from '../../../src/datasets/dataset';
import { xorTable } from '../../../src/datasets/gate';
import { createNetwork } from '../../../src/engine/network';
import { createOptimizer, optimizerDefaults, optimizers } from '../../../src/engine/optimizers/registry';
import type { LayerSpec, NetworkSpec } from '../../../src/engine/spec';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { completeData } from '../../../src/training/data';
import { convDigitsRecipe, denseLayers, xorRecipe } from '../../../src/training/recipes';
import { createRun, runFloats } from '../../../src/training/run';
import type { RunSpec } from '../../../src/training/trainer';
import { bits, StripeDigits, smallDigitsSpec } from '../../support/trainers';

const start = (spec: RunSpec, rows: Dataset) =>
  createRun(spec, openKernels(kernelBuilds, runFloats(spec), 'strict'), completeData(rows, rows));

const digits = new StripeDigits(40);
const wholeDigits = { ...smallDigitsSpec, batchSize: 40 };
const deep: NetworkSpec = {
  inputs: 784,
  layers: denseLayers([
    { units: 24, activation: 'relu' },
    { units: 12, activation: 'tanh' },
    { units: 8, activation: 'relu', bias: false },
    { units: 10, activation: 'softmax' },
  ]),
};

/** Batches of all rows, so that their order does not count. */
const cases = [
  { name: 'XOR, tanh', spec: xorRecipe, rows: xorTable(), titles: ['hidden 1', 'output'] },
  {
    name: 'three hidden layers, two of them relu',
    spec: { ...wholeDigits, network: deep },
    rows: digits,
    titles: ['hidden 1', 'hidden 2', 'hidden 3', 'output'],
  },
  {
    name: 'convolutions',
    spec: { ...wholeDigits, network: convDigitsRecipe.network },
    rows: digits,
    titles: ['conv 1', 'conv 2', 'hidden 1', 'output'],
  },
];

test.each(cases)(
  '$name: norms of gradient, weights and update are those of float64 to 1e-4, dead units to the unit',
  ({ spec, rows, titles }) => {
    const run = start(spec, rows);
    for (let step = 0; step < 5; step++) run.trainBatch();
    const { position, tensors, moments } = run.saveState();
    const { figures } = run.trainBatch(true);
    expect(figures?.step).toBe(position.step + 1);
    expect(run.info.layers.map(({ title }) => title)).toEqual(titles);

    const kernels = referenceKernels('float64');
    const network = createNetwork(kernels, spec.network, { random: 1, maxBatch: rows.rows });
    const optimizer = createOptimizer(kernels, spec.optimizer, network.parameters.length);
    network.tensors.forEach(({ values, offset }, i) => {
      values.set(tensors[i].values);
      optimizer.moments.forEach((moment, m) => {
        moment.set(moments[m * tensors.length + i].values, offset);
      });
    });
    optimizer.steps = position.step;
    const order = Uint32Array.from({ length: rows.rows }, (_, i) => i);
    rows.writeBatch(network.inputBuffer, network.targetBuffer, order, 0, rows.rows);
    network.lossAndGradient(rows.rows, spec.loss);
    const before = network.parameters.slice();
    const outputs = network.layerOutputs(rows.rows).map((output) => output.slice());
    optimizer.step(network.parameters, network.gradients);

    const expected = run.info.layers.map(({ name }) => {
      const own = network.tensors.filter((tensor) => tensor.name.startsWith(`${name}.`));
      const of = (numbers: Float64Array) =>
        own.flatMap(({ offset, values }) => [...numbers.subarray(offset, offset + values.length)]);
      const norm = (numbers: readonly number[]) => Math.hypot(...numbers);
      const after = of(network.parameters);
      const index = Number(name.split('.')[1]);
      const next = spec.network.layers[index + 1];
      const isRelu = next?.type === 'activation' && next.activation === 'relu';
      return {
        gradientNorm: norm(of(network.gradients)),
        weightNorm: norm(of(before)),
        updateNorm: norm(of(before).map((weight, i) => after[i] - weight)),
        deadUnits: isRelu ? shareOfZeroColumns(outputs[index + 1], own[0].shape.at(-1) ?? 0) : null,
      };
    });
    figures?.layers.forEach(({ deadUnits, ...norms }, i) => {
      const { deadUnits: dead, ...exact } = expected[i];
      expect(deadUnits).toBe(dead);
      for (const [key, value] of Object.entries(exact))
        expect(Math.abs(norms[key as keyof typeof norms] / value - 1)).toBeLessThan(1e-4);
    });
  },
);

function shareOfZeroColumns(rows: Float64Array, columns: number): number {
  const isZero = (column: number) => rows.every((value, i) => i % columns !== column || value === 0);
  return Array.from({ length: columns }, (_, column) => column).filter(isZero).length / columns;
}

test('of eight units two never answer: a quarter is dead', () => {
  const spec = { ...wholeDigits, network: { inputs: 784, layers: deep.layers.slice(0, 2) } };
  const units = denseLayers([
    { units: 8, activation: 'relu' },
    { units: 10, activation: 'softmax' },
  ]);
  const run = start({ ...spec, network: { inputs: 784, layers: units } }, digits);
  const tensors = run.weights();
  tensors[1].values.fill(1);
  for (const unit of [2, 5]) tensors[1].values[unit] = -1000;
  run.setWeights(tensors);
  expect(run.trainBatch(true).figures?.layers.map(({ deadUnits }) => deadUnits)).toEqual([0.25, null]);
});

const dropping: NetworkSpec = {
  ...convDigitsRecipe.network,
  layers: convDigitsRecipe.network.layers.flatMap((layer): LayerSpec[] =>
    layer.type === 'flatten' ? [layer, { type: 'dropout', rate: 0.3 }] : [layer],
  ),
};
const regularization = { maxNorm: 0.5, l1: 1e-5, l2: 1e-4, weightDecay: 1e-3 };

test.each([
  ...optimizers.flatMap((type) => [
    { name: `${type}, XOR`, spec: xorRecipe, rows: xorTable(), optimizer: optimizerDefaults[type] },
    { name: `${type}, digits`, spec: smallDigitsSpec, rows: digits, optimizer: optimizerDefaults[type] },
  ]),
  {
    name: 'convolutions with dropout',
    spec: { ...smallDigitsSpec, network: dropping },
    rows: digits,
    optimizer: optimizerDefaults.adam,
  },
  {
    name: 'regularization',
    spec: { ...smallDigitsSpec, regularization },
    rows: digits,
    optimizer: optimizerDefaults.adam,
  },
])('$name: 12 steps have the same bits whether any, none or all of them are measured', (setting) => {
  const bitsAfter = (isMeasured: (step: number) => boolean) => {
    const run = start({ ...setting.spec, optimizer: setting.optimizer }, setting.rows);
    const losses = Array.from({ length: 12 }, (_, step) => run.trainBatch(isMeasured(step)).loss);
    const { position, tensors, moments } = run.saveState();
    return { losses, position, numbers: [...tensors, ...moments].map(({ values }) => bits(values)) };
  };
  const unseen = bitsAfter(() => false);
  expect(bitsAfter(() => true)).toEqual(unseen);
  expect(bitsAfter((step) => step % 3 === 1)).toEqual(unseen);
});
