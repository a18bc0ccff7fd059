/** The terminal's trainer as people call it: a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import { floatToHalf, halfToFloat } from '../../../src/formats/half';
import { main } from '../../../src/node/train';
import { fileFormats } from '../../../src/training/fileFormats';
import { readOwnFile, readOwnNpz } from '../../support/ownWeights';
import { bytesOf, temporaryFolder, terminal } from '../../support/terminal';

const inFolder = temporaryFolder();
const train = terminal('train');

test('xor --json prints one line with loss, accuracy, steps and seconds, and --out a file that opens', async () => {
  const file = inFolder('xor.npz');
  const { stdout } = await train('xor', '--seed', '3', '--epochs', '800', '--out', file, '--json');
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    problem: 'xor',
    seed: 3,
    steps: 800,
    testAccuracy: 1,
    testRows: 4,
    out: file,
  });
  expect(result.loss).toBeLessThan(0.05);
  expect(result.seconds).toBeGreaterThan(0);
  const { card } = readOwnNpz(bytesOf(file));
  expect(card).toMatchObject({ seed: 3, steps: 800, madeBy: 'npm run train -- xor --seed 3 --epochs 800' });
});

test('one epoch of digits reads all 60,000 and measures all 10,000, above 94 %', async () => {
  const { stdout } = await train('digits', '--epochs', '1', '--json');
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ problem: 'digits', steps: 938, testRows: 10_000, parameters: 101_770 });
  expect(result.testAccuracy).toBeGreaterThan(0.94);
});

/** SHA-256 over the numbers of all tensors of a file. */
function weightsHash(file: string): string {
  const hash = sha256.create();
  for (const { values } of readWeightsFile(bytesOf(file)).contents.tensors)
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytesToHex(hash.digest());
}

test('digits that are broken off with Ctrl-C in the middle and resumed end in the bits of the unbroken run', async () => {
  const [whole, broken, resumed] = ['whole', 'broken', 'resumed'].map((name) => inFolder(`${name}.npz`));
  const recipe =
    '--epochs 2 --optimizer nesterov --schedule one-cycle --clip 1 --weight-decay 0.001 --l2 1e-5';
  const command = ['digits', ...recipe.split(' ')];
  await train(...command, '--out', whole);

  const child = spawn(process.execPath, [
    'scripts/run.mjs',
    'src/node/train.ts',
    ...command,
    '--checkpoint',
    broken,
  ]);
  // The first line of progress comes in the middle of the first epoch. The signal comes twice, as from npm.
  child.stdout.once('data', () =>
    child.stdout.once('data', () => {
      child.kill('SIGINT');
      child.kill('SIGINT');
    }),
  );
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  const { card, saved } = readOwnNpz(bytesOf(broken));
  expect(card.steps).toBeGreaterThan(400);
  expect(card.steps).toBeLessThan(1876);
  expect(saved?.position.step).toBe(card.steps);

  const { stdout } = await train('digits', '--resume', broken, '--epochs', '2', '--out', resumed, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ steps: 1876, epochs: 2 });
  expect(weightsHash(resumed)).toBe(weightsHash(whole));
});

test('the method that was asked for is in the file, its schedule over all steps', async () => {
  const file = inFolder('method.npz');
  const method =
    '--epochs 10 --batch 100 --schedule cosine --warm-up 20 --optimizer AdamW --weight-decay 0.1 --l1 1e-4';
  await train('xor-original', ...method.split(' '), '--out', file);
  const { card, saved } = readOwnNpz(bytesOf(file));
  expect(saved).toBeUndefined();
  expect(card).toMatchObject({
    steps: 100,
    schedule: { type: 'warmUp', steps: 20, next: { type: 'cosine', steps: 80, least: 0 } },
    optimizer: { type: 'adamW', rate: 0.01, weightDecay: 0.1 },
    regularization: { maxNorm: null, l1: 1e-4, l2: 0, weightDecay: 0 },
    madeBy: `npm run train -- xor-original --seed 3 ${method}`,
  });
});

test('weights are no checkpoint, and one that has its epochs is not trained on', async () => {
  const weights = inFolder('weights.npz');
  const checkpoint = inFolder('checkpoint.npz');
  await train('xor', '--epochs', '5', '--out', weights, '--checkpoint', checkpoint);
  await expect(train('xor', '--resume', weights)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('but not the state of a run'),
  });
  await expect(train('xor', '--resume', checkpoint, '--epochs', '5')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has done 5 epochs already'),
  });
});

test.each(fileFormats.filter(({ holdsRun }) => holdsRun))(
  'xor resumed from $ending ends in the bits of the unbroken run',
  async ({ ending }) => {
    const [whole, broken, resumed] = ['whole.npz', `broken${ending}`, `resumed${ending}`].map((name) =>
      inFolder(`xor-${name}`),
    );
    await train('xor-original', '--epochs', '20', '--out', whole);
    await train('xor-original', '--epochs', '7', '--checkpoint', broken);
    await train('xor-original', '--resume', broken, '--epochs', '20', '--out', resumed);
    expect(weightsHash(resumed)).toBe(weightsHash(whole));
  },
);

test.each([
  [
    ['letters'],
    'Say what to train: one of xor, xor-original, spirals, digits, digits-conv, digits-pad, digits-conv-pad.',
  ],
  [['xor', '--resume', 'no-such.npz'], "--resume: no-such.npz can't be read"],
  [['xor', '--out', 'x.npz', '--checkpoint', './x.npz'], 'name the same file'],
  [['xor', '--out', 'weights'], '--out: the ending of weights says no format; let it be'],
  [['xor', '--checkpoint', 'run.onnx'], '--checkpoint: .onnx has no room for the state of a run; let'],
  [['xor', '--resume', 'src'], '--resume: src is a folder; name a file in it.'],
  [['xor', '--resume', 'public/models/digits.npz'], 'these weights are for Digits, not for XOR; say digits'],
  [['xor', '--out', 'no/such/folder/xor.npz'], "is not there or can't be written to"],
])('%j is refused in one clear sentence', async (args, sentence) => {
  await expect(main(args)).rejects.toThrow(sentence);
});

test('convolutions into .pkl are refused before the training', async () => {
  await expect(main(['digits-conv', '--out', inFolder('conv.pkl')])).rejects.toThrow(
    /^--out: A \.pkl holds dense layers only/,
  );
  expect(existsSync(inFolder('conv.pkl'))).toBe(false);
});

test('--half writes the weights with 16 bits a number, measured so, and is refused for other formats', async () => {
  const [whole, half] = [inFolder('whole.safetensors'), inFolder('half.safetensors')];
  const run = 'xor --epochs 60'.split(' ');
  await train(...run, '--out', whole);
  await train(...run, '--out', half, '--half');
  const { card, tensors } = readOwnFile(bytesOf(half));
  expect(card.madeBy).toBe('npm run train -- xor --seed 1 --epochs 60 --half');
  expect(card.testLoss).not.toBe(readOwnFile(bytesOf(whole)).card.testLoss);
  for (const { values } of tensors)
    for (const value of values) expect(halfToFloat(floatToHalf(value))).toBe(value);
  await expect(train(...run, '--out', inFolder('half.npz'), '--half')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('.npz is written with 32 bits a number; leave --half away'),
  });
});
