/** How strongly digits are bent, as the recipe shows it. */
import { augmentationLimits, noAugmentation, usualAugmentation } from '../../training/recipes';
import type { Augmentation, DataSpec } from '../../training/trainer';
import { formatRate } from '../format';
import type { Explanation } from './explanations';
import type { NumberRule } from './readNumber';
import type { LinearScale } from './sliderScale';

export type AugmentationKind = keyof Augmentation;

type Part = Explanation & {
  readonly label: string;
  readonly unit: 'px' | '°' | '%';
  /** Between two marks of the slider, in the unit. */
  readonly step: number;
};

/** In the order in which they are shown. */
export const augmentationParts: Record<AugmentationKind, Part> = {
  shift: {
    label: 'Shift',
    unit: 'px',
    step: 0.5,
    says: 'Moved sideways, and up or down, by so many of the 28 pixels at most.',
    formula: 'x ← x + u,  y ← y + v',
  },
  rotate: {
    label: 'Rotate',
    unit: '°',
    step: 1,
    says: 'Turned about the middle, either way.',
    formula: 'angle = u',
  },
  scale: {
    label: 'Scale',
    unit: '%',
    step: 1,
    says: 'Wider or narrower, and higher or lower, each by a share of its own.',
    formula: 'x ← (1 + u) x,  y ← (1 + v) y',
  },
  shear: {
    label: 'Shear',
    unit: '%',
    step: 1,
    says: 'Leant to either side: so many pixels for a hundred of height.',
    formula: 'x ← x + u y',
  },
  elastic: {
    label: 'Elastic',
    unit: 'px',
    step: 0.1,
    says: 'Every part is moved a little, neighbours alike, as by a hand that shakes.',
    formula: 'x ← x + u f(x, y),  f smooth noise',
    source: 'Simard et al. 2003',
  },
  thickness: {
    label: 'Pen',
    unit: '%',
    step: 1,
    says: 'Thicker or thinner; at 100 % by up to a pixel on each side.',
    formula: 'p ← p + u (darkest or lightest neighbour − p)',
  },
};

export const augmentationKinds = Object.keys(augmentationParts) as readonly AugmentationKind[];

/** What is one in the recipe, in the unit that is shown. */
const inUnit = (kind: AugmentationKind): number => (augmentationParts[kind].unit === '%' ? 100 : 1);

/** In its unit; what a file brings may have more digits than are shown. */
export function readStrength(augmentation: Augmentation, kind: AugmentationKind): number {
  return Number((augmentation[kind] * inUnit(kind)).toPrecision(6));
}

export function withStrength(
  augmentation: Augmentation,
  kind: AugmentationKind,
  value: number,
): Augmentation {
  return { ...augmentation, [kind]: Number((value / inUnit(kind)).toPrecision(6)) };
}

export function strengthRule(kind: AugmentationKind): NumberRule {
  const { label } = augmentationParts[kind];
  return { name: label, min: 0, max: readStrength(augmentationLimits, kind), integer: false };
}

export function strengthScale(kind: AugmentationKind): LinearScale {
  const { step } = augmentationParts[kind];
  return { type: 'linear', step, steps: Math.round(readStrength(augmentationLimits, kind) / step) };
}

export type AugmentationChoice = 'off' | 'usual' | 'own';

export function augmentationOf(data: DataSpec): Augmentation {
  return (data.type === 'digits' && data.augmentation) || noAugmentation;
}

export function choiceOf(augmentation: Augmentation): AugmentationChoice {
  const is = (other: Augmentation) => augmentationKinds.every((kind) => augmentation[kind] === other[kind]);
  if (is(noAugmentation)) return 'off';
  return is(usualAugmentation) ? 'usual' : 'own';
}

/** 15 %, 1.5 px, 15° */
export function describeStrength(augmentation: Augmentation, kind: AugmentationKind): string {
  const { unit } = augmentationParts[kind];
  return `${formatRate(readStrength(augmentation, kind))}${unit === '°' ? '' : ' '}${unit}`;
}

/** shift 1.5 px · rotate 15° */
export function describeAugmentation(augmentation: Augmentation): string {
  const bends = augmentationKinds.filter((kind) => augmentation[kind] > 0);
  return bends
    .map((kind) => `${augmentationParts[kind].label.toLowerCase()} ${describeStrength(augmentation, kind)}`)
    .join(' · ');
}
