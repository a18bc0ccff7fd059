import type { Floats, Kernels } from '../../kernels/kernels';
import type { OptimizerSpec } from '../spec';
import { adam } from './adam';
import { adamW } from './adamW';
import { nesterov } from './nesterov';
import { type Optimizer, type OptimizerKind, optimizerOf } from './optimizer';
import { rmsprop } from './rmsprop';
import { rprop } from './rprop';
import { sgd } from './sgd';

type Registry = { readonly [T in OptimizerSpec['type']]: OptimizerKind<Extract<OptimizerSpec, { type: T }>> };

/** Every kind of optimizer. A new one: its file, its line here, its type in spec.ts. */
const optimizerKinds: Registry = { sgd, nesterov, rprop, rmsprop, adam, adamW };

/** The names, for lists and checks. */
export const optimizers = Object.keys(optimizerKinds) as OptimizerSpec['type'][];

/** What each starts from, of the same names. */
export const optimizerDefaults = Object.fromEntries(
  optimizers.map((type) => [type, optimizerKinds[type].defaults]),
) as { readonly [T in OptimizerSpec['type']]: Extract<OptimizerSpec, { type: T }> };

/** The kind of `spec`. Throws an Error if there is none of that name. */
export function optimizerKindOf(spec: OptimizerSpec): OptimizerKind<OptimizerSpec> {
  if (!Object.hasOwn(optimizerKinds, spec.type)) {
    throw new Error(`optimizer: type must be one of ${optimizers.join(', ')}, not ${spec.type}`);
  }
  return optimizerKinds[spec.type] as OptimizerKind<OptimizerSpec>;
}

/** Throws an Error that says what is wrong with `spec`. */
export function checkOptimizerSpec(spec: OptimizerSpec): void {
  const kind = optimizerKindOf(spec);
  try {
    kind.check(spec);
  } catch (error) {
    throw new Error(`optimizer: ${error instanceof Error ? error.message : error}`);
  }
}

/** One number for each moment: what those of a parameter begin with that joins under way. */
export function firstMoments(spec: OptimizerSpec): readonly number[] {
  const { moments, firstMoments: first } = optimizerKindOf(spec);
  return first?.(spec) ?? Array.from({ length: moments }, () => 0);
}

/** An optimizer for `n` parameters, its moments at zero. Throws as `checkOptimizerSpec`, and as `alloc`, do. */
export function createOptimizer<F extends Floats>(
  kernels: Kernels<F>,
  spec: OptimizerSpec,
  n: number,
): Optimizer<F> {
  checkOptimizerSpec(spec);
  return optimizerOf(optimizerKindOf(spec), kernels, spec, n);
}
