/** What stays of a run whose network becomes another one of dense layers. */
import { firstMoments } from '../engine/optimizers/registry';
import { maskOf, placesIn } from './parameters';
import type { RunState } from './runState';
import type { LayerOrigin, NamedTensor, NetworkSpec, OptimizerSpec, ParameterPlace } from './trainer';

/** `origins` as in `Trainer.changeNetwork`. */
type Origins = readonly (LayerOrigin | null)[];

/** The tensors of one dense layer, in their places among all. */
type DenseTensors = { readonly weight: NamedTensor; readonly bias: NamedTensor | null };

/** Throws an Error for networks, or origins, between which nothing can be carried over. */
export function checkOrigins(before: NetworkSpec, after: NetworkSpec, origins: Origins): void {
  const [from, to] = [widthsOf(before), widthsOf(after)];
  if (origins.length !== to.length)
    throw new Error(`The network has ${to.length} dense layers; origins were given for ${origins.length}.`);
  origins.forEach((origin, at) => {
    if (origin === null) return;
    const width = from[origin.layer];
    const isUnit = (unit: number | null) =>
      unit === null || (Number.isInteger(unit) && unit >= 0 && unit < width);
    if (width === undefined || origin.units.length !== to[at] || !origin.units.every(isUnit))
      throw new Error(`The origins of dense layer ${at + 1} do not fit the networks.`);
  });
}

function widthsOf({ layers }: NetworkSpec): number[] {
  if (layers.some(({ type }) => type === 'conv2d'))
    throw new Error('Only networks of dense layers can be changed unit by unit.');
  return layers.flatMap((layer) => (layer.type === 'dense' ? [layer.units] : []));
}

/** The state of the run, taken up by `fresh`, the tensors of the other network, as they are from the seed. */
export function carriedState(
  { position, tensors, moments }: RunState,
  fresh: readonly NamedTensor[],
  origins: Origins,
  optimizer: OptimizerSpec,
): RunState {
  const first = firstMoments(optimizer);
  return {
    position,
    tensors: carried(tensors, fresh, origins),
    moments: first.flatMap((value, moment) => {
      const from = moments.slice(moment * tensors.length, (moment + 1) * tensors.length);
      const to = fresh.map(({ name, shape, values }) => ({
        name: `optimizer.${moment}.${name}`,
        shape,
        values: values.map(() => value),
      }));
      return carried(from, to, origins);
    }),
  };
}

/** What is frozen of the one network, in the other. */
export function carriedPlaces(
  frozen: readonly ParameterPlace[],
  before: readonly NamedTensor[],
  after: readonly NamedTensor[],
  origins: Origins,
): ParameterPlace[] {
  return placesIn(carried(maskOf(before, frozen), maskOf(after, []), origins));
}

/** `after` with the numbers of `before` where they have an origin; in fresh memory. */
function carried(before: readonly NamedTensor[], after: readonly NamedTensor[], origins: Origins) {
  const from = denseTensors(before);
  return denseTensors(after).flatMap(({ weight, bias }, at): NamedTensor[] => {
    const origin = origins[at];
    const old = origin && from[origin.layer];
    if (!old) return bias ? [weight, bias] : [weight];
    const below = at === 0 ? null : origins[at - 1];
    const rows = inputOrigins(old.weight.shape[0], weight.shape[0], origin.layer, below, at === 0);
    return [
      withOrigins(weight, old.weight, rows, origin.units),
      ...(bias ? [old.bias ? withOrigins(bias, old.bias, [0], origin.units) : bias] : []),
    ];
  });
}

/** Which of the old inputs of a layer each of its inputs is. */
function inputOrigins(
  inputsBefore: number,
  inputs: number,
  layerBefore: number,
  below: LayerOrigin | null,
  isFirst: boolean,
): readonly (number | null)[] {
  const isWhereItWas = isFirst ? layerBefore === 0 : below?.layer === layerBefore - 1;
  if (isWhereItWas && below) return below.units;
  return Array.from({ length: inputs }, (_, i) => (inputs === inputsBefore ? i : null));
}

/** `[rows, units]`, each number from the row and the unit that it was; what is new stays as in `fresh`. */
function withOrigins(
  fresh: NamedTensor,
  old: NamedTensor,
  rows: readonly (number | null)[],
  units: readonly (number | null)[],
): NamedTensor {
  const values = fresh.values.slice();
  const unitsBefore = old.shape[old.shape.length - 1];
  rows.forEach((row, i) => {
    units.forEach((unit, j) => {
      if (row !== null && unit !== null) values[i * units.length + j] = old.values[row * unitsBefore + unit];
    });
  });
  return { ...fresh, values };
}

function denseTensors(tensors: readonly NamedTensor[]): DenseTensors[] {
  return tensors.flatMap((weight, at) => {
    if (weight.shape.length !== 2) return [];
    const next = tensors.at(at + 1);
    return [{ weight, bias: next?.shape.length === 1 ? next : null }];
  });
}
