import { beforeAll, expect, test } from 'vitest';
import golden from '../fixtures/runs/golden.json';
import { buildPages, runPage } from './pages';
import type { Journey } from './pages/site';

beforeAll(buildPages);

test('Firefox gives the bits on file: weights after 500 steps in a worker, and the elementary functions', async () => {
  const { browser, ...report } = await runPage<Record<string, string>>('golden.html', 120);
  expect(browser).toContain('Firefox/');
  expect(report).toEqual({ result: golden });
});

test('in Firefox the built site learns XOR by itself, and trains on digits', async () => {
  const { result, error } = await runPage<Journey>('site.html', 120);
  expect(error).toBeUndefined();
  expect(result?.errors).toEqual([]);
  expect(result?.xorLoss).toBeLessThan(0.01);
  expect(result?.digitsAccuracy).toBeGreaterThan(95);
});
