import type { UnitLengthSpec } from '../spec';
import type { LayerKind } from './layer';

/**
 * y = x / ‖x‖ for every sample, over all its numbers; a sample of zeros stays one, and has no gradient. Summed in
 * float64, whatever the kernels' precision. Plain loops, as in standardize.
 */
export const unitLength: LayerKind<UnitLengthSpec> = {
  inPlace: true,

  outputShape: (_spec, input) => input,

  tensors: () => [],

  create: (_kernels, _spec, { inputs }) => ({
    forward(output, x, B) {
      for (let start = 0; start < B * inputs; start += inputs) {
        const length = Math.sqrt(dot(x, x, start, inputs));
        for (let i = start; i < start + inputs; i++) output[i] = length === 0 ? 0 : x[i] / length;
      }
    },
    // dx = (dy − y (y · dy)) / ‖x‖: the part of dy that turns the sample, as its length is lost.
    backwardInput(dx, dy, output, x, B) {
      for (let start = 0; start < B * inputs; start += inputs) {
        const length = Math.sqrt(dot(x, x, start, inputs));
        const along = dot(output, dy, start, inputs);
        for (let i = start; i < start + inputs; i++)
          dx[i] = length === 0 ? 0 : (dy[i] - output[i] * along) / length;
      }
    },
  }),
};

/** Of `length` numbers from `start` on. */
function dot(p: ArrayLike<number>, q: ArrayLike<number>, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += p[i] * q[i];
  return sum;
}
