/** What the README prints and names is what there is. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

test("the README's example is the file, and prints what the README says", () => {
  const file = 'src/node/xorExample.ts';
  expect(readme).toContain(readFileSync(file, 'utf8').trim());
  const printed = execFileSync(process.execPath, ['scripts/run.mjs', file], { encoding: 'utf8' });
  expect(readme).toContain(printed.trim());
});

test('every command and every file that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [, name] of readme.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(name);
  for (const [, path] of readme.matchAll(/[`(]((?:src|public|test|\.github)\/[\w./-]+)[`)]/g))
    expect(existsSync(path), path).toBe(true);
});
