/** The curves there are: what each shows, of what it is made, and how it is written. */
import type { CurvePoint } from '../../training/curve';
import type { DataSpec, LayerFigures, TrainedLayer } from '../../training/trainer';
import { accuracyName } from '../accuracyName';
import { formatLoss, formatNorm, formatPercent, formatRate } from '../format';

export const curveKinds = [
  'loss',
  'accuracy',
  'rate',
  'gradientNorm',
  'weightNorm',
  'updateRatio',
  'deadUnits',
] as const;
export type CurveKind = (typeof curveKinds)[number];

/** One line of a chart. */
export type Series = {
  readonly name: string;
  /** Null where the point has nothing of it. */
  readonly read: (point: CurvePoint) => number | null;
  readonly color: string;
  /** As of `stroke-dasharray`; null: unbroken. */
  readonly dashes: string | null;
};

type CurveInfo = {
  readonly title: string;
  /** What it tells, for a tooltip, with its formula. */
  readonly says: string;
  readonly formula: string;
  readonly write: (value: number) => string;
  /** Shares go from 0 to 1, and have no logarithmic scale. */
  readonly isShare: boolean;
  readonly empty: string;
};

const share = (value: number) => formatPercent(value);
const byLayer = 'The layers will be measured here as they learn.';

export const curveInfo: Readonly<Record<CurveKind, CurveInfo>> = {
  loss: {
    title: 'Loss',
    says: 'How wrong the answers are: what training makes small. Where test rises while train falls, the network learns by heart.',
    formula: 'L = mean over the samples of Lᵢ',
    write: formatLoss,
    isShare: false,
    empty: 'The loss will fall here. Press Train.',
  },
  accuracy: {
    title: 'Accuracy',
    says: 'The share of right answers.',
    formula: 'right / all',
    write: share,
    isShare: true,
    empty: 'The share of right answers will rise here.',
  },
  rate: {
    title: 'Learning rate',
    says: 'What each step was made with: the rate, times what the schedule makes of it.',
    formula: 'rate · schedule(step)',
    write: (value) => formatRate(value, 4),
    isShare: false,
    empty: 'The rate of each step will stand here.',
  },
  gradientNorm: {
    title: 'Gradient norm',
    says: 'How steep the loss is for each layer. Near 0 in the first layers: it vanishes on the way back. Growing without end: it explodes.',
    formula: '‖∂L/∂w‖ = √ Σ (∂L/∂w)²',
    write: formatNorm,
    isShare: false,
    empty: byLayer,
  },
  weightNorm: {
    title: 'Weight norm',
    says: 'How large the weights and biases of each layer are together.',
    formula: '‖w‖ = √ Σ w²',
    write: formatNorm,
    isShare: false,
    empty: byLayer,
  },
  updateRatio: {
    title: 'Update ratio',
    says: 'How far a step moves each layer, against the size of its weights. About 0.001 is a healthy pace; above 0.1 it is thrown about, below 0.00001 it hardly learns.',
    formula: '‖Δw‖ / ‖w‖',
    write: formatNorm,
    isShare: false,
    empty: byLayer,
  },
  deadUnits: {
    title: 'Dead units',
    says: 'The share of each relu layer’s units that answer 0 to every sample of a batch: they learn nothing from it.',
    formula: 'units with relu(z) = 0 for all samples / units',
    write: share,
    isShare: true,
    empty: byLayer,
  },
};

/** Of values, right are those that are near enough. */
export function curveTitle(kind: CurveKind, data: DataSpec): string {
  return kind === 'accuracy' ? accuracyName(data) : curveInfo[kind].title;
}

const layerValues: Readonly<Partial<Record<CurveKind, (figures: LayerFigures) => number | null>>> = {
  gradientNorm: ({ gradientNorm }) => gradientNorm,
  weightNorm: ({ weightNorm }) => weightNorm,
  updateRatio: ({ updateNorm, weightNorm }) => (weightNorm > 0 ? updateNorm / weightNorm : null),
  deadUnits: ({ deadUnits }) => deadUnits,
};

const train = { name: 'train', color: 'var(--accent)', dashes: null };
const test = { name: 'test', color: 'var(--neg)', dashes: '5 3' };
const layerDashes = [null, '5 3', '2 3', '8 3 2 3'];

/** What a chart draws; `layers` are those of the network. Empty where the network has nothing of it. */
export function seriesOf(kind: CurveKind, layers: readonly TrainedLayer[]): readonly Series[] {
  if (kind === 'loss')
    return [
      { ...train, read: (point) => point.trainLoss },
      { ...test, read: (point) => point.testLoss },
    ];
  if (kind === 'accuracy')
    return [
      { ...train, read: (point) => point.trainAccuracy },
      { ...test, read: (point) => point.testAccuracy },
    ];
  if (kind === 'rate') return [{ ...train, name: 'rate', read: (point) => point.rate }];
  const value = layerValues[kind];
  if (!value) return [];
  return layers.flatMap(({ title, hasRelu }, i): Series[] => {
    if (kind === 'deadUnits' && !hasRelu) return [];
    const read = (point: CurvePoint) => (point.layers?.[i] ? value(point.layers[i]) : null);
    const color = layerColor(i, layers.length);
    return [{ name: title, read, color, dashes: layerDashes[i % layerDashes.length] }];
  });
}

/** From the colour of the first layer to that of the last. */
function layerColor(i: number, of: number): string {
  const share = of > 1 ? Math.round((100 * i) / (of - 1)) : 0;
  return `color-mix(in oklch, var(--accent), var(--neg) ${share}%)`;
}
