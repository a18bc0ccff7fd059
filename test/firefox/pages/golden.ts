/** Computes the golden hashes, runs in a worker. */
import { createWorkerTrainer } from '../../../src/worker/client';
import { goldenHashes } from '../../support/goldenRuns';
import { reportOn } from './report';

await reportOn(() =>
  goldenHashes(() =>
    createWorkerTrainer({
      worker: new Worker(new URL('../../../src/worker/main.ts', import.meta.url), { type: 'module' }),
      mnistUrl: new URL('site/mnist/', location.href).href,
      listener: {},
    }),
  ),
);
