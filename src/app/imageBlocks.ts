/** The convolutions of a network as blocks: each with its activation and pooling, as it is drawn. */
import type { Activation, NetworkSpec, Prediction } from '../training/trainer';
import { planOf } from './networkPlan';

export type ImageBlock = {
  /** Size of what comes out of the block, pooled if it is. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly activation: Activation;
  readonly isPooled: boolean;
  /** Which of the network's layers gives the block's outputs `[height, width, channels]`. */
  readonly outputLayer: number;
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

/** What comes out of a block for one drawing, `[height, width, channels]`; null if the answer is of another network. */
export function imageBlockOutputs(prediction: Prediction | null, block: ImageBlock): Float32Array | null {
  const { height, width, channels, outputLayer } = block;
  const outputs = prediction?.layers?.[outputLayer];
  return outputs?.length === height * width * channels ? outputs : null;
}
