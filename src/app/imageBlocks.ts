/** The convolutions of a network as blocks: each with its activation and pooling, as it is drawn. */
import type { Activation, NetworkSpec, Prediction } from '../training/trainer';
import type { Block } from './blocks';
import { planOf } from './networkPlan';

/** What comes out of a layer for one digit: an image for each channel. A neuron's is a single pixel. */
export type LayerImages = {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Which of the network's layers gives these outputs `[height, width, channels]`. */
  readonly outputLayer: number;
};

/** What comes out of a block is pooled if the block is. */
export type ImageBlock = LayerImages & {
  readonly activation: Activation;
  readonly isPooled: boolean;
};

/** None for a network without convolutions, or whose layers do not fit. */
export function imageBlocksOf(network: NetworkSpec): readonly ImageBlock[] {
  const blocks: ImageBlock[] = [];
  planOf(network)?.layers.forEach(({ spec, output }, outputLayer) => {
    if (output.length !== 3) return;
    const [height, width, channels] = output;
    const size = { height, width, channels, outputLayer };
    if (spec.type === 'conv2d') {
      blocks.push({ ...size, activation: 'linear', isPooled: false });
      return;
    }
    const block = blocks.pop();
    if (!block) return;
    const { activation, isPooled } = block;
    blocks.push({
      ...size,
      activation: spec.type === 'activation' ? spec.activation : activation,
      isPooled: isPooled || spec.type === 'maxPool2d',
    });
  });
  return blocks;
}

/** What comes out of a layer for one digit, `[height, width, channels]`; null if the answer is of another network. */
export function layerImages(
  prediction: Prediction | null,
  { height, width, channels, outputLayer }: LayerImages,
): Float32Array | null {
  const outputs = prediction?.layers?.[outputLayer];
  return outputs?.length === height * width * channels ? outputs : null;
}

/** The neurons of a dense layer. */
export function imagesOfNeurons({ units, outputLayer }: Block): LayerImages {
  return { height: 1, width: 1, channels: units, outputLayer };
}
