/**
 * What a file of weights says about itself: how the network is built, how it was trained, what was
 * measured. As JSON text, so that every format can hold it; checked strictly when it comes back.
 */
import * as v from 'valibot';
import { networkTensors } from './networkTensors';
import { FormatError, quote } from './weights';

/** Bounds that keep a hostile file from asking for more memory than a page has. */
export const networkLimits = {
  units: 65_536,
  layers: 64,
  parameters: 16_777_216,
  /** Numbers that all layers together put out for one sample; a run keeps those of 1024 samples, and as many gradients. */
  activations: 262_144,
} as const;
const MAX_TEXT = 200;
/** Longer card texts are refused before they are parsed. */
const MAX_CARD_CHARACTERS = 131_072;

const finite = v.pipe(v.number(), v.finite());
const between = (least: number, most: number) => v.pipe(finite, v.minValue(least), v.maxValue(most));
const wholeBetween = (least: number, most: number) => v.pipe(between(least, most), v.integer());
const below1 = v.pipe(between(0, 1), v.ltValue(1));
const rate = between(0, 1e6);
/** Shown on the page: without characters that could disturb it, and cut. */
const text = v.pipe(
  v.string(),
  v.transform((value) =>
    Array.from(value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ''))
      .slice(0, MAX_TEXT)
      .join(''),
  ),
);

const size = wholeBetween(1, networkLimits.units);
const seed = wholeBetween(0, 2 ** 32 - 1);
const initializer = v.picklist([
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'orthogonal',
  'normal',
  'zeros',
]);

const layerSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('dense'),
    units: size,
    bias: v.boolean(),
    initializer,
  }),
  v.strictObject({
    type: v.literal('activation'),
    activation: v.picklist([
      'relu',
      'leakyRelu',
      'elu',
      'gelu',
      'sigmoid',
      'tanh',
      'sine',
      'softmax',
      'linear',
    ]),
  }),
  v.strictObject({
    type: v.literal('conv2d'),
    channels: size,
    kernel: v.union([size, v.tuple([size, size])]),
    stride: size,
    padding: wholeBetween(0, networkLimits.units),
    bias: v.boolean(),
    initializer,
  }),
  v.strictObject({ type: v.literal('maxPool2d'), size, stride: size }),
  v.strictObject({ type: v.literal('flatten') }),
  v.strictObject({ type: v.literal('dropout'), rate: below1 }),
  v.strictObject({
    type: v.literal('standardize'),
    mean: between(-1e6, 1e6),
    deviation: between(1e-6, 1e6),
  }),
  v.strictObject({ type: v.literal('unitLength') }),
]);

const networkSchema = v.strictObject({
  inputs: size,
  inputShape: v.optional(v.tuple([size, size, size])),
  layers: v.pipe(v.array(layerSchema), v.minLength(1), v.maxLength(networkLimits.layers)),
});

/** As `augmentationLimits` of the datasets has them. */
const augmentationSchema = v.strictObject({
  shift: between(0, 8),
  rotate: between(0, 45),
  scale: between(0, 0.5),
  shear: between(0, 1),
  elastic: between(0, 4),
  thickness: between(0, 1),
});

/** Of the rows; that they are not more than all together is the engine's to say. */
const mixtureSchema = v.strictObject({ drawn: between(0, 1), none: between(0, 1) });
/** Of one's own points, which lie in the plane and are rounded to thousandths; their names as text of the page. */
const points = v.pipe(v.array(between(-4, 4)), v.maxLength(3 * 5000));
const pointShare = between(0.1, 0.9);

/** As `shapeLimits` of the datasets has them; which numbers go together is checked there. */
const shapesSchema = v.variant('pattern', [
  v.strictObject({
    type: v.literal('shapes'),
    pattern: v.picklist([
      'spirals',
      'circles',
      'moons',
      'xor',
      'gaussians',
      'checkerboard',
      'plane',
      'waves',
    ]),
    classes: wholeBetween(0, 5),
    noise: between(0, 0.5),
    samples: wholeBetween(20, 2000),
    trainShare: pointShare,
    seed,
  }),
  v.strictObject({
    type: v.literal('shapes'),
    pattern: v.literal('own'),
    names: v.pipe(v.array(v.pipe(text, v.maxLength(24))), v.maxLength(5)),
    trainShare: pointShare,
    train: points,
    test: points,
  }),
]);

const dataSchema = v.variant('type', [
  v.variant('sampler', [
    v.strictObject({ type: v.literal('xor'), sampler: v.literal('table') }),
    v.strictObject({
      type: v.literal('xor'),
      sampler: v.literal('divisibility'),
      samples: wholeBetween(1, 10_000_000),
    }),
  ]),
  shapesSchema,
  v.strictObject({
    type: v.literal('digits'),
    augmentation: v.optional(augmentationSchema),
    mixture: v.optional(mixtureSchema),
  }),
]);

const epsilon = between(1e-37, 1);
const adamNumbers = { rate, beta1: below1, beta2: below1, epsilon };

const optimizerSchema = v.variant('type', [
  v.strictObject({ type: v.literal('sgd'), rate, momentum: below1 }),
  v.strictObject({ type: v.literal('nesterov'), rate, momentum: below1 }),
  v.strictObject({
    type: v.literal('rprop'),
    rate,
    decrease: v.pipe(between(1e-6, 1), v.ltValue(1)),
    increase: v.pipe(between(1, 1e6), v.ltValue(1e6)),
    least: rate,
    most: rate,
  }),
  v.strictObject({ type: v.literal('rmsprop'), rate, decay: below1, epsilon }),
  v.strictObject({ type: v.literal('adam'), ...adamNumbers }),
  v.strictObject({ type: v.literal('adamW'), ...adamNumbers, weightDecay: between(0, 1e6) }),
]);

