/** Graphs put together at random from the operators that are read, right and wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, type Random } from '../../../src/engine/random';
import { networkTensors } from '../../../src/formats/networkTensors';
import { readOnnx } from '../../../src/formats/onnx/onnx';
import type { Pieces } from '../../../src/formats/onnx/protobuf';
import { type BareWeights, FormatError, formatErrorCodes } from '../../../src/formats/weights';
import { fillNormals, largestExcess } from '../../support/randomFloats';
import { type Attribute, model, node, tensor, value } from './buildOnnx';
import { channelsFirst, hasRuntime, ourAnswers, runtimeAnswers } from './onnxEngines';

/** One of these, the first most often. */
const mostly = <T>(usual: T, ...rare: readonly T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });

const step = fc.record({
  op: fc.constantFrom(
    ...[
      'Relu',
      'LeakyRelu',
      'Elu',
      'Sigmoid',
      'Tanh',
      'Sin',
      'Softmax',
      'Identity',
      'Erf',
      'ReduceL2',
      'Shape',
    ],
    ...[
      'Gemm',
      'Gemm',
      'Gemm',
      'Gemm',
      'MatMul',
      'MatMul',
      'Conv',
      'Conv',
      'Conv',
      'MaxPool',
      'Flatten',
      'Flatten',
    ],
    ...['Add', 'Sub', 'Div', 'Mul', 'Reshape', 'Clip'],
  ),
  /** How many values back each input lies; 0 is the newest. */
  back: fc.tuple(mostly(0, 1, 2), fc.constantFrom(0, 1, 2)),
  units: fc.integer({ min: 1, max: 4 }),
  /** What a weight is: of a shape that fits, of any, or no tensor. */
  second: mostly<'fits' | 'tensor' | 'number' | 'value'>('fits', 'tensor', 'number', 'value'),
  shape: fc.constantFrom([2, 4], [4, 4], [2], [1], [3, 1, 2, 2], [2, 2, 2, 2], [16, 2]),
  bias: fc.boolean(),
  constant: fc.constantFrom(0.5, 1, Math.SQRT2, 2, 0.01, -1, 1e-12),
  axis: mostly<number | null>(null, -1, 0, 1, 2),
  flag: mostly<number | null>(null, 0, 1),
  transposed: fc.boolean(),
  alpha: mostly<number | null>(null, 1, 0.01, 0.3),
  window: mostly([2, 2], [1, 1], [3, 1]),
  kernel: fc.constantFrom([2, 2], [1, 1], [2, 1], [3, 2]),
  stride: mostly([1, 1], [2, 2], [2, 1]),
  pads: mostly([0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const anyGraph = fc.record({
  input: fc.constantFrom([4], [2], [1, 5, 6], [2, 4, 5], [2, 2]),
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
});

/** A file; each step takes what the one before put out, mostly with a weight that fits it, or other things. */
function fileOf(
  { input, steps }: { input: readonly number[]; steps: readonly Step[] },
  random: Random,
): Uint8Array {
  const pieces: Pieces[] = [];
  const values = [{ name: 'x', shape: input }];
  const addTensor = (name: string, shape: readonly number[]): string => {
    const count = shape.reduce((product, size) => product * size, 1);
    pieces.push(
      tensor(
        name,
        shape,
        Array.from({ length: count }, () => random.normal()),
      ),
    );
    return name;
  };
  steps.forEach((one, index) => {
    const at = (back: number) => values[Math.max(0, values.length - 1 - back)];
    const x = at(one.back[0]);
    const inputs = [x.name];
    const isScaling = ['Add', 'Sub', 'Div', 'Mul', 'Clip'].includes(one.op);
    if (isScaling && one.second !== 'tensor' && one.second !== 'value') {
      pieces.push(node('Constant', [], [`c${index}`], { value_float: { float: one.constant } }));
      inputs.push(`c${index}`);
    } else if (isScaling || ['Gemm', 'MatMul', 'Conv', 'Reshape'].includes(one.op))
      inputs.push(
        one.second === 'value'
          ? at(one.back[1]).name
          : addTensor(`c${index}`, one.second === 'fits' ? weightShape(one, x.shape) : one.shape),
      );
    if (['Gemm', 'Conv'].includes(one.op) && one.bias) inputs.push(addTensor(`b${index}`, [one.units]));
    const name = index === steps.length - 1 ? 'y' : `v${index}`;
    pieces.push(node(one.op, inputs, [name], attributesOf(one)));
    values.push({ name, shape: shapeAfter(one, x.shape) });
  });
  return model([...pieces, value('input', 'x', [null, ...input]), value('output', 'y', null)]);
}

function weightShape({ op, units, transposed, kernel }: Step, shape: readonly number[]): number[] {
  if (op === 'Conv') return [units, shape[0], ...kernel];
  return op === 'Gemm' && transposed ? [units, shape[0]] : [shape[0], units];
}

/** As far as it matters for the weights of the steps that follow. */
function shapeAfter(
  { op, units, kernel, window, stride, pads }: Step,
  shape: readonly number[],
): readonly number[] {
  if (op === 'Gemm' || op === 'MatMul') return [units];
  if (op === 'Flatten') return [shape.reduce((product, size) => product * size, 1)];
  if ((op !== 'Conv' && op !== 'MaxPool') || shape.length !== 3) return shape;
  const sides = op === 'Conv' ? kernel : window;
  const [height, width] = [0, 1].map(
    (axis) => Math.floor((shape[axis + 1] + pads[axis] + pads[axis + 2] - sides[axis]) / stride[axis]) + 1,
  );
  return [op === 'Conv' ? units : shape[0], height, width];
}

function attributesOf({
  op,
  axis,
  flag,
  transposed,
  alpha,
  window,
  stride,
  pads,
}: Step): Record<string, Attribute> {
  switch (op) {
    case 'Gemm':
      return {
        transB: Number(transposed),
        ...(alpha === null ? {} : { alpha: { float: alpha } }),
      };
    case 'LeakyRelu':
    case 'Elu':
      return alpha === null ? {} : { alpha: { float: alpha } };
    case 'Softmax':
    case 'Flatten':
      return axis === null ? {} : { axis };
    case 'ReduceL2':
      return { axes: axis === null ? [1, 2, 3] : [axis], ...(flag === null ? {} : { keepdims: flag }) };
    case 'Conv':
      return { strides: stride, pads };
    case 'MaxPool':
      return { kernel_shape: window, strides: stride, pads, ...(flag === null ? {} : { ceil_mode: flag }) };
    default:
      return {};
  }
}

/** What is read, or null for what is refused with a FormatError. */
function readOrRefused(file: Uint8Array): BareWeights | null {
  try {
    const contents = readOnnx(file);
    if (contents.card !== null) throw new Error('It has a card.');
    return contents;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(formatErrorCodes).toContain(error.code);
    return null;
  }
}

test('10,000 random graphs: a FormatError, or a network with just its tensors, all finite', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const contents = readOrRefused(fileOf(graph, createRandom(1)));
      if (!contents?.network) return;
      accepted++;
      expect(contents.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
        networkTensors(contents.network).tensors,
      );
      for (const { shape, values } of contents.tensors) {
        expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }),
    { seed: 3, numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test.runIf(hasRuntime)(
  'of 3,000 random graphs those that are read answer as in onnxruntime, within 1e-5',
  async () => {
    let compared = 0;
    const random = createRandom(7);
    for (const graph of fc.sample(anyGraph, { seed: 4, numRuns: 3000 })) {
      const file = fileOf(graph, random);
      const contents = readOrRefused(file);
      if (!contents?.network) continue;
      const { network, tensors } = contents;
      const batch = new Float32Array(3 * network.inputs);
      fillNormals(batch, random);
      const [channels, height, width] = graph.input.length === 3 ? graph.input : [1, 1, network.inputs];
      const { answers } = await runtimeAnswers(file, graph.input, [
        channelsFirst(batch, [height, width, channels]),
      ]);
      const [ours] = ourAnswers(network, tensors, [batch]);
      const { data, dims } = answers[0];
      // What ends as images ends channels first there.
      compared++;
      const expected = dims.length === 4 ? channelsFirst(ours, [dims[2], dims[3], dims[1]]) : ours;
      expect(largestExcess(data, expected, 1e-5), JSON.stringify(graph)).toBeLessThan(1e-5);
    }
    expect(compared).toBeGreaterThan(100);
  },
);
