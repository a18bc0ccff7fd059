import { expect, test } from 'vitest';
import { createNodeTrainer } from '../../../src/node/trainer';
import golden from '../../fixtures/runs/golden.json';
import { goldenRuns, trainAndHash } from '../../support/goldenRuns';

test.each(Object.keys(golden) as (keyof typeof golden)[])(
  '%s in Node gives the bits on file',
  async (name) => {
    expect(await trainAndHash(createNodeTrainer(), goldenRuns[name])).toBe(golden[name]);
  },
);
