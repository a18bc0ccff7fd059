/** The terminal's trainer as people call it: a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readNpz } from '../../../src/formats/npz';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'scratchnet-'));
afterAll(() => rmSync(folder, { recursive: true }));

const train = (...args: string[]) =>
  run(process.execPath, ['scripts/run.mjs', 'src/node/train.ts', ...args], { encoding: 'utf8' });

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
  const { card } = readNpz(new Uint8Array(readFileSync(file)));
  expect(card).toMatchObject({ seed: 3, steps: 800, madeBy: 'npm run train -- xor --seed 3 --epochs 800' });
});

test('one epoch of digits reads all 60,000 and measures all 10,000, above 94 %', async () => {
  const { stdout } = await train('digits', '--epochs', '1', '--json');
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ problem: 'digits', steps: 938, testRows: 10_000, parameters: 101_770 });
  expect(result.testAccuracy).toBeGreaterThan(0.94);
});

test.each([
  [['letters'], 'Say what to train: one of xor, xor-original, digits.'],
  [[], 'Say what to train'],
  [['xor', '--seed=-1'], '--seed takes a whole number from 0 to 4294967295; "-1" is none.'],
  [['xor', '--seed='], '--seed takes a whole number'],
  [['xor', '--epochs', '1.5'], '--epochs takes a whole number'],
  [['xor', '--rate', 'fast'], '--rate takes a number above 0; "fast" is none.'],
  [['xor', '--out', 'no/such/folder/xor.npz'], "is not there or can't be written to"],
  [['xor', '--color'], "Unknown option '--color'"],
])('%j ends with status 1 and one clear sentence', async (args, sentence) => {
  await expect(train(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
});
