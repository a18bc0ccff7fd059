/** What the network of a card is made of: the same arithmetic as the engine's plan, for a file that is not trusted yet. */
import type { CardNetwork } from './card';
import { FormatError } from './weights';

export type TensorShape = { readonly name: string; readonly shape: readonly number[] };

export type NetworkTensors = {
  /**
   * Names as in PyTorch for an `nn.Sequential` called `layers`, shapes as outside: `[units, inputs]`, of a convolution
   * `[channels out, channels in, height, width]`, and `[units]`.
   */
  readonly tensors: readonly TensorShape[];
  /** Numbers in all tensors. */
  readonly parameters: number;
  /** What one sample is before each layer, and behind the last: `[numbers]`, or `[height, width, channels]`. */
  readonly shapes: readonly (readonly number[])[];
  /** Numbers of one sample that all layers together put out, padded images included. */
  readonly activations: number;
};

/** Throws a FormatError (`card`) that names the first layer that does not fit behind the one before. */
export function networkTensors(network: CardNetwork): NetworkTensors {
  let shape: readonly number[] = network.inputShape ?? [network.inputs];
  if (sizeOf(shape) !== network.inputs)
    throw wrong('inputShape', `${shape.join(' × ')} is ${sizeOf(shape)} numbers, not ${network.inputs}`);
  const tensors: TensorShape[] = [];
  const shapes = [shape];
  let activations = 0;
  network.layers.forEach((layer, index) => {
    const name = `layers.${index}`;
    const addTensors = (weight: readonly number[], bias: boolean) => {
      tensors.push({ name: `${name}.weight`, shape: weight });
      if (bias) tensors.push({ name: `${name}.bias`, shape: [weight[0]] });
    };
    switch (layer.type) {
      case 'dense':
        if (shape.length !== 1) throw wrong(name, 'a dense layer needs a flatten layer before it');
        addTensors([layer.units, shape[0]], layer.bias);
        shape = [layer.units];
        break;
      case 'conv2d': {
        const [height, width, channels] = imageOf(shape, name);
        const { kernel, stride, padding } = layer;
        const [kernelHeight, kernelWidth] = typeof kernel === 'number' ? [kernel, kernel] : kernel;
        const padded = [height + 2 * padding, width + 2 * padding];
        addTensors([layer.channels, channels, kernelHeight, kernelWidth], layer.bias);
        activations += padding > 0 ? sizeOf(padded) * channels : 0;
        shape = [
          windows(padded[0], kernelHeight, stride, name),
          windows(padded[1], kernelWidth, stride, name),
          layer.channels,
        ];
        break;
      }
      case 'maxPool2d': {
        const [height, width, channels] = imageOf(shape, name);
        const { size, stride } = layer;
        shape = [windows(height, size, stride, name), windows(width, size, stride, name), channels];
        break;
      }
      case 'flatten':
        shape = [sizeOf(imageOf(shape, name))];
        break;
      case 'activation':
      case 'dropout':
      case 'standardize':
      case 'unitLength':
        break;
    }
    shapes.push(shape);
    activations += sizeOf(shape);
  });
  const parameters = tensors.reduce((sum, tensor) => sum + sizeOf(tensor.shape), 0);
  return { tensors, parameters, shapes, activations };
}

function imageOf(shape: readonly number[], name: string): readonly number[] {
  if (shape.length !== 3) throw wrong(name, 'it needs an image, and gets a row of numbers');
  return shape;
}

function windows(inputs: number, size: number, stride: number, name: string): number {
  if (size > inputs) throw wrong(name, `a window of ${size} does not fit into ${inputs}`);
  return Math.floor((inputs - size) / stride) + 1;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function wrong(name: string, what: string): FormatError {
  const field = `card.network.${name}`;
  return new FormatError(
    'card',
    `The card is wrong at “${field}”: ${what}. If it was edited by hand, undo that; else export it again.`,
    { field },
  );
}
