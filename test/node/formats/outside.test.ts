/** Our files in the hands of other programs, as far as python3 has them here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/engine/random';
import { writeWeightsFile } from '../../../src/formats/formats';
import { writeNpyTensor } from '../../../src/formats/npz/npy';
import { writeZip } from '../../../src/formats/npz/zip';
import type { Tensor } from '../../../src/formats/weights';
import { pythonsWith, runPython } from '../../support/python';
import { fillNormals } from '../../support/randomFloats';
import { channelsFirst, ourAnswers } from './onnxEngines';
import { networkWeights, onnxNetworks } from './onnxNetworks';

type Row = readonly [program: string, version: string, ending: string, files: number, difference: number];

const rows = 3;
const pythons = pythonsWith('numpy');

test.runIf(pythons.length > 0)(
  '20 networks open in every program that is here, with the same bits or the same answers',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'scratchnet-outside-'));
    try {
      onnxNetworks.forEach((network, index) => {
        const weights = networkWeights(network, index);
        const isDense = weights.tensors.every(({ shape }) => shape.length <= 2);
        const isPlain = network.layers.every(({ type }) => ['dense', 'activation', 'dropout'].includes(type));
        const save = (ending: string, bytes: Uint8Array) =>
          writeFileSync(join(folder, `${index}${ending}`), bytes);
        save('.safetensors', writeWeightsFile('safetensors', weights));
        save('.npz', writeWeightsFile('npz', weights));
        save('.onnx', writeWeightsFile('onnx', weights));
        if (isDense && isPlain) save('.pkl', writeWeightsFile('pickle', weights));
        save('.expected', expected(index));
      });
      for (const { python } of pythons) {
        const table: Row[] = JSON.parse(runPython(python, ['test/fixtures/formats/outside.py', folder]));
        expect(table.map(([program]) => program)).toEqual(expect.arrayContaining(['numpy', 'pickle']));
        for (const [program, , ending, files, difference] of table) {
          expect(files, program).toBe(ending === '.pkl' ? 11 : onnxNetworks.length);
          expect(difference, program).toBeLessThan(program === 'onnxruntime' ? 1e-6 : 1e-12);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** The tensors, some inputs, and what we answer: as arrays for NumPy. */
function expected(index: number): Uint8Array {
  const network = onnxNetworks[index];
  const { tensors } = networkWeights(network, index);
  const { inputs, inputShape } = network;
  const input = new Float32Array(rows * inputs);
  fillNormals(input, createRandom(100 + index));
  const [output] = ourAnswers(network, tensors, [input]);
  const arrays: Tensor[] = [
    ...tensors,
    { name: 'input', shape: [rows, inputs], values: input },
    { name: 'output', shape: [rows, output.length / rows], values: Float32Array.from(output) },
    inputShape
      ? {
          name: 'onnxInput',
          shape: [rows, inputShape[2], inputShape[0], inputShape[1]],
          values: channelsFirst(input, inputShape),
        }
      : { name: 'onnxInput', shape: [rows, inputs], values: input },
  ];
  return writeZip(
    arrays.map((array) => ({ name: `${array.name}.npy`, bytes: writeNpyTensor(array) })),
    false,
  );
}