const steps = wholeBetween(1, Number.MAX_SAFE_INTEGER);
const share = between(0, 1);
const plainSchedules = [
  v.strictObject({ type: v.literal('constant') }),
  v.strictObject({ type: v.literal('step'), every: steps, factor: share }),
  v.strictObject({ type: v.literal('cosine'), steps, least: share }),
  v.strictObject({
    type: v.literal('oneCycle'),
    steps,
    warmUp: share,
    rise: between(1, 1e9),
    fall: between(1, 1e9),
  }),
] as const;

const scheduleSchema = v.variant('type', [
  ...plainSchedules,
  v.strictObject({ type: v.literal('warmUp'), steps, next: v.variant('type', plainSchedules) }),
]);

const regularizationSchema = v.strictObject({
  maxNorm: v.nullable(between(1e-30, Number.MAX_VALUE)),
  l1: between(0, 1e6),
  l2: between(0, 1e6),
  weightDecay: between(0, 1e6),
});

/** A weight or bias, as the engine counts them: of weights `[inputs, units]` row by row. */
const placeSchema = v.strictObject({
  tensor: text,
  index: wholeBetween(0, networkLimits.parameters - 1),
});

const cardSchema = v.strictObject({
  network: networkSchema,
  data: dataSchema,
  loss: v.picklist(['meanSquaredError', 'crossEntropy', 'binaryCrossEntropy', 'huber']),
  optimizer: optimizerSchema,
  // Cards written before there were any have none of these three.
  schedule: v.optional(scheduleSchema, { type: 'constant' }),
  regularization: v.optional(regularizationSchema, { maxNorm: null, l1: 0, l2: 0, weightDecay: 0 }),
  arithmetic: v.optional(v.picklist(['fused', 'strict']), 'strict'),
  batchSize: wholeBetween(1, 10_000_000),
  seed,
  frozen: v.optional(v.array(placeSchema)),
  steps: wholeBetween(0, Number.MAX_SAFE_INTEGER),
  epochs: between(0, Number.MAX_SAFE_INTEGER),
  testLoss: v.nullable(between(0, Number.MAX_VALUE)),
  testAccuracy: v.nullable(between(0, 1)),
  testRows: wholeBetween(0, Number.MAX_SAFE_INTEGER),
  kernels: text,
  madeBy: text,
});

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

export type WeightsCard = Frozen<v.InferOutput<typeof cardSchema>>;
export type CardNetwork = WeightsCard['network'];

const fileSchema = v.strictObject({
  format: v.literal('scratchnet-weights'),
  version: v.literal(1),
  card: cardSchema,
});

/** The card as JSON text, the same text for the same card. Throws a FormatError (`card`) for one that could not be read again. */
export function cardText(card: WeightsCard): string {
  return JSON.stringify({
    format: 'scratchnet-weights',
    version: 1,
    card: checked(cardSchema, card, 'card'),
  });
}

/** Reads what `cardText` wrote. Throws a FormatError (`card`) that names the first field that is wrong. */
export function parseCard(json: string): WeightsCard {
  if (json.length > MAX_CARD_CHARACTERS)
    throw new FormatError(
      'card',
      `The card is ${json.length} characters long; at most ${MAX_CARD_CHARACTERS} are read.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new FormatError(
      'card',
      `The card is not JSON; it begins with ${quote(json)}. Export the file again.`,
    );
  }
  const version = v.safeParse(v.object({ version: v.number() }), value);
  if (version.success && version.output.version > 1)
    throw new FormatError(
      'card',
      `The file was written by a newer Scratchnet (format ${version.output.version}; this one reads 1). Reload the page to get the newest.`,
      { field: 'version' },
    );
  const { card } = checked(fileSchema, value, '');
  checkNetworkSize(card.network, 'card', 'card.network');
  return card;
}

/** Throws a FormatError of this code for a network that a page has not the memory for. */
export function checkNetworkSize(network: CardNetwork, code: 'card' | 'tooLarge', field: string): void {
  const { parameters, activations } = networkTensors(network);
  if (parameters > networkLimits.parameters)
    throw new FormatError(
      code,
      `The network has ${parameters} parameters; at most ${networkLimits.parameters} are read.`,
      { field },
    );
  if (activations > networkLimits.activations)
    throw new FormatError(
      code,
      `The layers of the network put out ${activations} numbers for one sample; at most ${networkLimits.activations} are read.`,
      { field },
    );
}

/** `value` as the schema has it. Throws a FormatError that names the first field that is wrong, from `root` on. */
export function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  root: string,
  part: 'card' | 'position' = 'card',
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = [root, v.getDotPath(issue)].filter(Boolean).join('.') || part;
  throw new FormatError(
    part,
    `The ${part} is wrong at ${quote(field)}: ${expectation(issue)}. If it was edited by hand, undo that; else export it again.`,
    { field },
  );
}

function expectation({ expected, received, requirement, type }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'this field is not known';
  const wanted = expected ?? (requirement === undefined ? type.replaceAll('_', ' ') : String(requirement));
  return `expected ${wanted}, found ${quote(received).slice(1, -1)}`;
}
