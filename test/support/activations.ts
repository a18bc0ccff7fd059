import type { ElementwiseActivation } from '../../src/kernels/kernels';

/** f(NaN), f(∞), f(−∞) and f(0); every elementwise activation, or it is a type error. */
export const activationLimits: Record<ElementwiseActivation, readonly [number, number, number, number]> = {
  relu: [NaN, Infinity, 0, 0],
  leakyRelu: [NaN, Infinity, -Infinity, 0],
  elu: [NaN, Infinity, -1, 0],
  gelu: [NaN, Infinity, -0, 0],
  sigmoid: [NaN, 1, 0, 0.5],
  tanh: [NaN, 1, -1, 0],
  sine: [NaN, NaN, NaN, 0],
};

export const elementwiseActivations = Object.keys(activationLimits) as ElementwiseActivation[];
