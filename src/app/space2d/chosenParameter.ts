/** One weight or bias of a network of dense layers, as it is pointed at and as it is called. */
import type { ParameterPlace } from '../../training/trainer';
import type { Block } from '../blocks';

export type ChosenParameter = {
  /** The dense layer, from 0. */
  readonly layer: number;
  readonly unit: number;
  /** The unit, or input, that the weight comes from; null: the bias. */
  readonly from: number | null;
};

/** A network as it is chosen from. */
export type ChoosableNetwork = {
  readonly blocks: readonly Block[];
  /** Units from the inputs to the output. */
  readonly counts: readonly number[];
  /** What the inputs are called. */
  readonly inputs: readonly string[];
};

export function isSameParameter(a: ChosenParameter | null, b: ChosenParameter | null): boolean {
  return a?.layer === b?.layer && a?.unit === b?.unit && a?.from === b?.from;
}

/** What is there nearest to it; a layer that has no biases has only weights. */
export function fitted({ blocks, counts }: ChoosableNetwork, chosen: ChosenParameter): ChosenParameter {
  const layer = Math.min(chosen.layer, blocks.length - 1);
  const unit = Math.min(chosen.unit, blocks[layer].units - 1);
  if (chosen.from === null) return { layer, unit, from: blocks[layer].bias ? null : 0 };
  return { layer, unit, from: Math.min(chosen.from, counts[layer] - 1) };
}

export function placeOf(
  { blocks }: ChoosableNetwork,
  { layer, unit, from }: ChosenParameter,
): ParameterPlace {
  const { weightLayer, units } = blocks[layer];
  return from === null
    ? { tensor: `layers.${weightLayer}.bias`, index: unit }
    : { tensor: `layers.${weightLayer}.weight`, index: from * units + unit };
}

export function isSamePlace(a: ParameterPlace, b: ParameterPlace): boolean {
  return a.tensor === b.tensor && a.index === b.index;
}

/** Of the layers behind the inputs, from 0. */
export function layerName({ blocks }: ChoosableNetwork, layer: number): string {
  return layer === blocks.length - 1 ? 'output' : `hidden ${layer + 1}`;
}

/** The output, where it is only one, has no number. */
export function unitName(network: ChoosableNetwork, layer: number, unit: number): string {
  const name = layerName(network, layer);
  if (layer < network.blocks.length - 1) return `${name}, neuron ${unit + 1}`;
  return network.blocks[layer].units === 1 ? name : `${name} ${unit + 1}`;
}

/** Of what a weight comes from. */
export function sourceName(network: ChoosableNetwork, layer: number, from: number): string {
  if (layer > 0) return unitName(network, layer - 1, from);
  return network.inputs[from] ?? `input ${from + 1}`;
}

export function parameterName(network: ChoosableNetwork, { layer, unit, from }: ChosenParameter): string {
  const to = unitName(network, layer, unit);
  return from === null ? `bias of ${to}` : `w of ${to} ← ${sourceName(network, layer, from)}`;
}

/** Up and down go through a layer's neurons, each with its bias before its weights; left and right to the next layer. Null for other keys. */
export function chosenByKey(
  network: ChoosableNetwork,
  chosen: ChosenParameter,
  key: string,
): ChosenParameter | null {
  const { layer, unit, from } = chosen;
  const across = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (across !== undefined) return fitted(network, { ...chosen, layer: Math.max(0, layer + across) });
  const along = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (along === undefined) return null;
  const { bias, units } = network.blocks[layer];
  const first = bias ? -1 : 0;
  const each = network.counts[layer] - first;
  const at = unit * each + (from ?? -1) - first + along;
  const next = Math.max(0, Math.min(units * each - 1, at));
  const source = (next % each) + first;
  return { layer, unit: Math.floor(next / each), from: source < 0 ? null : source };
}
