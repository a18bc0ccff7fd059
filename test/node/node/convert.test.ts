import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readWeightsFile } from '../../../src/formats/formats';
import { main } from '../../../src/node/convert';
import { fileFormats } from '../../../src/training/fileFormats';
import { originalXorRecipe } from '../../../src/training/recipes';
import { bytesOf, exactly, temporaryFolder, terminal, trainInto } from '../../support/terminal';

const inFolder = temporaryFolder();
const convert = terminal('convert');
const saved = inFolder('run.npz');
await trainInto(saved, originalXorRecipe, 777, { format: 'npz', kind: 'run' });
const original = bytesOf(saved);

const holding = fileFormats.filter(({ holdsRun }) => holdsRun);
const others = fileFormats.filter(({ holdsRun }) => !holdsRun);

test.each(holding)(
  '$ending keeps weights, card and run: turned back into .npz it is the same file',
  async ({ ending }) => {
    const [there, back] = [inFolder(`there${ending}`), inFolder(`back-from${ending}.npz`)];
    const { stdout } = await convert(saved, there);
    expect(stdout).toMatch(/is in .*, [\d.,]+ kB\.\n$/);
    expect(stdout).not.toContain('not kept');
    await convert(there, back);
    expect(bytesOf(back)).toEqual(original);
  },
);

test.each(others)(
  '$ending keeps the weights to the bit; that it holds no run is said',
  async ({ ending, name }) => {
    const there = inFolder(`weights${ending}`);
    const { stdout } = await convert(saved, there);
    expect(stdout).toContain(`The run's state is not kept: ${ending} holds none.`);
    const { format, contents } = readWeightsFile(bytesOf(there));
    expect(format).toBe(name);
    expect('saved' in contents).toBe(false);
    const before = readWeightsFile(original).contents;
    if (contents.card) {
      expect(contents.card).toEqual(before.card);
      expect(exactly(contents.tensors)).toEqual(exactly(before.tensors));
    } else expect(stdout).toContain(`The card is not kept: ${ending} holds none`);
  },
);

test('what was there under the name of OUT is replaced, and nothing else is left in the folder', async () => {
  mkdirSync(inFolder('replaced'));
  const there = inFolder('replaced/run.npz');
  writeFileSync(there, 'before');
  await convert(saved, there);
  expect(bytesOf(there)).toEqual(original);
  expect(readdirSync(inFolder('replaced'))).toEqual(['run.npz']);
});

test('when something is wrong with IN, OUT stays as it was', async () => {
  const [broken, there] = [inFolder('broken.npz'), inFolder('kept.npz')];
  writeFileSync(broken, original.subarray(0, original.length / 2));
  writeFileSync(there, 'before');
  await expect(convert(broken, there)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/broken\.npz: .*\.\n$/),
  });
  expect(readFileSync(there, 'utf8')).toBe('before');
});

test('IN is never overwritten, under no other name either', async () => {
  const link = inFolder('link.npz');
  symlinkSync(saved, link);
  for (const out of [saved, link, `${inFolder('.')}/./run.npz`])
    await expect(main([saved, out])).rejects.toThrow('IN and OUT are the same file; name another OUT.');
  expect(bytesOf(saved)).toEqual(original);
});

test.each([
  [[], 'Name two files, IN and OUT.'],
  [[saved], 'Name two files, IN and OUT.'],
  [[saved, 'a.npz', 'b.npz'], 'Name two files, IN and OUT.'],
  [[saved, 'weights'], 'OUT: the ending of weights says no format; let it be'],
  [[saved, 'weights.h5'], 'for example weights.h5.'],
  [['no-such.npz', 'a.npz'], "IN: no-such.npz can't be read: there is no such file."],
  [[saved, inFolder('no/such/folder/a.npz')], "is not there or can't be written to."],
  [
    [saved, inFolder('a.npz'), '--problem', 'letters'],
    '--problem takes one of xor, shapes, digits; "letters" is none.',
  ],
  [[saved, inFolder('a.npz'), '--problem', 'digits'], 'these weights are for XOR, not for Digits'],
  [[saved, inFolder('a.npz'), '--activations', 'relu,sigmoid'], 'leave --activations away.'],
])('%j is refused in one clear sentence', async (args, sentence) => {
  await expect(main(args)).rejects.toThrow(sentence);
});

test('a folder by the name of OUT is refused', async () => {
  mkdirSync(inFolder('folder.npz'));
  await expect(main([saved, inFolder('folder.npz')])).rejects.toThrow('is a folder; name a file in it.');
});
