/** Networks as PyTorch exports them; makeOnnx.py beside the files made them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createNetwork } from '../../../src/engine/network';
import { tensorsFromWeights } from '../../../src/formats/layout';
import { readOnnx } from '../../../src/formats/onnx/onnx';
import { referenceKernels } from '../../../src/kernels/reference';
import { largestExcess } from '../../support/randomFloats';
import { formatErrorOf, smallCard } from './sampleWeights';

const folder = new URL('../../fixtures/formats/onnx/', import.meta.url);
const read = (name: string) => readOnnx(new Uint8Array(readFileSync(new URL(`${name}.onnx`, folder))));

type Answer = { shape: number[]; inputs: number[]; outputs: number[] };
const {
  torch,
  onnx,
  answers,
  stored,
}: {
  torch: string;
  onnx: string;
  answers: Record<string, Answer>;
  stored: Record<string, number[]>;
} = JSON.parse(readFileSync(new URL('answers.json', folder), 'utf8'));

/** Images `[B, channels, height, width]` as `[B, height, width, channels]`; rows as they are. */
function channelsLast(values: readonly number[], [B, channels, ...sides]: readonly number[]): number[] {
  const pixels = sides.reduce((product, side) => product * side, 1);
  return Array.from({ length: B * channels * pixels }, (_, to) => {
    const [sample, rest] = [Math.floor(to / (pixels * channels)), to % (pixels * channels)];
    return values[sample * pixels * channels + (rest % channels) * pixels + Math.floor(rest / channels)];
  });
}

test.each(Object.keys(answers))(
  `%s.onnx of PyTorch ${torch} gives what PyTorch answers, within 1e-6`,
  (name) => {
    const contents = read(name);
    expect(contents.card).toBeNull();
    if (contents.card !== null || !contents.network) throw new Error('It has a card, or no network.');
    const { network: spec, tensors } = contents;
    const { shape, inputs, outputs } = answers[name];
    const network = createNetwork(referenceKernels('float32'), spec, { random: 1, maxBatch: shape[0] });
    const engine = tensorsFromWeights({ card: { ...smallCard, network: spec }, tensors });
    expect(engine.map((tensor) => [tensor.name, tensor.shape])).toEqual(
      network.tensors.map((tensor) => [tensor.name, tensor.shape]),
    );
    network.tensors.forEach(({ values }, i) => {
      values.set(engine[i].values);
    });
    network.inputBuffer.set(shape.length === 4 ? channelsLast(inputs, shape) : inputs);
    expect(largestExcess(network.forward(shape[0]), outputs, 1e-6)).toBeLessThan(1e-6);
  },
);

test.each(
  Object.entries(stored).flatMap(([type, values]) =>
    ['Raw', 'Field'].map((way) => [type + way, values] as const),
  ),
)(`%s.onnx of onnx ${onnx}: the numbers are those that were stored, to the bit`, (name, values) => {
  const { tensors } = read(name);
  expect(tensors.map(({ name: tensor, shape }) => [tensor, shape])).toEqual([['layers.0.weight', [2, 3]]]);
  expect([...tensors[0].values]).toEqual(values);
});

test('a flattened input of one channel is a row, and its network one of dense layers alone', () => {
  const contents = read('digits13');
  expect(contents).toMatchObject({
    card: null,
    network: {
      inputs: 16,
      layers: [
        { type: 'dense', units: 7, bias: true },
        { type: 'activation', activation: 'sigmoid' },
        { type: 'dense', units: 4, bias: true },
        { type: 'activation', activation: 'softmax' },
      ],
    },
  });
  expect(contents.tensors.map(({ name }) => name)).toEqual([
    'layers.0.weight',
    'layers.0.bias',
    'layers.2.weight',
    'layers.2.bias',
  ]);
});

test.each([
  ['logSoftmax', '/1/LogSoftmax', ['LogSoftmax', 'Export the network with Softmax']],
  ['averagePool', '/0/Pad', ['Pad', 'What is read']],
  ['grouped', '/0/Conv', ['group = 2']],
  ['dilated', '/0/Conv', ['dilations [2, 2]']],
  ['ceiling', '/0/MaxPool', ['ceil_mode = 1']],
  ['leak', '/1/LeakyRelu', ['alpha = 0.2']],
  ['recurrent', 'output', ['3 outputs']],
  ['residual', '/Add', ['/Relu_output_0', 'where only a tensor of the file is read']],
])('%s.onnx is refused with the node and what is read instead', (name, node, says) => {
  const error = formatErrorOf(() => read(name));
  expect([error.code, error.place.field]).toEqual(['unsupported', node]);
  expect(error.place.offset).toBeGreaterThan(0);
  for (const text of says) expect(error.message).toContain(text);
});
