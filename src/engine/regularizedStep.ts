import type { Floats, Kernels } from '../kernels/kernels';
import type { Network } from './network';
import type { Optimizer } from './optimizers/optimizer';
import { regularize } from './regularization';
import type { RegularizationSpec } from './spec';

/**
 * What a step does once the gradients are there: `regularize`, then the optimizer's step. The parameters at `frozen`, places in
 * the flat parameters, keep their bits; their gradients count as 0, for the norm that is clipped and for the optimizer,
 * whose moments of them fade.
 */
export function regularizedStep<F extends Floats>(
  kernels: Kernels<F>,
  { parameters, gradients }: Pick<Network<F>, 'parameters' | 'gradients'>,
  optimizer: Optimizer<F>,
  regularization: RegularizationSpec,
  frozen: Uint32Array,
): void {
  const kept = Array.from(frozen, (at) => parameters[at]);
  const dropGradients = () => {
    for (const at of frozen) gradients[at] = 0;
  };
  dropGradients();
  regularize(kernels, regularization, parameters, gradients, optimizer.rate);
  // Penalties are gradients too.
  dropGradients();
  optimizer.step(parameters, gradients);
  frozen.forEach((at, i) => {
    parameters[at] = kept[i];
  });
}
