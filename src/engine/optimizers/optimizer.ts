import type { Floats, Kernels, SparseRows } from '../../kernels/kernels';

/** Changes parameters along their gradients. Its moments are buffers of the kernels, as long as the parameters. */
export type Optimizer<F extends Floats = Float32Array> = {
  /** The learning rate; may be set at any time and counts from the next step. */
  rate: number;
  /** Steps done since its moments were zero. With the moments all that the next step depends on besides the rate. */
  steps: number;
  /** One number for each parameter in every moment; to be written only to take up a state that was read before. */
  readonly moments: readonly F[];
  /** Overwrites `parameters`; `gradients` stay as they are. Throws a RangeError unless both have the length it was made for. */
  step(parameters: F, gradients: F): void;
  /**
   * The same step piece by piece: count it in `steps`, then hand over each piece of the gradients once, in any
   * order. `gradients` are those of the parameters from number `from` on.
   */
  update(parameters: F, from: number, gradients: F): void;
  /**
   * The same for the weights `[I,O]` of a layer, along what `sparseDenseBackwardWeights` of the kernels would make of dy
   * and the grouped rows x: faster, as nobody sees that gradient. False if this kind can't; then nothing has changed.
   */
  updateSparse(parameters: F, from: number, dy: F, x: SparseRows<F>, I: number, O: number): boolean;
};

/** One kind of optimizer: the entry in the registry. */
export type OptimizerKind<S> = {
  /** How many buffers as long as the parameters it needs. */
  readonly moments: number;
  /** What the moments of a parameter are before its first step; without it zeros. */
  firstMoments?(spec: S): readonly number[];
  /** What its paper, or else PyTorch, starts from. */
  readonly defaults: S;
  /** Throws an Error that says what is wrong with `spec`. */
  check(spec: S): void;
  /**
   * The step with number `step`, from 1, for parameters that lie together: each by itself, so that any piece of them
   * can be taken. Overwrites `parameters` and `moments`; all have the length of `gradients`.
   */
  update<F extends Floats>(
    kernels: Kernels<F>,
    spec: S,
    parameters: F,
    moments: readonly F[],
    gradients: F,
    rate: number,
    step: number,
  ): void;
  /** The same for weights `[I,O]`, along what `sparseDenseBackwardWeights` would make of dy and x. */
  updateSparse?<F extends Floats>(
    kernels: Kernels<F>,
    spec: S,
    weights: F,
    moments: readonly F[],
    dy: F,
    x: SparseRows<F>,
    rate: number,
    step: number,
    I: number,
    O: number,
  ): void;
};

/** Throws an Error if `value` is not from `least` (included) to `limit` (excluded). */
export function checkRange(name: string, value: number, least: number, limit: number): void {
  if (!(value >= least && value < limit)) {
    throw new Error(`${name} must be at least ${least} and less than ${limit}, not ${value}`);
  }
}

/** An optimizer of `kind` for `n` parameters; `spec` has been checked. */
export function optimizerOf<S extends { readonly rate: number }, F extends Floats>(
  kind: OptimizerKind<S>,
  kernels: Kernels<F>,
  spec: S,
  n: number,
): Optimizer<F> {
  const moments = Array.from({ length: kind.moments }, () => kernels.alloc(n));
  /** Views are made once for each piece: a step makes no garbage. */
  const pieces = new Map<number, { of: F; parameters: F; moments: readonly F[] }>();

  function pieceOf(parameters: F, from: number, length: number) {
    const known = pieces.get(from);
    if (known?.of === parameters && known.parameters.length === length) return known;
    const view = (all: F) => all.subarray(from, from + length) as F;
    const piece = { of: parameters, parameters: view(parameters), moments: moments.map(view) };
    pieces.set(from, piece);
    return piece;
  }

  return {
    rate: spec.rate,
    steps: 0,
    moments,
    step(parameters, gradients) {
      if (parameters.length !== n || gradients.length !== n)
        throw new RangeError(
          `The optimizer is for ${n} parameters, not for ${parameters.length} with ${gradients.length} gradients`,
        );
      this.steps++;
      kind.update(kernels, spec, parameters, moments, gradients, this.rate, this.steps);
    },
    update(parameters, from, gradients) {
      const piece = pieceOf(parameters, from, gradients.length);
      kind.update(kernels, spec, piece.parameters, piece.moments, gradients, this.rate, this.steps);
    },
    updateSparse(parameters, from, dy, x, I, O) {
      if (!kind.updateSparse) return false;
      const piece = pieceOf(parameters, from, I * O);
      const { rate, steps } = this;
      kind.updateSparse(kernels, spec, piece.parameters, piece.moments, dy, x, rate, steps, I, O);
      return true;
    },
  };
}
