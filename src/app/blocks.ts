/** A network as blocks: a dense layer with its activation, as it is drawn. */
import type { Activation, NamedTensor, NetworkSpec, Prediction } from '../training/trainer';

export type Block = {
  readonly units: number;
  readonly activation: Activation;
  /** Which of the network's layers has the block's weights, and whether biases too. */
  readonly weightLayer: number;
  readonly bias: boolean;
  /** Which of the network's layers gives the block's outputs. */
  readonly outputLayer: number;
};

export function blocksOf(network: NetworkSpec): readonly Block[] {
  const blocks: Block[] = [];
  network.layers.forEach((layer, index) => {
    if (layer.type === 'dense') {
      const { units, bias } = layer;
      blocks.push({ units, activation: 'linear', weightLayer: index, bias, outputLayer: index });
    } else if (layer.type === 'activation' && isOfDense(network, index)) {
      const dense = blocks.pop();
      if (dense) blocks.push({ ...dense, activation: layer.activation, outputLayer: index });
    }
  });
  return blocks;
}

/** Whether nothing but activations stands between the layer and the dense one above it. */
function isOfDense({ layers }: NetworkSpec, index: number): boolean {
  return layers.slice(0, index).findLast(({ type }) => type !== 'activation')?.type === 'dense';
}

/** The outputs `[rows, units]` of a block; null if the answer is of a network of another shape. */
export function blockOutputs(prediction: Prediction | null, block: Block, rows: number): Float32Array | null {
  const outputs = prediction?.layers?.[block.outputLayer];
  return outputs?.length === rows * block.units ? outputs : null;
}

export type BlockWeights = { readonly weights: Float32Array; readonly bias: Float32Array | null };

/** Weights `[inputs, units]` and biases for each block; null where the tensors are of another network, or of one with convolutions. */
export function blockWeights(
  tensors: readonly NamedTensor[] | null,
  inputs: number,
  blocks: readonly Block[],
): readonly BlockWeights[] | null {
  if (tensors === null) return null;
  const found: BlockWeights[] = [];
  for (const { shape, values } of tensors) {
    if (shape.length === 4) return null;
    if (shape.length === 2) found.push({ weights: values, bias: null });
    else found.push({ weights: found.pop()?.weights ?? new Float32Array(), bias: values });
  }
  const fits = blocks.every(({ units }, at) => {
    const from = at === 0 ? inputs : blocks[at - 1].units;
    return found[at]?.weights.length === from * units;
  });
  return fits && found.length === blocks.length ? found : null;
}
