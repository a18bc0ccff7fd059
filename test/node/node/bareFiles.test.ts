/** Files without a card in the terminal: what they leave open is given, or found by trying and told. */
import { writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import type { Tensor } from '../../../src/formats/weights';
import { main as mainOfConvert } from '../../../src/node/convert';
import { main as mainOfEvaluate } from '../../../src/node/evaluate';
import { originalXorRecipe } from '../../../src/training/recipes';
import { bareSafetensors, withBiasNodes } from '../../support/bareFiles';
import { bytesOf, exactly, temporaryFolder, terminal, trainInto } from '../../support/terminal';

const inFolder = temporaryFolder();
const [evaluate, convert] = ['evaluate', 'convert'].map(terminal);

const digits = inFolder('digits.safetensors');
const shipped = readWeightsFile(bytesOf('public/models/digits.npz')).contents;
writeFileSync(digits, bareSafetensors(shipped.tensors));

/** 2-5-1 with relu and sigmoid. */
const [carded, xor] = [inFolder('carded.npz'), inFolder('xor.safetensors')];
beforeAll(async () => {
  await trainInto(carded, originalXorRecipe, 2000, { format: 'npz', kind: 'weights' });
  writeFileSync(xor, bareSafetensors(readWeightsFile(bytesOf(carded)).contents.tensors));
});

const json = async (...args: string[]) => JSON.parse((await evaluate(...args, '--json')).stdout);

test('without options the reading is taken that reads most test digits, and it says which and how to say otherwise', async () => {
  const { stdout } = await evaluate('digits', digits);
  expect(stdout).toContain(
    `${digits} does not say how it is to be read; tried on the test data, this fits best, and is taken: --activations relu,softmax --input zero-to-one --loss cross-entropy. Give these options to say otherwise.`,
  );
  expect(stdout).toContain(`accuracy  ${(100 * (shipped.card?.testAccuracy ?? 0)).toFixed(1)}`);
});

test('the options that it says give the same figures, and an image of unit length others', async () => {
  const reading = ['--activations', 'relu,softmax', '--loss', 'cross-entropy'];
  const plain = await json('digits', digits, ...reading, '--input', 'zero-to-one');
  expect(plain).toMatchObject({
    format: 'safetensors',
    rows: 10_000,
    claimedAccuracy: null,
    reading: { activations: ['relu', 'softmax'], input: 'zeroToOne', loss: 'crossEntropy' },
  });
  expect(plain).toEqual(await json('digits', digits));
  expect(Math.abs(plain.accuracy - (shipped.card?.testAccuracy ?? 0))).toBeLessThan(0.0003);

  const unitLength = await json('digits', digits, ...reading, '--input', 'unit-length');
  expect(unitLength.reading.input).toBe('unitLength');
  expect(unitLength.loss).toBeGreaterThan(2 * plain.loss);
  expect(unitLength.accuracy).toBeLessThan(plain.accuracy - 0.01);
});

test('where nothing says the loss it is the one that goes with the last activation', async () => {
  expect(await json('xor', xor, '--activations', 'relu,sigmoid')).toMatchObject({
    reading: { loss: 'meanSquaredError' },
  });
  expect(await json('digits', digits, '--activations', 'relu,sigmoid')).toMatchObject({
    reading: { loss: 'meanSquaredError' },
  });
});

test('a bias node is found; taken as the first column instead of the last it gives other figures', async () => {
  const file = inFolder('node.safetensors');
  writeFileSync(file, bareSafetensors(withBiasNodes(readWeightsFile(bytesOf(carded)).contents.tensors)));
  const reading = ['--activations', 'relu,sigmoid', '--input', 'zero-to-one'];
  const last = await json('xor', file, ...reading);
  expect(last).toMatchObject({ accuracy: 1, reading: { biasNode: 'last' } });
  const first = await json('xor', file, ...reading, '--bias-node', 'first');
  expect(first.loss).toBeGreaterThan(2 * last.loss);
});

test('convert finds the problem by the widths, and writes the card with what it measures', async () => {
  const there = inFolder('converted.npz');
  const { stdout } = await convert(xor, there, '--activations', 'relu,sigmoid');
  expect(stdout).toContain(`${xor} is read with --activations relu,sigmoid --input zero-to-one`);
  expect(stdout).toContain('Read so, it answers 100.00 % of 4 right.');
  const made = readWeightsFile(bytesOf(there)).contents;
  const before = readWeightsFile(bytesOf(carded)).contents;
  expect(made.card).toMatchObject({
    data: { type: 'xor' },
    network: { inputs: 2 },
    steps: 0,
    testAccuracy: 1,
    testRows: 4,
    madeBy: 'npm run convert -- xor.safetensors converted.npz',
  });
  expect(exactly(made.tensors)).toEqual(exactly(before.tensors));
  expect((await json('xor', there)).claimedAccuracy).toBe(1);
});

test('a network that wants images of unit length keeps that in its card', async () => {
  const there = inFolder('unit-length.npz');
  await convert(digits, there, '--activations', 'relu,softmax', '--input', 'unit-length');
  const { card } = readWeightsFile(bytesOf(there)).contents;
  expect(card?.network.layers[0]).toEqual({ type: 'unitLength' });
  const asSaid = await json('digits', digits, '--activations', 'relu,softmax', '--input', 'unit-length');
  const asWritten = await json('digits', there);
  expect(asWritten).toMatchObject({ accuracy: asSaid.accuracy, loss: asSaid.loss, reading: null });
  expect(asWritten.claimedAccuracy).toBe(asSaid.accuracy);
});

const tensor = (name: string, ...shape: number[]): Tensor => ({
  name,
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size)).fill(0.5),
});
const strange = inFolder('strange.safetensors');
writeFileSync(strange, bareSafetensors([tensor('w1', 4, 3), tensor('w2', 2, 4)]));

test.each([
  [
    ['xor', xor, '--activations', 'relu'],
    'the file has 2 layers (2-5-1); --activations names 1; name one for each.',
  ],
  [
    ['xor', xor, '--bias-node', 'first'],
    'no matrix of the file has a column more than there are inputs; leave --bias-node away.',
  ],
  [
    ['xor', xor, '--layout', 'inputs-first'],
    'its shapes follow from one another only outputs-first; leave --layout away.',
  ],
  [
    ['xor', xor, '--loss', 'cross-entropy', '--activations', 'relu,sigmoid'],
    'crossEntropy needs softmax as the last layer',
  ],
  [['digits', xor], 'these weights are for XOR, not for Digits; say xor in place of digits'],
  [['xor', strange], 'make no dense network of 2 inputs and 1 outputs'],
])('evaluate %j is refused in one clear sentence', async (args, sentence) => {
  await expect(mainOfEvaluate(args)).rejects.toThrow(sentence);
});

test('convert asks for the problem where the widths fit none', async () => {
  await expect(mainOfConvert([strange, inFolder('out.npz')])).rejects.toThrow(
    `${strange}: its widths don't say what the network is for; say --problem, one of xor, shapes, digits.`,
  );
  await expect(mainOfConvert([strange, inFolder('out.npz'), '--problem', 'xor'])).rejects.toThrow(
    'make no dense network of 2 inputs and 1 outputs',
  );
});
