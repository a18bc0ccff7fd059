import type { LayerSpec } from '../spec';
import { activation } from './activation';
import { conv2d } from './conv2d';
import { dense } from './dense';
import { dropout } from './dropout';
import { flatten } from './flatten';
import type { LayerKind } from './layer';
import { maxPool2d } from './maxPool2d';
import { standardize } from './standardize';
import { unitLength } from './unitLength';

type Registry = { readonly [T in LayerSpec['type']]: LayerKind<Extract<LayerSpec, { type: T }>> };

/** Every kind of layer. A new one: its file, its line here, its type in spec.ts. */
const layerKinds: Registry = {
  dense,
  activation,
  conv2d,
  maxPool2d,
  flatten,
  dropout,
  standardize,
  unitLength,
};

/** The kind of `spec`. Throws an Error if there is none of that name. */
export function layerKindOf(spec: LayerSpec): LayerKind<LayerSpec> {
  if (!Object.hasOwn(layerKinds, spec.type)) {
    throw new Error(`type must be one of ${Object.keys(layerKinds).join(', ')}, not ${spec.type}`);
  }
  return layerKinds[spec.type] as LayerKind<LayerSpec>;
}
