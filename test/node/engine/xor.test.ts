import { expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { networkFloats } from '../../../src/engine/networkFloats';
import { createOptimizer } from '../../../src/engine/optimizers/registry';
import { createRandom } from '../../../src/engine/random';
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import { xorRecipe } from '../../../src/training/recipes';

const seeds = 1000;
const steps = 800;

test(`the default recipe learns XOR from each of the seeds 0 to 999: after ${steps} steps every row is within 0.1`, () => {
  const { network: spec, optimizer: optimizerSpec, loss } = xorRecipe;
  const room = networkFloats(spec, 4, optimizerSpec);
  const kernels = openKernels(kernelBuilds, seeds * room);
  const network = createNetwork(kernels, spec, { random: 0, maxBatch: 4 });
  const targets = [0, 1, 1, 0];
  network.inputBuffer.set([0, 0, 0, 1, 1, 0, 1, 1]);
  network.targetBuffer.set(targets);
  const failed: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    network.initialize(createRandom(seed));
    const optimizer = createOptimizer(kernels, optimizerSpec, network.parameters.length);
    for (let step = 0; step < steps; step++) {
      network.clearGradients();
      network.lossAndGradient(4, loss);
      optimizer.step(network.parameters, network.gradients);
    }
    const isLearned = network.forward(4).every((output, row) => Math.abs(output - targets[row]) < 0.1);
    if (!isLearned) failed.push(seed);
  }
  expect(failed).toEqual([]);
});
