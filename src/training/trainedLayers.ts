/** The layers of a network that have weights, and what each is called. */
import { planNetwork } from '../engine/plan';
import type { NetworkSpec } from '../engine/spec';
import type { TrainedLayer } from './trainer';

export type TrainedLayerPlan = TrainedLayer & {
  /** Its place among all layers. */
  readonly index: number;
  /** Neurons, or channels of a convolution; what it puts out are rows of so many. */
  readonly units: number;
};

/** From input to output. Throws an Error as `planNetwork` does. */
export function trainedLayers(spec: NetworkSpec): readonly TrainedLayerPlan[] {
  const { layers } = planNetwork(spec);
  const trained = layers.flatMap(({ name, output, tensors }, index) => {
    const next = layers[index + 1]?.spec;
    const hasRelu = next?.type === 'activation' && next.activation === 'relu';
    return tensors.length > 0 ? [{ name, index, units: output[output.length - 1], hasRelu }] : [];
  });
  const counts = { conv: 0, hidden: 0 };
  return trained.map((layer, i) => {
    if (i === trained.length - 1) return { ...layer, title: 'output' };
    const kind = layers[layer.index].spec.type === 'conv2d' ? 'conv' : 'hidden';
    counts[kind] += 1;
    return { ...layer, title: `${kind} ${counts[kind]}` };
  });
}

/** Which of them a layer belongs to: the last at or before it, as an activation belongs to what it follows. */
export function ownerOf(layers: readonly TrainedLayerPlan[], index: number): number {
  return Math.max(
    0,
    layers.findLastIndex((layer) => layer.index <= index),
  );
}
