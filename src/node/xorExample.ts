import { createNetwork } from '../engine/network';
import { createOptimizer } from '../engine/optimizers/registry';
import { referenceKernels } from '../kernels/reference';
import { xorRecipe } from '../training/recipes';

const kernels = referenceKernels('float64');
const network = createNetwork(kernels, xorRecipe.network, { random: 1, maxBatch: 4 });
const optimizer = createOptimizer(kernels, xorRecipe.optimizer, network.parameters.length);
network.inputBuffer.set([0, 0, 0, 1, 1, 0, 1, 1]);
network.targetBuffer.set([0, 1, 1, 0]);
for (let step = 1; step <= 500; step++) {
  network.clearGradients();
  const loss = network.lossAndGradient(4, 'meanSquaredError');
  optimizer.step(network.parameters, network.gradients);
  if (step % 100 === 0) console.log(`step ${step}  loss ${loss.toFixed(5)}`);
}
console.log(Array.from(network.forward(4), (answer) => answer.toFixed(3)).join('  '));
