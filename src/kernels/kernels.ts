/**
 * The arithmetic of the engine, each operation once: shapes, formula, and whether the result
 * overwrites or accumulates. `reference.ts` is the specification, `wasm.ts` the fast twin.
 *
 * Layout, everywhere: row-major, a batch is `[B, I]` (B samples of I numbers), dense weights are
 * `[I, O]`, so that the row of weights that belongs to one input is contiguous and an input that is
 * zero costs nothing. Argument order: outputs, inputs, dimensions. `dx` is the gradient of the loss
 * with respect to `x`. Buffers may be longer than the shapes need; what lies behind is not touched.
 * Outputs and inputs must not overlap unless an operation says so.
 */

export type Floats = Float32Array | Float64Array;

/** Activations that work on each number by itself. `softmax` works on rows and has its own kernels. */
export type ElementwiseActivation = 'relu' | 'leakyRelu' | 'elu' | 'gelu' | 'sigmoid' | 'tanh' | 'sine';

/** Rows `[B, I]` that are mostly zeros: only the other numbers are kept, their entries k counted through all rows. */
export type SparseRows<F extends Floats = Float32Array> = {
  /** Row b has the entries starts[b] ≤ k < starts[b+1]; starts[0] is 0. */
  readonly starts: Uint32Array;
  /** Column and number of each entry; columns rise within a row. */
  readonly columns: Uint16Array;
  readonly values: F;
  /**
   * The same as datasets keep it, for `unpackRows` to read: row by row its columns, two bytes each, the lower first,
   * and then its levels, bytes that stand for level/255. Row b begins at byte 3·starts[b].
   */
  readonly packed: Uint8Array;
  /** The same, column by column, as `groupByColumn` makes it: column i has the entries ends[i−1] ≤ k < ends[i]. */
  readonly grouped: { readonly ends: Uint32Array; readonly rows: Uint16Array; readonly values: F };
};

/** How the images of a batch are bent. */
export type Distortions = {
  /** Displacements `[fieldSide, fieldSide]`, of which each image takes two windows of 28 × 28; in 1/256 of a pixel. */
  readonly field: Int16Array;
  readonly fieldSide: number;
  /** `[rows, 11]`, as `distortRows` names them. */
  readonly maps: Int32Array;
};

/**
 * Sizes of a 2-D convolution. Images are `[height, width, channels]`, channels last: what a row of the kernel
 * covers lies beside each other, in the image as in the weights `[kernelHeight, kernelWidth, channels, filters]`.
 */
export type Convolution = {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: number;
  /** Rows and columns of zeros around the image. */
  readonly padding: number;
  /** ⌊(height + 2·padding − kernelHeight)/stride⌋ + 1, and so on: the output is `[outHeight, outWidth, filters]`. */
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filters: number;
};

/** Sizes of a 2-D pooling over squares: `[height, width, channels]` in, `[outHeight, outWidth, channels]` out. */
export type Pooling = {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly size: number;
  readonly stride: number;
  readonly outHeight: number;
  readonly outWidth: number;
};

export interface Kernels<F extends Floats = Float32Array> {
  /** Which implementation this is: shown on the page and written into exported files. */
  readonly name: 'reference' | 'wasm' | 'wasm-relaxed';

  /**
   * A zeroed buffer of `length` numbers that these kernels can work on. It lives as long as the
   * kernels do; there is no free. Throws a RangeError when the memory they were made with is used up.
   */
  alloc(length: number): F;

  /** y[b,o] = Σᵢ x[b,i]·w[i,o] + bias[o]. Overwrites y `[B,O]`; x `[B,I]`, w `[I,O]`, bias `[O]` or null. */
  denseForward(y: F, x: F, w: F, bias: F | null, B: number, I: number, O: number): void;

