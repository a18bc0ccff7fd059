import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WeightsCard } from '../../../../src/formats/card';
import { typescriptScript } from '../../../../src/formats/code/typescriptScript';
import { writeNpz } from '../../../../src/formats/npz/npz';
import { expectAccuracy } from '../../../support/code/digits';
import { answered, someNetworks, weightsOf } from '../../../support/code/someNetworks';
import { readOwnFile } from '../../../support/ownWeights';
import { smallCard } from '../sampleWeights';

/** A checkout of its own, so that no other test finds these files in this one. */
const checkout = mkdtempSync(join(tmpdir(), 'scratchnet-code-'));

beforeAll(() => {
  mkdirSync(join(checkout, 'src/node'), { recursive: true });
  for (const part of ['node_modules', 'scripts', 'src/datasets', 'src/engine', 'src/formats', 'src/kernels'])
    symlinkSync(resolve(part), join(checkout, part));
});
afterAll(() => rmSync(checkout, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = join(checkout, 'src/node', name);
  writeFileSync(file, content);
  return file;
}

const node = (...args: readonly string[]) => execFileSync(process.execPath, args, { encoding: 'utf8' });
const run = (script: string, weights: string) => node('scripts/run.mjs', script, weights);

test('of the shipped digits it finds the test accuracy of the card', () => {
  const { card } = readOwnFile(new Uint8Array(readFileSync('public/models/digits.npz')));
  const script = write('digits.ts', typescriptScript(card));
  expectAccuracy(run(script, 'public/models/digits.npz'), card.testAccuracy);
});

test('of XOR it prints the truth table that the network gives', () => {
  const { network } = answered(smallCard.network, 4, 1);
  network.inputBuffer.set([0, 0, 0, 1, 1, 0, 1, 1]);
  const [a, b, c, d] = Array.from(network.forward(4), (answer) => answer.toFixed(3));
  const weights = weightsOf(smallCard, network);
  const script = write('xor.ts', typescriptScript(weights.card));
  expect(run(script, write('xor.npz', writeNpz(weights)))).toBe(
    `0 xor 0: ${a}\n0 xor 1: ${b}\n1 xor 0: ${c}\n1 xor 1: ${d}\n`,
  );
});

test('networks with every layer: the types fit the engine, and the formatter has nothing to change', () => {
  const cards = someNetworks.map(
    (network, i): WeightsCard => ({
      ...smallCard,
      network: structuredClone(network) as WeightsCard['network'],
      data: i % 2 === 0 ? { type: 'digits' } : smallCard.data,
    }),
  );
  cards.forEach((card, i) => {
    const text = typescriptScript(card);
    write(`some${i}.ts`, text);
    const formatted = execFileSync(
      process.execPath,
      ['node_modules/@biomejs/biome/bin/biome', 'format', '--stdin-file-path=src/node/network.ts'],
      { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
    );
    expect(text).toBe(formatted);
  });
  const options = { extends: resolve('tsconfig.node.json'), include: ['src/node', 'src/kernels/*.d.ts'] };
  writeFileSync(join(checkout, 'tsconfig.json'), JSON.stringify(options));
  node('node_modules/typescript/bin/tsc', '-p', checkout);
});
