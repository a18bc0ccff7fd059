import type { Floats } from '../kernels/kernels';
import type { Random } from './random';
import type { Initializer } from './spec';

/** Standard deviation of `normal`, whatever the layer's size; Keras' default too. */
export const normalDeviation = 0.05;

type Fill = (random: Random, fanIn: number, fanOut: number) => () => number;

const fills: Record<Initializer, Fill> = {
  /** Uniform in ±√(6/(fanIn + fanOut)): Glorot & Bengio 2010, equation 16. */
  glorotUniform: (random, fanIn, fanOut) => {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return () => (2 * random.uniform() - 1) * limit;
  },
  /** Normal with variance 2/fanIn, for what relu follows: He et al. 2015, equation 10. */
  heNormal: (random, fanIn) => {
    const deviation = Math.sqrt(2 / fanIn);
    return () => random.normal() * deviation;
  },
  normal: (random) => () => random.normal() * normalDeviation,
  zeros: () => () => 0,
};

/** The names, for lists and checks. */
export const initializers = Object.keys(fills) as Initializer[];

/** Overwrites `values`, dense weights `[fanIn, fanOut]`, in their order. */
export function initialize(
  values: Floats,
  initializer: Initializer,
  random: Random,
  fanIn: number,
  fanOut: number,
): void {
  const draw = fills[initializer](random, fanIn, fanOut);
  for (let i = 0; i < fanIn * fanOut; i++) values[i] = draw();
}
