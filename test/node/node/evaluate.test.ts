import { truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { main } from '../../../src/node/evaluate';
import { xorRecipe } from '../../../src/training/recipes';
import { temporaryFolder, terminal, trainInto } from '../../support/terminal';

const inFolder = temporaryFolder();
const evaluate = terminal('evaluate');
const shipped = 'public/models/digits.npz';
const xor = inFolder('xor.npz');
await trainInto(xor, xorRecipe, 800, { format: 'npz', kind: 'weights' });

test('digits --json prints one line: accuracy, loss, all 10,000 rows in the matrix, and what the file claims', async () => {
  const { stdout } = await evaluate('digits', shipped, '--json');
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    problem: 'digits',
    format: 'npz',
    rows: 10_000,
    unanswered: 0,
    reading: null,
    parameters: 101_770,
  });
  // In fused arithmetic a digit or two may fall on the other side.
  expect(Math.abs(result.accuracy - result.claimedAccuracy)).toBeLessThan(0.0003);
  expect(Math.abs(result.loss - result.claimedLoss)).toBeLessThan(1e-5);
  const confusion: number[][] = result.confusion;
  // How often each digit is among the test digits of MNIST.
  const meant = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
  expect(confusion.map((row) => row.reduce((sum, count) => sum + count))).toEqual(meant);
  const right = confusion.reduce((sum, row, digit) => sum + row[digit], 0);
  expect(right / 10_000).toBe(result.accuracy);
});

test('xor prints accuracy and loss beside what the file says, and two classes with precision and recall', async () => {
  const { stdout } = await evaluate('xor', xor);
  const [accuracy, loss, ...matrix] = stdout.trim().split('\n');
  expect(accuracy).toBe('accuracy  100.00 % of 4 (the file says 100.00 %)');
  expect(loss).toMatch(/^loss {6}(0\.\d{4}) \(the file says \1\), mean-squared-error$/);
  expect(matrix).toEqual([
    '',
    '      meant      0      1  recall %',
    '          0      2      0     100.0',
    '          1      0      2     100.0',
    'precision %  100.0  100.0',
  ]);
});

test('--help prints the usage', async () => {
  const { stdout } = await evaluate('--help');
  expect(stdout).toMatch(/^npm run evaluate -- xor\|shapes\|digits FILE \[options\]/);
});

test('an error ends with status 1 and one sentence that names the file', async () => {
  await expect(evaluate('digits', xor)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `${xor}: these weights are for XOR, not for Digits; say xor in place of digits.\n`,
  });
});

const text = inFolder('notes.txt');
writeFileSync(text, 'no weights');
const empty = inFolder('empty.npz');
writeFileSync(empty, '');
// Holes, so it takes no room on the disk.
const huge = inFolder('huge.npz');
writeFileSync(huge, '');
truncateSync(huge, 2 ** 31);

test.each([
  [[], 'Say what to evaluate: one of xor, shapes, digits.'],
  [['letters', xor], 'Say what to evaluate: one of xor, shapes, digits.'],
  [['xor'], 'Name one file of weights.'],
  [['xor', xor, xor], 'Name one file of weights.'],
  [['xor', xor, '--color'], "Unknown option '--color'"],
  [['xor', 'no-such.npz'], "FILE: no-such.npz can't be read: there is no such file."],
  [['xor', 'src'], 'FILE: src is a folder; name a file in it.'],
  [['xor', '/dev/null'], 'FILE: /dev/null is a device or a pipe; name an ordinary file.'],
  [['xor', huge], `FILE: ${huge} has 2048 MB; files of weights are read up to 1024 MB.`],
  [['xor', text], `${text}: The file is a text file. Choose a file of weights`],
  [['xor', empty], `${empty}: The file is empty (0 bytes)`],
  [['xor', xor, '--input', 'unit-length'], 'the file says itself how it is read; leave --input away.'],
  [['xor', xor, '--bias-node', 'last'], 'leave --bias-node away.'],
  [
    ['xor', xor, '--input', 'raw'],
    '--input takes one of zero-to-one, standardized, unit-length; "raw" is none.',
  ],
  [['xor', xor, '--activations', 'relu,sigmod'], '--activations takes one of relu, leaky-relu,'],
  [['xor', xor, '--loss', 'hinge'], '--loss takes one of mean-squared-error, cross-entropy,'],
])('%j is refused in one clear sentence', async (args, sentence) => {
  await expect(main(args)).rejects.toThrow(sentence);
});
