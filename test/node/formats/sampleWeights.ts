/** Weights for tests: small ones that are always the same, and arbitrary ones. */
import fc from 'fast-check';
import type { WeightsCard } from '../../../src/formats/card';
import { networkTensors } from '../../../src/formats/networkTensors';
import { FormatError, type Weights } from '../../../src/formats/weights';

export const smallCard: WeightsCard = {
  network: {
    inputs: 2,
    layers: [
      { type: 'dense', units: 3, bias: true, initializer: 'glorotUniform' },
      { type: 'activation', activation: 'tanh' },
      { type: 'dense', units: 1, bias: false, initializer: 'zeros' },
    ],
  },
  data: { type: 'xor', sampler: 'table' },
  loss: 'meanSquaredError',
  optimizer: { type: 'adam', rate: 0.03, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  schedule: { type: 'warmUp', steps: 20, next: { type: 'cosine', steps: 480, least: 0.01 } },
  regularization: { maxNorm: 1, l1: 0, l2: 1e-4, weightDecay: 0 },
  arithmetic: 'strict',
  batchSize: 4,
  seed: 1,
  steps: 500,
  epochs: 500,
  testLoss: 0.00123,
  testAccuracy: 1,
  testRows: 4,
  kernels: 'reference',
  madeBy: 'a test',
};

/** Outside layout: 3 × 2, 3, 1 × 3. */
export const smallWeights: Weights = {
  card: smallCard,
  tensors: [
    { name: 'layers.0.weight', shape: [3, 2], values: Float32Array.of(1, -2, 0.5, -0, 1e-45, 3.4e38) },
    { name: 'layers.0.bias', shape: [3], values: Float32Array.of(0.1, 0.2, -0.3) },
    { name: 'layers.2.weight', shape: [1, 3], values: Float32Array.of(-1, 1 / 3, 7) },
  ],
};

/** The same in the middle of its run: two moments, as its optimizer is Adam. */
export const smallCheckpoint: Weights = {
  ...smallWeights,
  saved: {
    position: {
      step: 400,
      epoch: 99,
      row: 3,
      random: [1, 2, 3, 2 ** 32 - 1],
      epochRandom: [0, 0, 0, 5],
    },
    moments: [0, 1].flatMap((moment) =>
      smallWeights.tensors.map(({ name, shape, values }) => ({
        name: `optimizer.${moment}.${name}`,
        shape,
        values: values.map((value) => value / (moment + 2)),
      })),
    ),
  },
};

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const layer = fc.oneof(
  fc.record({
    type: fc.constant('dense' as const),
    units: fc.integer({ min: 1, max: 9 }),
    bias: fc.boolean(),
    initializer: fc.constantFrom(
      'glorotUniform' as const,
      'heNormal' as const,
      'normal' as const,
      'zeros' as const,
    ),
  }),
  fc.record({
    type: fc.constant('activation' as const),
    activation: fc.constantFrom(
      'relu' as const,
      'sigmoid' as const,
      'tanh' as const,
      'softmax' as const,
      'linear' as const,
    ),
  }),
);

/** None, or one layer that says how inputs are scaled. */
const scaling = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('standardize' as const),
      mean: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      deviation: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    }),
    fc.constant({ type: 'unitLength' as const }),
  ),
  { maxLength: 1 },
);

const denseNetwork = fc
  .record({
    inputs: fc.integer({ min: 1, max: 9 }),
    first: scaling,
    layers: fc.array(layer, { minLength: 1, maxLength: 6 }),
  })
  .map(({ inputs, first, layers }) => ({ inputs, layers: [...first, ...layers] }));

/** A convolution and all other layers that images need, then the layers of a dense network. */
const imageNetwork = fc
  .record({
    height: fc.integer({ min: 3, max: 5 }),
    width: fc.integer({ min: 3, max: 5 }),
    colours: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 3 }),
    kernel: fc.oneof(fc.constant(2), fc.constant<[number, number]>([2, 3])),
    padding: fc.integer({ min: 0, max: 1 }),
    stride: fc.integer({ min: 1, max: 2 }),
    bias: fc.boolean(),
    rate: fraction,
    first: scaling,
    dense: fc.array(layer, { maxLength: 3 }),
  })
  .map(({ height, width, colours, channels, kernel, padding, stride, bias, rate, first, dense }) => ({
    inputs: height * width * colours,
    inputShape: [height, width, colours] as [number, number, number],
    layers: [
      ...first,
      { type: 'conv2d' as const, channels, kernel, stride, padding, bias, initializer: 'heNormal' as const },
      { type: 'maxPool2d' as const, size: 1, stride },
      { type: 'flatten' as const },
      { type: 'dropout' as const, rate },
      ...dense,
    ],
  }));

