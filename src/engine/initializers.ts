import type { Floats } from '../kernels/kernels';
import { orthogonal } from './orthogonal';
import type { Random } from './random';
import type { Initializer } from './spec';

/** Standard deviation of `normal`, whatever the layer's size; Keras' default too. */
export const normalDeviation = 0.05;

/** Overwrites all of `values`, row-major with the outputs last: `[fanIn, fanOut]` if the layer is dense. */
type Fill = (values: Floats, random: Random, fanIn: number, fanOut: number) => void;

function uniform(values: Floats, random: Random, limit: number): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
}

function normal(values: Floats, random: Random, deviation: number): void {
  for (let i = 0; i < values.length; i++) values[i] = random.normal() * deviation;
}

const fills: Record<Initializer, Fill> = {
  /** In ±√(6/(fanIn + fanOut)): Glorot & Bengio 2010, equation 16. */
  glorotUniform: (values, random, fanIn, fanOut) => uniform(values, random, Math.sqrt(6 / (fanIn + fanOut))),
  /** Variance 2/(fanIn + fanOut): Glorot & Bengio 2010, equation 12. */
  glorotNormal: (values, random, fanIn, fanOut) => normal(values, random, Math.sqrt(2 / (fanIn + fanOut))),
  /** In ±√(6/fanIn), which has the variance of heNormal. */
  heUniform: (values, random, fanIn) => uniform(values, random, Math.sqrt(6 / fanIn)),
  /** Variance 2/fanIn, for what relu follows: He et al. 2015, equation 10. */
  heNormal: (values, random, fanIn) => normal(values, random, Math.sqrt(2 / fanIn)),
  orthogonal: (values, random, fanIn) => orthogonal(values, random, fanIn, values.length / fanIn),
  normal: (values, random) => normal(values, random, normalDeviation),
  zeros: (values) => void values.fill(0),
};

/** The names, for lists and checks. */
export const initializers = Object.keys(fills) as Initializer[];

/** Overwrites all of `values`, dense weights `[fanIn, fanOut]` or those of a kernel, in their order. */
export function initialize(
  values: Floats,
  initializer: Initializer,
  random: Random,
  fanIn: number,
  fanOut: number,
): void {
  fills[initializer](values, random, fanIn, fanOut);
}
