import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer } from '../../../src/engine/optimizers/registry';
import { regularize } from '../../../src/engine/regularization';
import type { Loss, NetworkSpec, OptimizerSpec, RegularizationSpec } from '../../../src/engine/spec';
import { kernelBytes } from '../../../src/kernels/bytes';
import type { Floats, Kernels } from '../../../src/kernels/kernels';
import { referenceKernels } from '../../../src/kernels/reference';
import { wasmKernels } from '../../../src/kernels/wasm';
import { compileKernels } from '../../../src/kernels/wasmModule';
import { largestExcess } from '../../support/randomFloats';

/** As test/fixtures/golden/make.py writes it. */
type GoldenRun = {
  readonly name: string;
  readonly network: NetworkSpec;
  readonly loss: Loss;
  readonly optimizer: OptimizerSpec;
  readonly regularization: RegularizationSpec | null;
  readonly batch: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly before: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly after: Readonly<Record<string, readonly number[]>>;
};

const golden: { versions: { torch: string }; runs: GoldenRun[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/golden/golden.json', import.meta.url), 'utf8'),
);

/** Trains as PyTorch did; by how much the worst loss, final gradient and parameter is off: see largestExcess. */
function train<F extends Floats>(kernels: Kernels<F>, run: GoldenRun, relative: number) {
  const network = createNetwork(kernels, run.network, { random: 0, maxBatch: run.batch });
  const optimizer = createOptimizer(kernels, run.optimizer, network.parameters.length);
  for (const { name, values } of network.tensors) values.set(run.before[name]);
  network.inputBuffer.set(run.inputs);
  network.targetBuffer.set(run.targets);
  const losses = run.losses.map(() => {
    network.clearGradients();
    const loss = network.lossAndGradient(run.batch, run.loss);
    if (run.regularization)
      regularize(kernels, run.regularization, network.parameters, network.gradients, optimizer.rate);
    optimizer.step(network.parameters, network.gradients);
    return loss;
  });
  expect(network.tensors.map(({ name }) => name)).toEqual(Object.keys(run.after));
  return {
    losses: largestExcess(losses, run.losses, relative),
    gradients: Math.max(
      ...network.tensors.map(({ name, gradients }) =>
        largestExcess(gradients, run.gradients[name], relative),
      ),
    ),
    parameters: Math.max(
      ...network.tensors.map(({ name, values }) => largestExcess(values, run.after[name], relative)),
    ),
  };
}

describe.each(golden.runs)(`ten steps as in PyTorch ${golden.versions.torch}: $name`, (run) => {
  test('the float64 reference: losses, final gradients and parameters within 1e-12', () => {
    const { losses, gradients, parameters } = train(referenceKernels('float64'), run, 0);
    expect(losses).toBeLessThan(1e-12);
    expect(gradients).toBeLessThan(1e-12);
    expect(parameters).toBeLessThan(1e-12);
  });

  test.each([
    ['the float32 reference', () => referenceKernels('float32')],
    [
      'wasm',
      () => wasmKernels(compileKernels(kernelBytes), networkFloats(run.network, run.batch, run.optimizer)),
    ],
  ])('%s: losses within 1e-6 + 1e-5|x|, final gradients and parameters within 1e-5 + 1e-4|x|', (_, open) => {
    expect(train(open(), run, 1e-5).losses).toBeLessThan(1e-6);
    const { gradients, parameters } = train(open(), run, 1e-4);
    expect(gradients).toBeLessThan(1e-5);
    expect(parameters).toBeLessThan(1e-5);
  });
});