  /**
   * The gradient of the weights of inputs `from` to `to` (excluded): dw[i−from,o] = Σ_b x[b,i]·dy[b,o], or where it
   * `adds`, that much more. Overwrites or accumulates dw `[to − from, O]`; x `[B,I]`, dy `[B,O]`.
   */
  denseBackwardWeights(
    dw: F,
    dy: F,
    x: F,
    from: number,
    to: number,
    adds: boolean,
    B: number,
    I: number,
    O: number,
  ): void;

  /** dbias[o] += Σ_b dy[b,o]. Accumulates dbias `[O]`; dy `[B,O]`. */
  denseBackwardBias(dbias: F, dy: F, B: number, O: number): void;

  /** dx[b,i] = Σₒ dy[b,o]·w[i,o]. Overwrites dx `[B,I]`. */
  denseBackwardInput(dx: F, dy: F, w: F, B: number, I: number, O: number): void;

  /** Room for batches of up to `rows` rows `[I]`, both at most 65,536, else a RangeError. As `alloc`; `networkFloats.ts` says of how many numbers. */
  allocSparse(rows: number, I: number): SparseRows<F>;

  /** Overwrites columns and values of the first B rows with what is `packed`; level/255 is rounded once. */
  unpackRows(x: SparseRows<F>, B: number): void;

  /** Room for as many rows of images. As `alloc`; `networkFloats.ts` says of how many numbers. */
  allocDistortions(rows: number, fieldSide: number): Distortions;

  /**
   * Instead of `unpackRows`, for images of 28 × 28: overwrites starts, columns and values of the first B rows with what
   * is `packed`, bent; of the room for these rows whatever may be overwritten. Image b goes by row b of the maps,
   * [x, rightX, downX, y, rightY, downY, elasticX, elasticY, windowX, windowY, pen], in whole numbers throughout:
   *
   * - Each pixel, 0 to 255, becomes p + ⌊(|pen|·(e − p) + 128)/256⌋, e being the lightest (pen < 0) or else the darkest
   *   of it and its four neighbours; pen from −256 to 256.
   * - Pixel (r, c) of the new image lies in the old one at x + c·rightX + r·downX + elasticX·field[windowX + r·fieldSide + c],
   *   and so on for y, where pixel (r, c) of the old one is at x = (c + 1)·2¹⁶, y = (r + 1)·2¹⁶, with paper around;
   *   elastic from −256 to 256. It becomes what is there, to 1/256 of a pixel, between the four around: bilinear,
   *   rounded.
   */
  distortRows(x: SparseRows<F>, distortions: Distortions, B: number): void;

  /** y[b,i] = x[b,i], with all zeros. Overwrites y `[B,I]`. */
  expandRows(y: F, x: SparseRows<F>, B: number, I: number): void;

  /** `denseForward` for rows that are mostly zeros, with which nothing is multiplied. Same order, same bits. */
  sparseDenseForward(y: F, x: SparseRows<F>, w: F, bias: F | null, B: number, I: number, O: number): void;

  /** Overwrites `x.grouped` with the entries of its first B rows, column by column. */
  groupByColumn(x: SparseRows<F>, B: number, I: number): void;

  /** `denseBackwardWeights` for rows that are mostly zeros and have been grouped. Same order, same bits. */
  sparseDenseBackwardWeights(
    dw: F,
    dy: F,
    x: SparseRows<F>,
    from: number,
    to: number,
    adds: boolean,
    O: number,
  ): void;

  /**
   * y[b,r,c,o] = Σᵢⱼₖ x[b, r·stride+i−padding, c·stride+j−padding, k]·w[i,j,k,o] + bias[o], with x = 0 outside of the
   * image. Overwrites y; bias `[filters]` or null. Uses `scratch`: (height + 2·padding)·(width + 2·padding)·channels
   * numbers and as many as w has, whatever is in them.
   */
  conv2dForward(y: F, x: F, w: F, bias: F | null, scratch: F, B: number, sizes: Convolution): void;

