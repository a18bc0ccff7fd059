/** What is mixed into the digits, as the recipe shows it: shares in percent. */
import { usualMixture } from '../../training/recipes';
import type { DataSpec, Mixture } from '../../training/trainer';
import { formatRate } from '../format';
import type { Explanation } from './explanations';
import type { NumberRule } from './readNumber';

export type MixtureKind = keyof Mixture;

type Part = Omit<Explanation, 'formula'> & { readonly label: string; readonly formula?: string };

/** In the order in which they are shown. */
export const mixtureParts: Record<MixtureKind, Part> = {
  drawn: {
    label: 'Drawn, %',
    says: 'Digits drawn by rules, in the ways of all countries: zeros with a slash, crossed sevens, fours open and closed, ones with a foot.',
  },
  none: {
    label: 'No digits, %',
    says: 'Letters, signs and scribbles, for which every answer is as right as any other: the network learns to be sure of none.',
    formula: 'wanted = 1/10 for each digit',
    source: 'Hendrycks et al. 2019',
  },
};

export const mixtureKinds = Object.keys(mixtureParts) as readonly MixtureKind[];

/** Half at most, so that both have room. */
export const shareRule = (kind: MixtureKind): NumberRule => ({
  name: mixtureParts[kind].label,
  min: 0,
  max: 50,
  integer: false,
});

export function mixtureOf(data: DataSpec): Mixture {
  return (data.type === 'digits' && data.mixture) || { drawn: 0, none: 0 };
}

/** 0.15 → 15 */
export function readShare(mixture: Mixture, kind: MixtureKind): number {
  return Number((100 * mixture[kind]).toPrecision(6));
}

export function withShare(mixture: Mixture, kind: MixtureKind, percent: number): Mixture {
  return { ...mixture, [kind]: Number((percent / 100).toPrecision(6)) };
}

export function usualShare(kind: MixtureKind): number {
  return readShare(usualMixture, kind);
}

/** Empty: nothing is mixed in. */
export function describeMixture(mixture: Mixture): string {
  const share = (kind: MixtureKind) => `${formatRate(readShare(mixture, kind))} %`;
  return [
    ...(mixture.drawn > 0 ? [`drawn ${share('drawn')}`] : []),
    ...(mixture.none > 0 ? [`no digits ${share('none')}`] : []),
  ].join(' · ');
}
