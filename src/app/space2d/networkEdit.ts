/** Neurons and layers added to a network and taken from it, with what each of the new one's units was. */
import type { LayerOrigin, NetworkSpec, RunSpec } from '../../training/trainer';
import { readParts } from '../controls/networkParts';
import { withHiddenLayer, withLayerAdded, withLayerRemoved } from '../controls/recipeEdit';

export type NetworkEdit = {
  readonly network: NetworkSpec;
  /** As `Trainer.changeNetwork` takes them. */
  readonly origins: readonly (LayerOrigin | null)[];
};

/** Every dense layer as it was. */
function sameLayers(spec: RunSpec): LayerOrigin[] {
  const { hidden, last } = readParts(spec.network);
  return [...hidden, last].map(({ units }, layer) => ({
    layer,
    units: Array.from({ length: units }, (_, unit) => unit),
  }));
}

function withUnits(spec: RunSpec, at: number, units: LayerOrigin['units']): NetworkEdit {
  const { network } = withHiddenLayer(spec, at, { units: units.length });
  return { network, origins: sameLayers(spec).with(at, { layer: at, units }) };
}

/** Behind the others of hidden layer `at`. */
export function withNeuronAdded(spec: RunSpec, at: number): NetworkEdit {
  return withUnits(spec, at, [...sameLayers(spec)[at].units, null]);
}

export function withNeuronRemoved(spec: RunSpec, at: number, unit: number): NetworkEdit {
  return withUnits(spec, at, sameLayers(spec)[at].units.toSpliced(unit, 1));
}

/** As the recipe adds one: behind the other hidden ones. */
export function withLayerOnTop(spec: RunSpec): NetworkEdit {
  const origins = sameLayers(spec);
  return {
    network: withLayerAdded(spec).network,
    origins: [...origins.slice(0, -1), null, ...origins.slice(-1)],
  };
}

export function withoutLayer(spec: RunSpec, at: number): NetworkEdit {
  return { network: withLayerRemoved(spec, at).network, origins: sameLayers(spec).toSpliced(at, 1) };
}
