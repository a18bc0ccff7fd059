import type { ElementwiseActivation, Floats } from '../kernels';
import { normalDensity, normalDistribution } from './normalDistribution';

/** An activation of one number, NaN for NaN, so that a run that blew up is seen to have. */
type Elementwise = {
  /** y = f(x). */
  value(x: number): number;
  /** dx = dy·f′(x), from whichever of x and y it takes less. */
  gradient(dy: number, x: number, y: number): number;
};

/** Slope of leaky relu below zero: Maas et al. 2013. */
const leak = 0.01;

/** Where Φ is 0 or 1 in double precision: gelu of ±Infinity is its limit, −0 or Infinity. */
const gaussianReach = 40;

const within = (x: number): number => Math.max(-gaussianReach, Math.min(gaussianReach, x));

const elementwise: Record<ElementwiseActivation, Elementwise> = {
  relu: { value: (x) => (x < 0 ? 0 : x), gradient: (dy, _x, y) => (y <= 0 ? 0 : dy) },
  leakyRelu: { value: (x) => (x < 0 ? leak * x : x), gradient: (dy, _x, y) => (y <= 0 ? leak * dy : dy) },
  /** Clevert et al. 2016, equation 15, with α = 1. */
  elu: { value: (x) => (x < 0 ? Math.expm1(x) : x), gradient: (dy, _x, y) => (y < 0 ? dy * (y + 1) : dy) },
  /** Hendrycks & Gimpel 2016: the exact form, not the one through tanh. */
  gelu: {
    value: (x) => Math.max(x, -gaussianReach) * normalDistribution(x),
    gradient: (dy, x) => dy * (normalDistribution(x) + within(x) * normalDensity(x)),
  },
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), gradient: (dy, _x, y) => dy * (y * (1 - y)) },
  tanh: { value: Math.tanh, gradient: (dy, _x, y) => dy * (1 - y * y) },
  /** Sitzmann et al. 2020, without their factor of 30: that is the weights' business. */
  sine: { value: Math.sin, gradient: (dy, x) => dy * Math.cos(x) },
};

export function activationForward(y: Floats, x: Floats, activation: ElementwiseActivation, n: number): void {
  const { value } = elementwise[activation];
  for (let i = 0; i < n; i++) y[i] = value(x[i]);
}

export function activationBackward(
  dx: Floats,
  dy: Floats,
  y: Floats,
  x: Floats,
  activation: ElementwiseActivation,
  n: number,
): void {
  const { gradient } = elementwise[activation];
  for (let i = 0; i < n; i++) dx[i] = gradient(dy[i], x[i], y[i]);
}
