/** What is true of the text of every script, whatever the card. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WeightsCard } from '../../../../src/formats/card';
import { numpyScript } from '../../../../src/formats/code/numpyScript';
import { torchScript } from '../../../../src/formats/code/torchScript';
import { typescriptScript } from '../../../../src/formats/code/typescriptScript';
import { someNetworks } from '../../../support/code/someNetworks';
import { pythonsWith, runPython } from '../../../support/python';
import { anyWeights, formatErrorOf, smallCard } from '../sampleWeights';

const scripts = [numpyScript, torchScript, typescriptScript];

/** Cards of all kinds of runs; their losses fit any last layer. */
const cards: readonly WeightsCard[] = [
  ...fc
    .sample(anyWeights, { seed: 1, numRuns: 150 })
    .map(({ card }): WeightsCard => ({ ...card, loss: 'meanSquaredError' })),
  ...someNetworks.map((network) => ({
    ...smallCard,
    network: structuredClone(network) as WeightsCard['network'],
  })),
];

test('150 random cards: lines of at most 110 signs, ASCII, no blanks at their ends, one line break at the end', () => {
  for (const card of cards)
    for (const script of scripts) {
      const text = script(card);
      expect(text).toMatch(/^[\x20-\x7e\n]*[^\n]\n$/);
      expect(text.match(/ \n|\n{4}|.{111}/g), text).toBeNull();
    }
});

const [python] = pythonsWith('sys');

test.runIf(python)('150 random cards: Python compiles both of its scripts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scratchnet-code-'));
  try {
    const files = cards.flatMap((card, i) =>
      [numpyScript, torchScript].map((script) => {
        const file = join(folder, `${i}-${script.name}.py`);
        writeFileSync(file, script(card));
        return file;
      }),
    );
    runPython(python.python, ['test/support/code/compileAll.py', ...files]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('no text of a card gets into a script', () => {
  const evil = '"""\n*/ import os; os.system("echo harm") #';
  const changed = (change: object) => ({ ...smallCard, ...change }) as WeightsCard;

  test('who made it and with which kernels are left out', () => {
    for (const script of scripts)
      expect(script(changed({ madeBy: evil, kernels: evil }))).toBe(script(smallCard));
  });

  test.each<[string, object]>([
    ['loss', { loss: evil }],
    ['a number', { batchSize: evil }],
    ['data', { data: { type: evil } }],
    ['optimizer', { optimizer: { ...smallCard.optimizer, rate: evil } }],
    ['a schedule', { schedule: { type: 'cosine', steps: evil, least: 0 } }],
    ['regularization', { regularization: { ...smallCard.regularization, l1: evil } }],
    ['an accuracy', { testAccuracy: evil }],
    ['a layer', { network: { inputs: 2, layers: [{ type: 'activation', activation: evil }] } }],
    ['a mean', { network: { inputs: 2, layers: [{ type: 'standardize', mean: evil, deviation: 1 }] } }],
    ['an unknown field', { network: { ...smallCard.network, [evil]: 1 } }],
  ])('%s that is one is a FormatError', (_, change) => {
    for (const script of scripts) expect(formatErrorOf(() => script(changed(change))).code).toBe('card');
  });

  test('a loss without the last layer that it needs is a FormatError too, where there is a loss', () => {
    const error = formatErrorOf(() => torchScript(changed({ loss: 'crossEntropy' })));
    expect(error.message).toContain('crossEntropy needs softmax as the last layer');
    expect(error.place.field).toBe('card.loss');
  });
});

test('a script holds only what its network needs', () => {
  const plain = numpyScript(smallCard);
  for (const word of ['conv2d', 'max_pool', 'softmax', 'gelu', 'math', 'gzip', 'sliding', 'unit_length'])
    expect(plain).not.toContain(word);
  const convolutional = numpyScript({ ...smallCard, network: cards[cards.length - 3].network });
  for (const word of ['conv2d', 'max_pool', 'softmax', 'gelu', 'unit_length'])
    expect(convolutional).toContain(`def ${word}`);
  expect(torchScript({ ...smallCard, schedule: { type: 'constant' } })).not.toContain('math');
});
