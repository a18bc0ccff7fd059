import type { Floats, Kernels } from '../kernels';
import { sparseProducts } from './sparse';

type Names = 'sgdStep' | 'nesterovStep' | 'adamStep' | 'sparseAdamStep' | 'rmspropStep' | 'rpropStep';

/** The optimizers' steps; moments whose size is below `smallest` become zero. */
export function optimizerSteps(smallest: number): Pick<Kernels<Floats>, Names> {
  const flush = (x: number): number => (Math.abs(x) < smallest ? 0 : x);
  return {
    sgdStep(w, v, g, rate, momentum, n) {
      for (let i = 0; i < n; i++) {
        v[i] = flush(momentum * v[i] + g[i]);
        w[i] -= rate * v[i];
      }
    },

    nesterovStep(w, v, g, rate, momentum, n) {
      for (let i = 0; i < n; i++) {
        v[i] = flush(momentum * v[i] + g[i]);
        w[i] -= rate * (g[i] + momentum * v[i]);
      }
    },

    adamStep(w, m, v, g, rate, beta1, beta2, epsilon, step, n) {
      const correction1 = 1 - beta1 ** step;
      const correction2 = 1 - beta2 ** step;
      for (let i = 0; i < n; i++) {
        m[i] = flush(beta1 * m[i] + (1 - beta1) * g[i]);
        v[i] = flush(beta2 * v[i] + (1 - beta2) * g[i] * g[i]);
        w[i] -= (rate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + epsilon);
      }
    },

    sparseAdamStep(w, m, v, dy, x, rate, beta1, beta2, epsilon, step, I, O) {
      const dw = w.slice(0, I * O);
      sparseProducts.sparseDenseBackwardWeights(dw, dy, x, 0, I, false, O);
      this.adamStep(w, m, v, dw, rate, beta1, beta2, epsilon, step, I * O);
    },

    rmspropStep(w, v, g, rate, decay, epsilon, n) {
      for (let i = 0; i < n; i++) {
        v[i] = flush(decay * v[i] + (1 - decay) * g[i] * g[i]);
        w[i] -= (rate * g[i]) / (Math.sqrt(v[i]) + epsilon);
      }
    },

    rpropStep(w, size, previous, g, decrease, increase, least, most, n) {
      for (let i = 0; i < n; i++) {
        // Signs, not the product of the gradients, which may underflow.
        const turn = Math.sign(g[i]) * Math.sign(previous[i]);
        if (turn > 0) size[i] = Math.min(size[i] * increase, most);
        if (turn < 0) size[i] = Math.max(size[i] * decrease, least);
        previous[i] = turn < 0 ? 0 : g[i];
        w[i] -= Math.sign(previous[i]) * size[i];
      }
    },
  };
}