  /** dw[i,j,k,o] += Σ x[b, r·stride+i−padding, c·stride+j−padding, k]·dy[b,r,c,o], dbias[o] += Σ dy[b,r,c,o]. Accumulates; scratch as forward. */
  conv2dBackwardParameters(
    dw: F,
    dbias: F | null,
    dy: F,
    x: F,
    scratch: F,
    B: number,
    sizes: Convolution,
  ): void;

  /** dx[b, r·stride+i−padding, c·stride+j−padding, k] = Σ dy[b,r,c,o]·w[i,j,k,o]. Overwrites dx; scratch as forward. */
  conv2dBackwardInput(dx: F, dy: F, w: F, scratch: F, B: number, sizes: Convolution): void;

  /** y[b,r,c,k] = the largest x[b, r·stride+i, c·stride+j, k] with i, j < size; NaN if there is one. Overwrites y. */
  maxPoolForward(y: F, x: F, B: number, sizes: Pooling): void;

  /**
   * dx = Σ of the dy of those windows in which x is the largest, the first of equals (rows from the top, each from the
   * left), or the first NaN. x and y as the forward had them. Overwrites dx.
   */
  maxPoolBackward(dx: F, dy: F, y: F, x: F, B: number, sizes: Pooling): void;

  /**
   * Inverted dropout, forward and backward: y = x·s with s = 1/(1 − rate), rounded to float32, or 0 for about `rate`
   * of the n places (0 ≤ rate < 1). Place i is dropped where h(h(i) xor key) < rate·2³², h being lowbias32 (see
   * reference/dropout.ts): the same places for the same key, an integer from 0 to 2³²−1. Overwrites y; y may be x.
   */
  dropout(y: F, x: F, key: number, rate: number, n: number): void;

  /** y[b,c,r] = x[b,r,c]. Overwrites y `[B,C,R]`; x `[B,R,C]`. */
  transpose(y: F, x: F, B: number, R: number, C: number): void;

  /**
   * y = f(x) for `n` numbers. Overwrites y; y may be x where no backward follows. relu: max(x, 0);
   * leakyRelu: x, below zero 0.01·x; elu: x, below zero eˣ − 1; gelu: x·Φ(x) with the normal distribution Φ;
   * sigmoid: 1/(1 + e⁻ˣ); tanh; sine: sin x.
   */
  activationForward(y: F, x: F, activation: ElementwiseActivation, n: number): void;

  /**
   * dx = dy·f′(x), with x and y = f(x) as the forward had them: relu, leakyRelu, elu, sigmoid and tanh take
   * the slope from y (y(1−y), 1−y², …), gelu and sine from x. Overwrites dx; dx may be dy.
   */
  activationBackward(dx: F, dy: F, y: F, x: F, activation: ElementwiseActivation, n: number): void;

  /** y[b,:] = exp(x[b,:] − max x[b,:]) / Σ. Overwrites y `[B,N]`; y may be x. */
  softmaxForward(y: F, x: F, B: number, N: number): void;

  /** dx[b,:] = y[b,:]·(dy[b,:] − Σⱼ dy[b,j]·y[b,j]). Overwrites dx `[B,N]`; dx may be dy. */
  softmaxBackward(dx: F, dy: F, y: F, B: number, N: number): void;

  /** Returns the mean over B·N of (y − target)², and overwrites dy = 2(y − target)/(B·N). */
  meanSquaredError(dy: F, y: F, target: F, B: number, N: number): number;

  /**
   * Cross-entropy of softmax(logits), on the logits so that it is stable:
   * returns mean_b Σⱼ −target[b,j]·(logits[b,j] − logΣexp(logits[b,:])), and overwrites
   * dlogits[b,j] = (softmax(logits)[b,j]·Σₖ target[b,k] − target[b,j])/B. All `[B,N]`.
   */
  softmaxCrossEntropy(dlogits: F, logits: F, target: F, B: number, N: number): number;

