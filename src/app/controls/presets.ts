/** Whole recipes to start from. */
import {
  convDigitsRecipe,
  convPadRecipe,
  digitsRecipe,
  originalXorRecipe,
  padRecipe,
  xorRecipe,
} from '../../training/recipes';
import type { RunSpec } from '../../training/trainer';
import { offered } from './names';

const presets = {
  default: xorRecipe,
  original: originalXorRecipe,
  quickDense: digitsRecipe,
  quickConvolutional: convDigitsRecipe,
  padDense: padRecipe,
  padConvolutional: convPadRecipe,
} as const satisfies Record<string, RunSpec>;

export type PresetName = keyof typeof presets;

export const presetNames: Record<PresetName | 'own', string> = {
  default: 'Default',
  original: 'NumPy original',
  quickDense: 'Quick dense',
  quickConvolutional: 'Quick conv',
  padDense: 'Pad’s dense',
  padConvolutional: 'Pad’s conv',
  own: 'Your own',
};

/** Those of the same problem. */
export function presetsFor({ data }: RunSpec): readonly PresetName[] {
  return offered(presets).filter((name) => presets[name].data.type === data.type);
}

export function presetRecipe(name: PresetName): RunSpec {
  return presets[name];
}

/** Rate and batch size are changed in flight and the seed is everybody's own: none makes a recipe another one. */
function heart({ data, network, loss, optimizer, schedule, regularization }: RunSpec): string {
  return JSON.stringify(
    [data, network, loss, { ...optimizer, rate: 0 }, schedule, regularization],
    sortedFields,
  );
}

/** A file has them in an order of its own. */
function sortedFields(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function presetOf(spec: RunSpec): PresetName | 'own' {
  return presetsFor(spec).find((name) => heart(presets[name]) === heart(spec)) ?? 'own';
}
