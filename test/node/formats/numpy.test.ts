import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeNpz } from '../../../src/formats/npz/npz';
import { readOwnNpz } from '../../support/ownWeights';
import { pythonsWith, runPython } from '../../support/python';
import { exactly, smallCard, smallCheckpoint } from './sampleWeights';

test.each(['savez.npz', 'savezCompressed.npz'])(
  '%s, saved again by NumPy in another order and other types, is read',
  (name) => {
    const weights = readOwnNpz(new Uint8Array(readFileSync(join('test/fixtures/formats', name))));
    expect(weights.card.madeBy).toBe('makeFixtures.py');
    expect(weights.tensors.map(({ name: tensor, shape }) => [tensor, shape])).toEqual([
      ['layers.0.weight', [3, 2]],
      ['layers.0.bias', [3]],
      ['layers.2.weight', [1, 3]],
    ]);
    expect(weights.tensors.map(({ values }) => [...values])).toEqual([
      [0, 1, 2, 3, 4, 5],
      [1 / 7, 2 / 7, 3 / 7].map(Math.fround),
      [-1.5, 0.1, 2].map(Math.fround),
    ]);
  },
);

test.each(pythonsWith('numpy'))(
  'NumPy $version opens a checkpoint of ours without pickle, with names, shapes, bits, card and position',
  ({ python }) => {
    const weights = smallCheckpoint;
    const folder = mkdtempSync(join(tmpdir(), 'scratchnet-npz-'));
    try {
      for (const deflate of [false, true]) {
        const file = join(folder, 'weights.npz');
        writeFileSync(file, writeNpz(weights, { deflate }));
        const seen = JSON.parse(runPython(python, ['test/fixtures/formats/readExport.py', file]));
        expect(seen.card.card).toEqual(smallCard);
        expect(seen.position).toEqual(weights.saved?.position ?? null);
        const expected = exactly(weights).tensors.map(({ name, shape, bits }) => [
          name,
          { dtype: '<f4', shape, bits },
        ]);
        expect(seen.tensors).toEqual(Object.fromEntries(expected));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
