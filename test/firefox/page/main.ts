/** Computes the golden hashes, runs in a worker, and posts them, or what went wrong, to where the page came from. */
import { createWorkerTrainer } from '../../../src/worker/client';
import { goldenHashes } from '../../support/goldenRuns';

/** What the page posts to `report`. */
export type Report = {
  readonly browser: string;
  readonly hashes?: Record<string, string>;
  readonly error?: string;
};

const post = (result: Omit<Report, 'browser'>) => {
  const report: Report = { browser: navigator.userAgent, ...result };
  return fetch('report', { method: 'POST', body: JSON.stringify(report) });
};

try {
  const hashes = await goldenHashes(() =>
    createWorkerTrainer({
      worker: new Worker(new URL('../../../src/worker/main.ts', import.meta.url), { type: 'module' }),
      mnistUrl: new URL('mnist/', location.href).href,
      listener: {},
    }),
  );
  await post({ hashes });
} catch (error) {
  await post({ error: String(error) });
}
