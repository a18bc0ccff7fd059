/** What follows from a NetworkSpec: checked, with every size known. */
import type { LayerKind, LayerSizes, TensorPlan } from './layers/layer';
import { layerKindOf } from './layers/registry';
import { type Shape, sizeOf } from './shape';
import type { LayerSpec, NetworkSpec } from './spec';

/** Four copies of so many (parameters, gradients, two moments) take 1.6 GB; far beyond what a page can train. */
export const maxParameters = 100_000_000;
const maxWidth = 1_000_000;

export type LayerPlan = LayerSizes & {
  /** `layers.0`, as in PyTorch's `nn.Sequential`. */
  readonly name: string;
  readonly spec: LayerSpec;
  readonly kind: LayerKind<LayerSpec>;
  readonly tensors: readonly TensorPlan[];
  /** Numbers of working memory. */
  readonly scratch: number;
};

export type NetworkPlan = {
  readonly layers: readonly LayerPlan[];
  /** Numbers of one sample at the end. */
  readonly outputs: number;
  readonly parameters: number;
  /** Of one sample's forward, about. */
  readonly multiplyAdds: number;
  /** The first layer that has something to learn; none below it needs a gradient. */
  readonly firstTrainable: number;
};

/** Throws an Error that names the layer and says what is wrong with it. */
export function planNetwork(spec: NetworkSpec): NetworkPlan {
  if (!Number.isInteger(spec.inputs) || spec.inputs < 1 || spec.inputs > maxWidth) {
    throw new Error(`inputs must be a whole number from 1 to ${maxWidth}, not ${spec.inputs}`);
  }
  const layers: LayerPlan[] = [];
  let shape = inputShapeOf(spec);
  let parameters = 0;
  let multiplyAdds = 0;
  spec.layers.forEach((layer, index) => {
    const plan = planLayer(layer, `layers.${index}`, shape);
    const own = plan.tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    parameters += own;
    // A convolution uses its weights at every pixel.
    multiplyAdds += own * (plan.output.length === 3 ? plan.output[0] * plan.output[1] : 1);
    if (parameters > maxParameters) {
      throw new Error(`${plan.name}: with it the network has over ${maxParameters} parameters`);
    }
    layers.push(plan);
    shape = plan.output;
  });
  const firstTrainable = layers.findIndex((layer) => layer.tensors.length > 0);
  if (firstTrainable < 0)
    throw new Error('layers: none of them is dense or conv2d, so there is nothing to learn');
  return { layers, outputs: sizeOf(shape), parameters, multiplyAdds, firstTrainable };
}

function inputShapeOf({ inputs, inputShape }: NetworkSpec): Shape {
  if (inputShape === undefined) return [inputs];
  const fits = inputShape.length === 3 && inputShape.every((size) => Number.isInteger(size) && size >= 1);
  if (!fits || sizeOf(inputShape) !== inputs)
    throw new Error(
      `inputShape must be [height, width, channels], together ${inputs} numbers as inputs says, not [${inputShape.join(', ')}]`,
    );
  return inputShape;
}

function planLayer(spec: LayerSpec, name: string, input: Shape): LayerPlan {
  try {
    const kind = layerKindOf(spec);
    const output = kind.outputShape(spec, input);
    const outputs = sizeOf(output);
    if (outputs > maxWidth) throw new Error(`outputs must be at most ${maxWidth}, not ${outputs}`);
    const tensors = kind.tensors(spec, input);
    const scratch = kind.scratch?.(spec, input) ?? 0;
    if (scratch > maxParameters)
      throw new Error(`it would need ${scratch} numbers of working memory; at most ${maxParameters}`);
    return { name, spec, kind, input, output, inputs: sizeOf(input), outputs, tensors, scratch };
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}
