import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readMnistFiles } from '../../../../scripts/mnistShards.mjs';
import { numpyScript } from '../../../../src/formats/code/numpyScript';
import { writeNpz } from '../../../../src/formats/npz/npz';
import { writeSafetensors } from '../../../../src/formats/safetensors/safetensors';
import { createNodeTrainer } from '../../../../src/node/trainer';
import { convDigitsRecipe } from '../../../../src/training/recipes';
import { expectAccuracy, mnistFolder } from '../../../support/code/digits';
import { answered, inRows, someNetworks, weightsOf } from '../../../support/code/someNetworks';
import { readOwnFile } from '../../../support/ownWeights';
import { pythonsWith, runPython } from '../../../support/python';
import { largestExcess } from '../../../support/randomFloats';
import { smallCard } from '../sampleWeights';

const folder = mkdtempSync(join(tmpdir(), 'scratchnet-numpy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const pythons = pythonsWith('numpy').map(({ python, version }) => [version, python] as const);

describe.each(pythons)('in NumPy %s', (_, python) => {
  test(`${someNetworks.length} networks with every layer: NumPy answers as the engine within 1e-5, from .safetensors and from .npz`, () => {
    const B = 6;
    const networks = someNetworks.map((spec, seed) => answered(spec, B, seed));
    const jobs = networks.map(({ network }, i) => {
      const weights = weightsOf(smallCard, network);
      return {
        script: write(`some${i}.py`, numpyScript(weights.card)),
        weights: [
          write(`some${i}.safetensors`, writeSafetensors(weights)),
          write(`some${i}.npz`, writeNpz(weights)),
        ],
        inputs: inRows(network.inputBuffer, network.spec.inputs),
      };
    });
    const answers: number[][][][] = JSON.parse(
      runPython(python, ['test/support/code/numpyAnswers.py'], JSON.stringify(jobs)),
    );
    networks.forEach(({ outputs }, i) => {
      expect(answers[i]).toHaveLength(2);
      for (const found of answers[i]) {
        expect(found.flat()).toHaveLength(outputs.length);
        expect(largestExcess(found.flat(), outputs, 1e-5), numpyScript.name + i).toBeLessThan(1e-5);
      }
    });
  });

  test('of the shipped digits it finds the test accuracy of the card, to 0.01 points', () => {
    const bytes = new Uint8Array(readFileSync('public/models/digits.npz'));
    const { card } = readOwnFile(bytes);
    const script = write('digits.py', numpyScript(card));
    expectAccuracy(runPython(python, [script, 'public/models/digits.npz', mnistFolder]), card.testAccuracy);
  });

  test('of a convolutional network trained for 60 steps it finds as many digits as the engine, from gzipped files', async () => {
    const trainer = createNodeTrainer();
    await trainer.open({ ...convDigitsRecipe, arithmetic: 'strict' });
    await trainer.train({ steps: 60 });
    const { accuracy } = await trainer.evaluate();
    expect(accuracy).toBeGreaterThan(0.8);
    const { bytes, card } = await trainer.exportWeights('a test', 'npz');
    const files = readMnistFiles();
    write('t10k-images-idx3-ubyte.gz', gzipSync(files.testImages, { level: 1 }));
    write('t10k-labels-idx1-ubyte.gz', gzipSync(files.testLabels));
    const printed = runPython(python, [
      write('conv.py', numpyScript(card)),
      write('conv.npz', bytes),
      folder,
    ]);
    expectAccuracy(printed, accuracy);
  });

  test('of XOR it prints the truth table', () => {
    const { network, outputs } = answered(smallCard.network, 4, 1);
    network.inputBuffer.set([0, 0, 0, 1, 1, 0, 1, 1]);
    const [a, b, c, d] = Array.from(network.forward(4), (answer) => answer.toFixed(3));
    expect(outputs).toHaveLength(4);
    const weights = weightsOf(smallCard, network);
    const script = write('xor.py', numpyScript(weights.card));
    expect(runPython(python, [script, write('xor.safetensors', writeSafetensors(weights))])).toBe(
      `0 xor 0: ${a}\n0 xor 1: ${b}\n1 xor 0: ${c}\n1 xor 1: ${d}\n`,
    );
  });
});
