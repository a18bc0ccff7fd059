/** What can be looked at in a network: its layers, each with the activation right behind it. */
import type { Activation, LayerSpec, NetworkSpec } from '../../training/trainer';
import { activationNames } from '../controls/names';
import { inputNames } from '../inputNames';
import { planOf } from '../networkPlan';
import type { Problem } from '../state';

export type Station = {
  /** Its place among the network's layers. */
  readonly layer: number;
  readonly type: LayerSpec['type'];
  readonly spec: LayerSpec;
  /** Among people: hidden 2, conv 1, output. */
  readonly title: string;
  readonly activation: Activation | null;
  /** What comes out of it: neurons, or height, width and channels; and of what goes in. */
  readonly shape: readonly number[];
  readonly inputShape: readonly number[];
  readonly units: number;
};

const plainTitles = {
  flatten: 'flatten',
  dropout: 'dropout',
  standardize: 'standardize',
  unitLength: 'unit length',
} as const;

/** From input to output; none of a network that can't be built. */
export function stationsOf(network: NetworkSpec): readonly Station[] {
  const layers = planOf(network)?.layers ?? [];
  const lastTrained = layers.findLastIndex(({ tensors }) => tensors.length > 0);
  const counts = { conv: 0, hidden: 0, pool: 0 };
  const titleOf = (spec: LayerSpec, layer: number): string => {
    if (spec.type === 'activation') return activationNames[spec.activation];
    if (layer === lastTrained) return 'output';
    if (spec.type !== 'dense' && spec.type !== 'conv2d' && spec.type !== 'maxPool2d')
      return plainTitles[spec.type];
    const kind = ({ dense: 'hidden', conv2d: 'conv', maxPool2d: 'pool' } as const)[spec.type];
    counts[kind] += 1;
    return `${kind} ${counts[kind]}`;
  };
  return layers.flatMap(({ spec, input, output, outputs }, layer): Station[] => {
    const hasWeights = (at: number) => (layers[at]?.tensors.length ?? 0) > 0;
    // Looked at together with the layer before it.
    if (spec.type === 'activation' && hasWeights(layer - 1)) return [];
    const next = layers[layer + 1]?.spec;
    const behind = spec.type === 'activation' ? spec : hasWeights(layer) ? next : undefined;
    return [
      {
        layer,
        type: spec.type,
        spec,
        title: titleOf(spec, layer),
        activation: behind?.type === 'activation' ? behind.activation : null,
        shape: output,
        inputShape: input,
        units: outputs,
      },
    ];
  });
}

/** What number `unit` of numbers of this shape is called: neuron 3, or row 2, column 5, channel 1. */
export function placeName(shape: readonly number[], unit: number, ofRow = 'neuron'): string {
  if (shape.length === 1) return `${ofRow} ${unit + 1}`;
  const [row, column, channel] = placeOf(shape, unit);
  const pixel = `row ${row + 1}, column ${column + 1}`;
  return shape[2] === 1 ? pixel : `${pixel}, channel ${channel + 1}`;
}

/** Row, column and channel of a number in images. */
export function placeOf([, width, channels]: readonly number[], unit: number): [number, number, number] {
  const pixel = Math.floor(unit / channels);
  return [Math.floor(pixel / width), pixel % width, unit % channels];
}

export function unitAt(
  [, width, channels]: readonly number[],
  [row, column, channel]: readonly number[],
): number {
  return (row * width + column) * channels + channel;
}

/** Where to look first: at a neuron, or in the middle of an image, as its corners are mostly paper. */
export function firstUnit({ shape }: Station): number {
  if (shape.length === 1) return 0;
  return unitAt(shape, [Math.floor(shape[0] / 2), Math.floor(shape[1] / 2), 0]);
}

/** What goes into the first layer: a number that has a name, or a pixel of a square image. */
export function inputName(problem: Problem, inputs: number, input: number): string {
  const side = Math.sqrt(inputs);
  const name = inputNames[problem][input];
  return name ? `input ${name}` : placeName([side, side, 1], input);
}
