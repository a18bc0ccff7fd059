import type { Floats, Kernels } from '../../kernels/kernels';

/** Changes parameters along their gradients. Its moments are buffers of the kernels, as long as the parameters. */
export type Optimizer<F extends Floats = Float32Array> = {
  /** The learning rate; may be set at any time and counts from the next step. */
  rate: number;
  /** Steps done since its moments were zero. With the moments all that the next step depends on besides the rate. */
  steps: number;
  /** One number for each parameter in every moment; to be written only to take up a state that was read before. */
  readonly moments: readonly F[];
  /** Overwrites `parameters`; `gradients` stay as they are. Both have the length it was made for. */
  step(parameters: F, gradients: F): void;
};

/** One kind of optimizer: the entry in the registry. */
export type OptimizerKind<S> = {
  /** How many buffers as long as the parameters it needs. */
  readonly moments: number;
  /** What its paper, or else PyTorch, starts from. */
  readonly defaults: S;
  /** Throws an Error that says what is wrong with `spec`. */
  check(spec: S): void;
  create<F extends Floats>(kernels: Kernels<F>, spec: S, n: number): Optimizer<F>;
};

/** Throws an Error if `value` is not from `least` (included) to `limit` (excluded). */
export function checkRange(name: string, value: number, least: number, limit: number): void {
  if (!(value >= least && value < limit)) {
    throw new Error(`${name} must be at least ${least} and less than ${limit}, not ${value}`);
  }
}
