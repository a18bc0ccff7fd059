/** Networks for gradient checks: random, and away from every kink. */
import { createNetwork, type Network } from '../../src/engine/network';
import { planNetwork } from '../../src/engine/plan';
import { createRandom, type Random } from '../../src/engine/random';
import type { Shape } from '../../src/engine/shape';
import type { Activation, MaxPool2dSpec, NetworkSpec } from '../../src/engine/spec';
import { referenceKernels } from '../../src/kernels/reference';
import { fillNormals } from './randomFloats';

/**
 * A float64 network with random parameters (biases too), inputs and targets that add up to 1, in which nothing is
 * nearer than 1e-3 to where a gradient jumps: drawn again until it is so.
 */
export function randomNetwork(spec: NetworkSpec, B: number, seed: number): Network<Float64Array> {
  const random = createRandom(seed);
  const network = createNetwork(referenceKernels('float64'), spec, { random, maxBatch: B });
  do {
    network.initialize(random);
    for (const { name, values } of network.tensors) {
      if (name.endsWith('bias')) fillNormals(values, random);
    }
    fillNormals(network.inputBuffer, random);
    drawTargets(network, random);
    network.forward(B);
  } while (distanceToKinks(network, B) < 1e-3);
  return network;
}

function drawTargets({ targetBuffer: target, outputs }: Network<Float64Array>, random: Random): void {
  for (let start = 0; start < target.length; start += outputs) {
    const drawn = Array.from({ length: outputs }, () => random.uniform());
    const sum = drawn.reduce((a, b) => a + b);
    target.set(
      drawn.map((x) => x / sum),
      start,
    );
  }
}

/** At zero: in the function, or, with elu, in its slope. */
const hasKink: readonly Activation[] = ['relu', 'leakyRelu', 'elu'];

/** The smallest distance to where a gradient jumps: a relu's zero, two equal numbers under a max-pool, Huber's 1. */
function distanceToKinks(network: Network<Float64Array>, B: number): number {
  const { spec, inputBuffer, targetBuffer } = network;
  const outputs = network.layerOutputs(B);
  const distances = planNetwork(spec).layers.map(({ spec: layer, input, output }, i) => {
    const x = i === 0 ? inputBuffer : outputs[i - 1];
    // A kernel that lies in the padding gives zero, whatever the weights.
    if (layer.type === 'activation' && hasKink.includes(layer.activation))
      return smallest(x.map((value) => Math.abs(value) || Infinity));
    return layer.type === 'maxPool2d' ? distanceToEquals(x, layer, input, output, B) : Infinity;
  });
  // Huber's loss: where an output and its target are 1 apart.
  const differences = outputs[outputs.length - 1].map((y, i) => Math.abs(Math.abs(y - targetBuffer[i]) - 1));
  return Math.min(...distances, smallest(differences));
}

/** Between the largest of a window and the second; equal ones are zeros that a relu has made, and stay so. */
function distanceToEquals(
  x: Float64Array,
  { size, stride }: MaxPool2dSpec,
  input: Shape,
  output: Shape,
  B: number,
) {
  const [height, width = 1, channels = 1] = input;
  const [rows, columns = 1] = output;
  let distance = Infinity;
  for (let at = 0; at < B * rows * columns * channels; at++) {
    const [k, c, r] = [
      at % channels,
      Math.floor(at / channels) % columns,
      Math.floor(at / channels / columns) % rows,
    ];
    const b = Math.floor(at / channels / columns / rows);
    const window: number[] = [];
    for (let i = 0; i < size * size; i++) {
      const row = b * height + r * stride + Math.floor(i / size);
      window.push(x[(row * width + c * stride + (i % size)) * channels + k]);
    }
    const [first, second = -Infinity] = window.sort((p, q) => q - p);
    if (first !== second) distance = Math.min(distance, first - second);
  }
  return distance;
}

const smallest = (values: Float64Array) => values.reduce((least, value) => Math.min(least, value), Infinity);
