import type { DropoutSpec } from '../spec';
import type { LayerKind } from './layer';

/**
 * Inverted dropout (Srivastava et al. 2014, section 10): in training a share `rate` of the numbers becomes zero and
 * the rest grows by 1/(1 − rate), so that outside of training nothing is left to do. One word from the network's
 * generator a step decides which.
 */
export const dropout: LayerKind<DropoutSpec> = {
  inPlace: true,

  outputShape({ rate }, input) {
    if (!(rate >= 0 && rate < 1)) throw new Error(`rate must be at least 0 and less than 1, not ${rate}`);
    return input;
  },

  tensors: () => [],

  create(kernels, { rate }, { inputs }) {
    let key = 0;
    return {
      draw(random) {
        key = random.uint32();
      },
      forward(output, x, B, training) {
        if (training) kernels.dropout(output, x, key, rate, B * inputs);
        else output.set(x.subarray(0, B * inputs));
      },
      backwardInput(dx, dy, _output, _x, B, training) {
        if (training) kernels.dropout(dx, dy, key, rate, B * inputs);
        else if (dx !== dy) kernels.copy(dx, dy, B * inputs);
      },
    };
  },
};
