import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeWhole } from '../../../src/node/files';
import { temporaryFolder } from '../../support/terminal';

const inFolder = temporaryFolder();
const bytes = Uint8Array.of(1, 2, 3);

test('a file that is written through a link stays behind the link', () => {
  mkdirSync(inFolder('link'));
  writeFileSync(inFolder('link/file.npz'), 'before');
  symlinkSync('file.npz', inFolder('link/other.npz'));
  writeWhole('OUT', inFolder('link/other.npz'), bytes);
  expect(new Uint8Array(readFileSync(inFolder('link/file.npz')))).toEqual(bytes);
  expect(readdirSync(inFolder('link'))).toEqual(['file.npz', 'other.npz']);
});

test('where writing fails it is said in one sentence, and no part of the file is left', () => {
  mkdirSync(inFolder('full/file.npz'), { recursive: true });
  expect(() => writeWhole('OUT', inFolder('full/file.npz'), bytes)).toThrow(
    /^OUT: .*file\.npz can't be written: .*\.$/,
  );
  expect(readdirSync(inFolder('full'))).toEqual(['file.npz']);
});
