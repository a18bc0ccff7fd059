/** What follows from a NetworkSpec: checked, with every size known. */
import type { LayerKind, TensorPlan } from './layers/layer';
import { layerKindOf } from './layers/registry';
import type { LayerSpec, NetworkSpec } from './spec';

/** Four copies of so many (parameters, gradients, two moments) take 1.6 GB; far beyond what a page can train. */
export const maxParameters = 100_000_000;
const maxWidth = 1_000_000;

export type LayerPlan = {
  /** `layers.0`, as in PyTorch's `nn.Sequential`. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly kind: LayerKind<LayerSpec>;
  /** Numbers of one sample that go in and come out. */
  readonly inputs: number;
  readonly outputs: number;
  readonly tensors: readonly TensorPlan[];
};

export type NetworkPlan = {
  readonly layers: readonly LayerPlan[];
  /** Numbers of one sample at the end. */
  readonly outputs: number;
  readonly parameters: number;
  /** The first layer that has something to learn; none below it needs a gradient. */
  readonly firstTrainable: number;
};

/** Throws an Error that names the layer and says what is wrong with it. */
export function checkNetworkSpec(spec: NetworkSpec): void {
  planNetwork(spec);
}

/** How many numbers the network learns. Throws as `checkNetworkSpec` does. */
export function countParameters(spec: NetworkSpec): number {
  return planNetwork(spec).parameters;
}

/** Throws as `checkNetworkSpec` does. */
export function planNetwork(spec: NetworkSpec): NetworkPlan {
  if (!Number.isInteger(spec.inputs) || spec.inputs < 1 || spec.inputs > maxWidth) {
    throw new Error(`inputs must be a whole number from 1 to ${maxWidth}, not ${spec.inputs}`);
  }
  const layers: LayerPlan[] = [];
  let inputs = spec.inputs;
  let parameters = 0;
  spec.layers.forEach((layer, index) => {
    const plan = planLayer(layer, `layers.${index}`, inputs);
    parameters += plan.tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (parameters > maxParameters) {
      throw new Error(`${plan.name}: with it the network has over ${maxParameters} parameters`);
    }
    layers.push(plan);
    inputs = plan.outputs;
  });
  const firstTrainable = layers.findIndex((layer) => layer.tensors.length > 0);
  if (firstTrainable < 0) throw new Error('layers: none of them is dense, so there is nothing to learn');
  return { layers, outputs: inputs, parameters, firstTrainable };
}

function planLayer(spec: LayerSpec, name: string, inputs: number): LayerPlan {
  try {
    const kind = layerKindOf(spec);
    const outputs = kind.outputs(spec, inputs);
    if (outputs > maxWidth) throw new Error(`units must be at most ${maxWidth}, not ${outputs}`);
    return { name, spec, kind, inputs, outputs, tensors: kind.tensors(spec, inputs) };
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