  /** Huber 1964 with δ = 1, d = y − target: the mean over B·N of d²/2, or |d| − 1/2 where |d| > 1; overwrites dy = clamp(d, −1, 1)/(B·N). */
  huber(dy: F, y: F, target: F, B: number, N: number): number;

  /**
   * Binary cross-entropy of sigmoid(logits), on the logits x so that it is stable, targets t from 0 to 1:
   * returns the mean over B·N of t·log(1 + e⁻ˣ) + (1 − t)·log(1 + eˣ), and overwrites
   * dlogits = (sigmoid(x) − t)/(B·N). All `[B,N]`.
   */
  sigmoidBinaryCrossEntropy(dlogits: F, logits: F, target: F, B: number, N: number): number;

  /** v = momentum·v + g; w −= rate·v. Overwrites w and v; `n` numbers. Flushes denormal v to zero. */
  sgdStep(w: F, v: F, g: F, rate: number, momentum: number, n: number): void;

  /** Nesterov as PyTorch has it: v = momentum·v + g; w −= rate·(g + momentum·v). Otherwise as sgdStep. */
  nesterovStep(w: F, v: F, g: F, rate: number, momentum: number, n: number): void;

  /**
   * Adam (Kingma & Ba 2015, algorithm 1): m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²;
   * w −= rate·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), t = `step` from 1.
   * Overwrites w, m and v; flushes denormal m and v to zero. `n` numbers.
   */
  adamStep(
    w: F,
    m: F,
    v: F,
    g: F,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    step: number,
    n: number,
  ): void;

  /**
   * `adamStep` of the weights w `[I,O]` of a layer with the gradient that `sparseDenseBackwardWeights` makes of dy
   * `[B,O]` and rows that have been grouped. Same order, same bits; the gradient itself is kept nowhere.
   */
  sparseAdamStep(
    w: F,
    m: F,
    v: F,
    dy: F,
    x: SparseRows<F>,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    step: number,
    I: number,
    O: number,
  ): void;

  /**
   * RMSProp (Tieleman & Hinton 2012): v = decay·v + (1 − decay)·g²; w −= rate·g/(√v + ε). Overwrites w and v;
   * flushes denormal v to zero. `n` numbers.
   */
  rmspropStep(w: F, v: F, g: F, rate: number, decay: number, epsilon: number, n: number): void;

  /**
   * iRPROP− (Igel & Hüsken 2003, table 4), with s = sign(g)·sign(previous): where s > 0,
   * size = min(size·increase, most); where s < 0, size = max(size·decrease, least) and g counts as 0;
   * then w −= sign(g)·size and previous = g. Overwrites w, size and previous. `n` numbers.
   */
  rpropStep(
    w: F,
    size: F,
    previous: F,
    g: F,
    decrease: number,
    increase: number,
    least: number,
    most: number,
    n: number,
  ): void;

  /** g += l2·w + l1·sign(w), the derivative of l1·Σ|w| + l2/2·Σw². Accumulates; `n` numbers. */
  addPenalty(g: F, w: F, l1: number, l2: number, n: number): void;

  /** Returns Σx² over the first `n` numbers, summed in double precision. */
  squaredSum(x: F, n: number): number;

  /** x *= factor for the first `n` numbers. */
  scale(x: F, factor: number, n: number): void;

  /** Sets the first `n` numbers of x. */
  fill(x: F, value: number, n: number): void;

  /** y = x for `n` numbers. Overwrites y; they may overlap. */
  copy(y: F, x: F, n: number): void;

  /**
   * Notes the operations that `work` calls, without doing them, in `tape`. The function that it returns does them
   * again in one call, with the same buffers and numbers, and returns what the last one with a result returned: where
   * a network is small, the calls are what takes the time. But `adamStep` takes the rate and the step that the function
   * is given, and is left out where the result before it is not finite. Null if these kernels can't, not with these
   * operations (layers of images, sparse rows, other optimizers) or not in so short a tape.
   */
  record(work: () => void, tape: F): ((rate: number, step: number) => number) | null;
}
