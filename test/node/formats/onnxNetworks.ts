/** Networks with every layer and activation, for programs that compute them from our files. */
import { createRandom } from '../../../src/engine/random';
import type { CardNetwork } from '../../../src/formats/card';
import { networkTensors } from '../../../src/formats/networkTensors';
import type { Weights } from '../../../src/formats/weights';
import { fillNormals } from '../../support/randomFloats';
import { smallCard } from './sampleWeights';

type Layer = CardNetwork['layers'][number];
type Activation = Extract<Layer, { type: 'activation' }>['activation'];

const activations: readonly Activation[] = [
  'relu',
  'leakyRelu',
  'elu',
  'gelu',
  'sigmoid',
  'tanh',
  'sine',
  'softmax',
  'linear',
];

const dense = (units: number, bias = true): Layer => ({
  type: 'dense',
  units,
  bias,
  initializer: 'heNormal',
});
const conv = (
  channels: number,
  kernel: number | readonly [number, number],
  more: { stride?: number; padding?: number; bias?: boolean } = {},
): Layer => ({
  type: 'conv2d',
  channels,
  kernel,
  stride: 1,
  padding: 0,
  bias: true,
  initializer: 'heNormal',
  ...more,
});
const apply = (activation: Activation): Layer => ({ type: 'activation', activation });
const pool = (size: number, stride: number): Layer => ({ type: 'maxPool2d', size, stride });
const flatten: Layer = { type: 'flatten' };
const dropout: Layer = { type: 'dropout', rate: 0.5 };

const image = (
  [height, width, channels]: readonly [number, number, number],
  ...layers: Layer[]
): CardNetwork => ({ inputs: height * width * channels, inputShape: [height, width, channels], layers });

/** Twenty of them. */
export const onnxNetworks: readonly CardNetwork[] = [
  ...activations.map((activation, i) => ({
    inputs: 3 + i,
    layers: [dense(7), apply(activation), dense(4, i % 2 === 0)],
  })),
  { inputs: 784, layers: [dense(128), apply('relu'), dropout, dense(10), apply('softmax')] },
  { inputs: 5, layers: [dense(64, false), apply('gelu'), dense(64), apply('gelu'), dense(2), apply('tanh')] },
  {
    inputs: 3,
    layers: [
      { type: 'standardize', mean: 0.13, deviation: 0.3 },
      apply('sine'),
      apply('linear'),
      dense(3),
      apply('elu'),
    ],
  },
  { inputs: 6, layers: [{ type: 'unitLength' }, dense(4), apply('sigmoid')] },
  image(
    [28, 28, 1],
    conv(8, 5),
    apply('relu'),
    pool(2, 2),
    conv(16, 3, { padding: 1 }),
    apply('relu'),
    pool(2, 2),
    flatten,
    dense(10),
    apply('softmax'),
  ),
  image([6, 9, 3], conv(4, [3, 2], { stride: 2, padding: 1 }), apply('leakyRelu'), flatten, dense(3)),
  image([8, 8, 2], conv(5, 3, { bias: false }), apply('gelu'), pool(3, 1), apply('sine'), flatten, dense(6)),
  image([5, 7, 2], { type: 'unitLength' }, flatten, dense(4), apply('sigmoid')),
  image(
    [7, 7, 1],
    { type: 'standardize', mean: -2, deviation: 4 },
    pool(2, 2),
    conv(3, [1, 3], { padding: 2 }),
    apply('elu'),
    flatten,
    dropout,
    dense(5),
  ),
  image([6, 6, 2], conv(3, 3), apply('tanh'), flatten),
  image([9, 9, 3], conv(2, 4, { stride: 3 }), flatten, dense(8), apply('softmax')),
];

/** Random weights of the usual size for a network. */
export function networkWeights(network: CardNetwork, seed: number): Weights {
  const random = createRandom(seed);
  const tensors = networkTensors(network).tensors.map(({ name, shape }) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    fillNormals(values, random);
    const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
    return { name, shape, values: values.map((value) => value / Math.sqrt(fanIn)) };
  });
  return { card: { ...smallCard, network }, tensors };
}
