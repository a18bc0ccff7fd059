import type { Floats, Kernels } from '../kernels';

type Names = 'denseForward' | 'denseBackwardWeights' | 'denseBackwardBias' | 'denseBackwardInput';

/** The three products of a dense layer, and the sum for its bias. */
export const denseProducts: Pick<Kernels<Floats>, Names> = {
  denseForward(y, x, w, bias, B, I, O) {
    for (let b = 0; b < B; b++) {
      for (let o = 0; o < O; o++) {
        let sum = bias ? bias[o] : 0;
        for (let i = 0; i < I; i++) sum += x[b * I + i] * w[i * O + o];
        y[b * O + o] = sum;
      }
    }
  },

  denseBackwardWeights(dw, dy, x, from, to, adds, B, I, O) {
    for (let i = from; i < to; i++) {
      for (let o = 0; o < O; o++) {
        const at = (i - from) * O + o;
        let sum = adds ? dw[at] : 0;
        for (let b = 0; b < B; b++) sum += x[b * I + i] * dy[b * O + o];
        dw[at] = sum;
      }
    }
  },

  denseBackwardBias(dbias, dy, B, O) {
    for (let o = 0; o < O; o++) {
      let sum = dbias[o];
      for (let b = 0; b < B; b++) sum += dy[b * O + o];
      dbias[o] = sum;
    }
  },

  denseBackwardInput(dx, dy, w, B, I, O) {
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < I; i++) {
        let sum = 0;
        for (let o = 0; o < O; o++) sum += dy[b * O + o] * w[i * O + o];
        dx[b * I + i] = sum;
      }
    }
  },
};
