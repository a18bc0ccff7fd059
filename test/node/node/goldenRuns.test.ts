import { expect, test } from 'vitest';
import { createNodeTrainer } from '../../../src/node/trainer';
import golden from '../../fixtures/runs/golden.json';
import { goldenHashes } from '../../support/goldenRuns';

test('Node gives the bits on file: weights after 500 steps, and the elementary functions', async () => {
  expect(await goldenHashes(createNodeTrainer)).toEqual(golden);
});
