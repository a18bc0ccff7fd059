/** Which layers of a network can take their weights from a file that is not of the same network as a whole. */
import type { CardNetwork } from './card';
import { networkTensors } from './networkTensors';
import { type FileContents, shapeText, type Tensor } from './weights';

/** Weights, and biases where the layer has some, of one layer: as in Weights, named for the network that takes them. */
export type FittingLayer = { readonly name: string; readonly tensors: readonly Tensor[] };

type Group = { readonly weight: Tensor; readonly bias: Tensor | null };

/**
 * For each layer of `network` the first of the file, behind the one before, whose weights have its shape; with its
 * biases, or zeros where the file has none. Layers without a match are left out. Tensors are views of the file's.
 */
export function fittingLayers({ tensors }: FileContents, network: CardNetwork): FittingLayer[] {
  const groups = groupTensors(tensors);
  const wanted = networkTensors(network).tensors;
  let from = 0;
  return wanted.flatMap(({ name, shape }): FittingLayer[] => {
    if (!name.endsWith('.weight')) return [];
    const layer = name.slice(0, -'.weight'.length);
    const bias = wanted.find((other) => other.name === `${layer}.bias`);
    const place = groups.findIndex(
      (group, index) =>
        index >= from &&
        shapeText(group.weight.shape) === shapeText(shape) &&
        (group.bias === null || bias !== undefined),
    );
    if (place < 0) return [];
    from = place + 1;
    const found = groups[place];
    const biases = found.bias?.values ?? new Float32Array(shape[0]);
    return [
      {
        name: layer,
        tensors: [
          { name, shape, values: found.weight.values },
          ...(bias ? [{ name: bias.name, shape: bias.shape, values: biases }] : []),
        ],
      },
    ];
  });
}

/** Each kernel or matrix with the vector that follows it, if that has a number for each of its outputs. */
function groupTensors(tensors: readonly Tensor[]): Group[] {
  const byLayer = new Map<string, Tensor>();
  for (const tensor of tensors) if (tensor.shape.length === 1) byLayer.set(layerOf(tensor.name), tensor);
  return tensors.flatMap((weight, index) => {
    if (weight.shape.length !== 2 && weight.shape.length !== 4) return [];
    const next = tensors.at(index + 1);
    const bias = byLayer.get(layerOf(weight.name)) ?? (next?.shape.length === 1 ? next : null);
    return [{ weight, bias: bias?.values.length === weight.shape[0] ? bias : null }];
  });
}

function layerOf(name: string): string {
  return name.replace(/[._](weight|bias|kernel)$/, '');
}