/** Text that survives: what a card drops or cuts is tested by itself. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .filter((value) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value));

const stepCount = fc.integer({ min: 1, max: 1e9 });
const plainSchedule = fc.oneof(
  fc.constant({ type: 'constant' as const }),
  fc.record({ type: fc.constant('step' as const), every: stepCount, factor: fraction }),
  fc.record({ type: fc.constant('cosine' as const), steps: stepCount, least: fraction }),
  fc.record({
    type: fc.constant('oneCycle' as const),
    steps: stepCount,
    warmUp: fraction,
    rise: fc.double({ min: 1, max: 1e9, noNaN: true }),
    fall: fc.double({ min: 1, max: 1e9, noNaN: true }),
  }),
);

const share = fc.double({ min: 0.1, max: 0.9, noNaN: true });
const points = fc
  .array(
    fc.tuple(fc.double({ min: -1.25, max: 1.25, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map((places) => places.flatMap(([x, y], row) => [x, y, row % 2]));

const shapes = fc.oneof(
  fc.record({
    type: fc.constant('shapes' as const),
    pattern: fc.constantFrom('spirals' as const, 'waves' as const),
    classes: fc.integer({ min: 0, max: 5 }),
    noise: fc.double({ min: 0, max: 0.5, noNaN: true }),
    samples: fc.integer({ min: 20, max: 2000 }),
    trainShare: share,
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  }),
  fc.record({
    type: fc.constant('shapes' as const),
    pattern: fc.constant('own' as const),
    names: fc.constantFrom([], ['1', '2'], ['a', 'b', 'c']),
    trainShare: share,
    train: points,
    test: points,
  }),
);

const card: fc.Arbitrary<WeightsCard> = fc.record({
  network: fc.oneof({ weight: 3, arbitrary: denseNetwork }, { weight: 1, arbitrary: imageNetwork }),
  data: fc.oneof(
    fc.constant({ type: 'xor' as const, sampler: 'table' as const }),
    fc.record({
      type: fc.constant('xor' as const),
      sampler: fc.constant('divisibility' as const),
      samples: fc.integer({ min: 1, max: 1e6 }),
    }),
    fc.constant({ type: 'digits' as const }),
    shapes,
  ),
  loss: fc.constantFrom('meanSquaredError' as const, 'crossEntropy' as const),
  optimizer: fc.oneof(
    fc.record({ type: fc.constant('sgd' as const), rate: fraction, momentum: fraction }),
    fc.record({
      type: fc.constant('adam' as const),
      rate: fraction,
      beta1: fraction,
      beta2: fraction,
      epsilon: fc.double({ min: 1e-37, max: 1, noNaN: true }),
    }),
  ),
  schedule: fc.oneof(
    plainSchedule,
    fc.record({ type: fc.constant('warmUp' as const), steps: stepCount, next: plainSchedule }),
  ),
  regularization: fc.record({
    maxNorm: fc.option(fc.double({ min: 1e-30, max: 1e30, noNaN: true })),
    l1: fraction,
    l2: fraction,
    weightDecay: fraction,
  }),
  arithmetic: fc.constantFrom('fused' as const, 'strict' as const),
  batchSize: fc.integer({ min: 1, max: 60_000 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  steps: fc.nat(),
  epochs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  testLoss: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  testAccuracy: fc.option(fraction),
  testRows: fc.nat(),
  kernels: text,
  madeBy: text,
});

/** Every finite float32, denormal numbers and −0 as likely as others. */
const weight = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, 1e-45, -1e-45, 1.1754942e-38, 3.4028234663852886e38),
);

export const anyWeights: fc.Arbitrary<Weights> = card.chain((someCard) =>
  fc
    .tuple(
      ...networkTensors(someCard.network).tensors.map(({ name, shape }) => {
        const length = shape.reduce((product, size) => product * size, 1);
        return fc
          .array(weight, { minLength: length, maxLength: length })
          .map((values) => ({ name, shape, values: Float32Array.from(values) }));
      }),
    )
    .map((tensors) => ({ card: someCard, tensors })),
);

/** Everything about weights in a form in which equal means equal to the bit: −0 is not 0. */
export function exactly({ card: itsCard, tensors, saved }: Weights) {
  return {
    card: JSON.stringify(itsCard),
    position: saved && JSON.stringify(saved.position),
    tensors: [...tensors, ...(saved?.moments ?? [])].map(({ name, shape, values }) => ({
      name,
      shape,
      bits: [...new Uint32Array(values.slice().buffer)],
    })),
  };
}

/** The FormatError that `action` throws; anything else is an error of the test. */
export function formatErrorOf(action: () => unknown): FormatError {
  try {
    action();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
