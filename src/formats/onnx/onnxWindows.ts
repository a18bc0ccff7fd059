/** The ONNX operators that slide windows over images. */

import { shapeText } from '../weights';
import {
  type Chain,
  constantInput,
  failure,
  initializer,
  inputOf,
  type Operator,
  requireBias,
  requireUsual,
  type Sample,
  sampleOf,
} from './onnxChain';
import type { OnnxNode } from './onnxModel';

export const windowOperators: Readonly<Record<string, Operator>> = { Conv: convolution, MaxPool: maxPool };

function convolution(node: OnnxNode, chain: Chain): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const weight = constantInput(chain, node, 1);
  if (shape.length !== 3 || weight.shape.length !== 4)
    throw failure('unsupported', node, 'is not over images in two dimensions');
  const [channels, inputs, kernelHeight, kernelWidth] = weight.shape;
  requireUsual(node, { group: 1 });
  if (inputs !== shape[0] || weight.shape.some((size) => size < 1))
    throw failure(
      'shape',
      node,
      `has kernels of the shape ${shapeText(weight.shape)}, which don't fit ${shape[0]} channels`,
    );
  const { stride, padding } = windowOf(node, [kernelHeight, kernelWidth]);
  if (padding >= Math.max(kernelHeight, kernelWidth))
    throw failure('unsupported', node, `pads by ${padding}, as much as the kernel or more`);
  const output = [
    channels,
    windows(node, shape[1] + 2 * padding, kernelHeight, stride),
    windows(node, shape[2] + 2 * padding, kernelWidth, stride),
  ];
  const layer = chain.layers.length;
  chain.addParameter('weight', layer, weight, weight.shape);
  const bias = inputOf(chain, node, 2) === null ? null : constantInput(chain, node, 2);
  if (bias) chain.addParameter('bias', layer, requireBias(node, bias, channels), [channels]);
  return chain.addLayer(
    node,
    {
      type: 'conv2d',
      channels,
      kernel: kernelHeight === kernelWidth ? kernelHeight : [kernelHeight, kernelWidth],
      stride,
      padding,
      bias: bias !== null,
      initializer,
    },
    output,
  );
}

function maxPool(node: OnnxNode, chain: Chain): Sample {
  const { shape } = sampleOf(chain, node, 0);
  const kernel = node.attributes.get('kernel_shape')?.ints ?? [];
  if (shape.length !== 3 || kernel.length !== 2 || kernel[0] !== kernel[1] || kernel[0] < 1)
    throw failure(
      'unsupported',
      node,
      `has windows of ${shapeText(kernel)} on samples of ${shapeText(shape)}`,
    );
  requireUsual(node, { ceil_mode: 0, storage_order: 0 });
  const { stride, padding } = windowOf(node, kernel);
  if (padding > 0) throw failure('unsupported', node, `pads by ${padding}; read are pools without`);
  const [size] = kernel;
  const output = [shape[0], windows(node, shape[1], size, stride), windows(node, shape[2], size, stride)];
  return chain.addLayer(node, { type: 'maxPool2d', size, stride }, output);
}

/** Stride and padding, the same in both directions and on all sides. */
function windowOf(node: OnnxNode, kernel: readonly number[]): { stride: number; padding: number } {
  const list = (name: string, length: number, usual: number) => {
    const found = node.attributes.get(name)?.ints ?? [];
    return found.length === 0 ? Array<number>(length).fill(usual) : found;
  };
  const automatic = node.attributes.get('auto_pad')?.text ?? 'NOTSET';
  const strides = list('strides', 2, 1);
  const pads = list('pads', 4, 0);
  const dilations = list('dilations', 2, 1);
  const size = list('kernel_shape', 2, 0);
  const equal = (values: readonly number[], length: number) =>
    values.length === length && values.every((value) => value === values[0]);
  if (automatic !== 'NOTSET' && automatic !== 'VALID')
    throw failure('unsupported', node, `has auto_pad = ${automatic}; read are paddings in numbers`);
  if (!equal(strides, 2) || !equal(pads, 4) || !equal(dilations, 2) || dilations[0] !== 1)
    throw failure(
      'unsupported',
      node,
      `has strides ${shapeText(strides)}, pads ${shapeText(pads)}, dilations ${shapeText(dilations)}; read are the same in all directions, and dilation 1`,
    );
  if (size[0] !== 0 && (size[0] !== kernel[0] || size[1] !== kernel[1]))
    throw failure(
      'damaged',
      node,
      `says that its kernels are ${shapeText(size)}; they are ${shapeText(kernel)}`,
    );
  if (strides[0] < 1 || pads[0] < 0)
    throw failure('damaged', node, `has stride ${strides[0]} and padding ${pads[0]}`);
  return { stride: strides[0], padding: pads[0] };
}

function windows(node: OnnxNode, inputs: number, size: number, stride: number): number {
  if (size > inputs)
    throw failure('shape', node, `has a window of ${size}, which does not fit into ${inputs}`);
  return Math.floor((inputs - size) / stride) + 1;
}
