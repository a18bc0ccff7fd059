/** The terminal's trainer as people call it: a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { afterAll, expect, test } from 'vitest';
import { readOwnNpz } from '../../support/ownWeights';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'scratchnet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = ['scripts/run.mjs', 'src/node/train.ts'];
const train = (...args: string[]) => run(process.execPath, [...script, ...args], { encoding: 'utf8' });

test('xor --json prints one line with loss, accuracy, steps and seconds, and --out a file that opens', async () => {
  const file = join(folder, 'xor.npz');
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
  const { card } = readOwnNpz(new Uint8Array(readFileSync(file)));
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
  for (const { values } of readOwnNpz(new Uint8Array(readFileSync(file))).tensors)
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return bytesToHex(hash.digest());
}

test('digits that are broken off with Ctrl-C in the middle and resumed end in the bits of the unbroken run', async () => {
  const [whole, broken, resumed] = ['whole', 'broken', 'resumed'].map((name) => join(folder, `${name}.npz`));
  const recipe =
    '--epochs 2 --optimizer nesterov --schedule one-cycle --clip 1 --weight-decay 0.001 --l2 1e-5';
  const command = ['digits', ...recipe.split(' ')];
  await train(...command, '--out', whole);

  const child = spawn(process.execPath, [...script, ...command, '--checkpoint', broken]);
  // The first line of progress comes in the middle of the first epoch.
  child.stdout.once('data', () => child.stdout.once('data', () => child.kill('SIGINT')));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  const { card, saved } = readOwnNpz(new Uint8Array(readFileSync(broken)));
  expect(card.steps).toBeGreaterThan(400);
  expect(card.steps).toBeLessThan(1876);
  expect(saved?.position.step).toBe(card.steps);

  const { stdout } = await train('digits', '--resume', broken, '--epochs', '2', '--out', resumed, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ steps: 1876, epochs: 2 });
  expect(weightsHash(resumed)).toBe(weightsHash(whole));
});

test('the method that was asked for is in the file, its schedule over all steps', async () => {
  const file = join(folder, 'method.npz');
  const method =
    '--epochs 10 --batch 100 --schedule cosine --warm-up 20 --optimizer AdamW --weight-decay 0.1 --l1 1e-4';
  await train('xor-original', ...method.split(' '), '--out', file);
  const { card, saved } = readOwnNpz(new Uint8Array(readFileSync(file)));
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
  const weights = join(folder, 'weights.npz');
  const checkpoint = join(folder, 'checkpoint.npz');
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

test.each([
  [['letters'], 'Say what to train: one of xor, xor-original, digits, digits-conv.'],
  [['xor', '--resume', 'no-such.npz'], "--resume: no-such.npz can't be read"],
  [['xor', '--out', 'x.npz', '--checkpoint', './x.npz'], 'name the same file'],
  [['xor', '--out', 'no/such/folder/xor.npz'], "is not there or can't be written to"],
])('%j ends with status 1 and one clear sentence', async (args, sentence) => {
  await expect(train(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
});
