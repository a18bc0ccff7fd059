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

test('what the README maps the original’s calls to is declared where it says', () => {
  const [section] = readme.split('## Coming from the NumPy original')[1].split('\n## ');
  const rows = section
    .split('\n')
    .filter((line) => /^\| .*`/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, 4));
  expect(rows).toHaveLength(11);
  for (const [there, here, path] of rows) {
    const source = readFileSync(path.trim().replaceAll('`', ''), 'utf8');
    const called = [...here.matchAll(/\b(\w+)[(.]/g)].map(([, name]) => name);
    expect(called.length, there).toBeGreaterThan(0);
    for (const name of called) {
      // A function of the file, or a method of a type in it.
      expect(source, path).toMatch(
        new RegExp(`export (?:function|const) ${name}\\b|^  ${name}\\(.*\\): .*;$`, 'm'),
      );
    }
  }
});
