/** Everything about a run that its next step depends on, as copies: taken from one run, taken up by another. */
import type { Network } from '../engine/network';
import type { Optimizer } from '../engine/optimizers/optimizer';
import type { EngineState } from '../formats/checkpoint';
import type { NamedTensor } from './trainer';

/** With the spec, its rate and batch size as they are now, all that is needed to go on with the same bits. */
export type RunState = EngineState;

/** The optimizer's moments as tensors: views, one of each moment for every tensor of the network. */
export function momentTensors({ tensors }: Network, { moments }: Optimizer): NamedTensor[] {
  return moments.flatMap((moment, index) =>
    tensors.map(({ name, shape, values, offset }) => ({
      name: `optimizer.${index}.${name}`,
      shape,
      values: moment.subarray(offset, offset + values.length),
    })),
  );
}

/** In fresh memory, or in that of an earlier copy, which is then worth nothing. */
export function copyTensors(
  tensors: readonly NamedTensor[],
  unused: readonly NamedTensor[] | null = null,
): NamedTensor[] {
  return tensors.map(({ name, shape, values }, i) => {
    if (!unused) return { name, shape, values: values.slice() };
    unused[i].values.set(values);
    return unused[i];
  });
}

/** Throws an Error unless `from` has as many tensors as `to`, of the same names and lengths, in the same order. */
export function checkSameTensors(to: readonly NamedTensor[], from: readonly NamedTensor[]): void {
  to.forEach(({ name, values }, i) => {
    if (from[i]?.name !== name || from[i].values.length !== values.length)
      throw new Error(`The tensor ${name} is missing or has another size.`);
  });
  if (from.length > to.length) throw new Error(`There is no place for a tensor ${from[to.length].name}.`);
}

/** Copies the numbers of tensors that `checkSameTensors` has accepted. */
export function setTensors(to: readonly NamedTensor[], from: readonly NamedTensor[]): void {
  to.forEach(({ values }, i) => {
    values.set(from[i].values);
  });
}
